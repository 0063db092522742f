import { Stack, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { asProblem } from '../../api/problem';
import { useProject } from '../../frame/project';
import { Deniable } from '../../ui/Deniable';
import { fieldError, FormError } from '../../ui/FormError';
import { said } from '../../ui/notify';
import { State } from '../../ui/State';
import { oneLine, TEXT_MAX, useSharesChanged } from './share';

/** Lets everybody find a dataset and ask for it, and ends that. */
export function Listing({ dataset, isListed }: { dataset: string; isListed: boolean }) {
  return (
    <>
      <Title order={3} mt="xl" mb="xs">On request</Title>
      {isListed ? <Listed dataset={dataset} /> : <ListForm dataset={dataset} />}
    </>
  );
}

function useSettle(): (words: string) => Promise<void> {
  const { name: project } = useProject();
  const queries = useQueryClient();
  const changed = useSharesChanged(project);
  return async (words) => {
    await Promise.all([changed(), queries.invalidateQueries({ queryKey: keys.catalogue })]);
    said(words);
  };
}

function Listed({ dataset }: { dataset: string }) {
  const { name: project, ownersOnly } = useProject();
  const settle = useSettle();
  const unlist = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/projects/{project}/datasets/{dataset}/listing', { params: { path: { project, dataset } } })),
    onSuccess: () => settle(`${dataset} is listed no longer.`),
    onError: (failure) => said(asProblem(failure).message),
  });
  return (
    <>
      <p className="row"><State kind="ok" label="Listed" /><span>everybody finds it and may ask for it</span></p>
      <Deniable variant="default" denied={ownersOnly('end that a dataset is listed')} loading={unlist.isPending} onClick={() => unlist.mutate()}>Unlist</Deniable>
    </>
  );
}

function ListForm({ dataset }: { dataset: string }) {
  const { name: project, ownersOnly } = useProject();
  const denied = ownersOnly('list datasets');
  const settle = useSettle();
  const [note, setNote] = useState('');
  const list = useMutation({
    mutationFn: () => body(api.PUT('/api/v1/projects/{project}/datasets/{dataset}/listing', { params: { path: { project, dataset } }, body: { note: oneLine(note) } })),
    onSuccess: () => settle(`${dataset} is listed: everybody can ask for it.`),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (denied === undefined) list.mutate();
  };
  return (
    <form onSubmit={submit} aria-label="List it">
      <Stack gap="sm">
        <p className="muted">Everybody who is signed in sees its name, its description and the note, nothing of its content, and can ask for it.</p>
        <TextInput label="Note for who asks" maxLength={TEXT_MAX} disabled={denied !== undefined} value={note} onChange={(event) => setNote(event.currentTarget.value)} error={fieldError(list.error, 'note')} />
        <FormError error={list.error} fields={['note']} />
        <div><Deniable type="submit" variant="default" denied={denied} loading={list.isPending}>List</Deniable></div>
      </Stack>
    </form>
  );
}
