import { Stack, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { asProblem } from '../../api/problem';
import { useProject } from '../../frame/project';
import { Deniable } from '../../ui/Deniable';
import { fieldError, FormError } from '../../ui/FormError';
import { Loading } from '../../ui/Loading';
import { visible } from '../../ui/Name';
import { said } from '../../ui/notify';
import { Problem } from '../../ui/Problem';
import { State } from '../../ui/State';
import { Time } from '../../ui/Time';
import { oneLine, shareKeys, TEXT_MAX, useSharesChanged } from './share';
import { Unpublish } from './Unpublish';

export type PublicationFacts = Shape<'PublicationView'>;

/** Whether a dataset is public; null where it is not. */
function usePublication(dataset: string) {
  const { name: project } = useProject();
  return useQuery({
    queryKey: shareKeys.publication(project, dataset),
    queryFn: async (): Promise<PublicationFacts | null> => {
      try {
        return await body(api.GET('/api/v1/projects/{project}/datasets/{dataset}/publication', { params: { path: { project, dataset } } }));
      } catch (failure) {
        if (asProblem(failure).status === 404) return null;
        throw failure;
      }
    },
  });
}

/** Makes a dataset public for every project to borrow, and ends that. */
export function Publication({ dataset, isPublic }: { dataset: string; isPublic: boolean }) {
  return (
    <>
      <Title order={3} mt="xl" mb="xs">Public</Title>
      {isPublic ? <Published dataset={dataset} /> : <PublishForm dataset={dataset} />}
    </>
  );
}

function Published({ dataset }: { dataset: string }) {
  const { ownersOnly } = useProject();
  const [isEnding, setEnding] = useState(false);
  const { data, error, isPending, refetch } = usePublication(dataset);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading rows={2} />;
  if (data === null) return <p className="muted">It is public no longer.</p>;
  return (
    <>
      <p className="row"><State kind="ok" label="Public" /><span>since <Time value={data.published} /> by {visible(data.publishedBy)}</span></p>
      {data.note !== '' && <p><bdi className="break">{visible(data.note)}</bdi></p>}
      {data.borrowers.length > 0 && <p className="muted">Borrowed by {data.borrowers.map((borrower) => borrower.project).join(', ')}.</p>}
      <Deniable variant="default" className="danger" denied={ownersOnly('end that a dataset is public')} onClick={() => setEnding(true)}>Unpublish</Deniable>
      {isEnding && <Unpublish dataset={dataset} publication={data} onClose={() => setEnding(false)} />}
    </>
  );
}

function PublishForm({ dataset }: { dataset: string }) {
  const { name: project, ownersOnly } = useProject();
  const denied = ownersOnly('publish');
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const changed = useSharesChanged(project);
  const publish = useMutation({
    mutationFn: () => body(api.PUT('/api/v1/projects/{project}/datasets/{dataset}/publication', { params: { path: { project, dataset } }, body: { note: oneLine(note) } })),
    onSuccess: async (publication) => {
      queries.setQueryData(shareKeys.publication(project, dataset), publication);
      await Promise.all([changed(), queries.invalidateQueries({ queryKey: keys.catalogue })]);
      said(`${dataset} is public: every project can borrow it.`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (denied === undefined) publish.mutate();
  };
  return (
    <form onSubmit={submit} aria-label="Make it public">
      <Stack gap="sm">
        <p className="muted">Everybody who is signed in sees its name, its description and the note, and every project can borrow it for reading.</p>
        <TextInput label="Note for everybody" maxLength={TEXT_MAX} disabled={denied !== undefined} value={note} onChange={(event) => setNote(event.currentTarget.value)} error={fieldError(publish.error, 'note')} />
        <FormError error={publish.error} fields={['note']} />
        <div><Deniable type="submit" variant="default" denied={denied} loading={publish.isPending}>Publish</Deniable></div>
      </Stack>
    </form>
  );
}
