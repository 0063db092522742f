import { Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../api/client';
import { useProject } from '../../frame/project';
import { Deniable } from '../../ui/Deniable';
import { fieldError, FormError } from '../../ui/FormError';
import { said } from '../../ui/notify';
import { endOf, oneLine, type SharedKind, TEXT_MAX, useSharesChanged } from './share';

export interface Thing {
  kind: SharedKind;
  name: string;
  /** Why others cannot be let write to it; undefined if they can. */
  writeDenied?: string | undefined;
  /** Of a dataset: whether every project may borrow it. */
  isPublic?: boolean;
  /** Of a dataset: whether everybody finds it and may ask for it. */
  isListed?: boolean;
}

const FIELDS = ['to', 'rights', 'expires', 'note'];

/** Offers a thing to another project. */
export function OfferForm({ kind, name, writeDenied }: Thing) {
  const { name: project, ownersOnly } = useProject();
  const denied = ownersOnly('share');
  const [to, setTo] = useState('');
  const [mayWrite, setMayWrite] = useState(false);
  const [lastDay, setLastDay] = useState('');
  const [note, setNote] = useState('');
  const changed = useSharesChanged(project);
  const offer = useMutation({
    mutationFn: () =>
      body(api.POST('/api/v1/projects/{project}/shares', {
        params: { path: { project } },
        body: { kind, name, to: to.trim(), rights: mayWrite ? 'READ_WRITE' : 'READ', expires: lastDay === '' ? null : endOf(lastDay), note: oneLine(note) },
      })),
    onSuccess: async (share) => {
      setTo('');
      setNote('');
      await changed();
      said(`${share.name} is offered to ${share.borrower}; its owners accept or reject it.`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    offer.mutate();
  };
  const isOff = denied !== undefined;
  return (
    <form onSubmit={submit} aria-label="Offer to a project">
      <Stack gap="md">
        <TextInput label="Project" description="Its exact name; its owners are asked." required disabled={isOff} autoComplete="off" spellCheck={false} value={to} onChange={(event) => setTo(event.currentTarget.value)} error={fieldError(offer.error, 'to')} />
        <Radio.Group label="Rights" value={mayWrite ? 'READ_WRITE' : 'READ'} onChange={(value) => setMayWrite(value === 'READ_WRITE')} error={fieldError(offer.error, 'rights')}>
          <Stack gap={6} mt={4}>
            <Radio value="READ" label="Read" description="Queries and SQL there read it; nothing is taken out of the platform" disabled={isOff} />
            <Radio value="READ_WRITE" label="Read and write" description={writeDenied ?? 'They write to it too, on the quota of this project'} disabled={isOff || writeDenied !== undefined} />
          </Stack>
        </Radio.Group>
        <TextInput type="date" label="Last day" description="Empty: it ends when it is taken back." disabled={isOff} value={lastDay} onChange={(event) => setLastDay(event.currentTarget.value)} error={fieldError(offer.error, 'expires')} w={200} />
        <Textarea label="Note" description="What they should know of it; one line." maxLength={TEXT_MAX} autosize minRows={1} maxRows={4} disabled={isOff} value={note} onChange={(event) => setNote(event.currentTarget.value)} error={fieldError(offer.error, 'note')} />
        <FormError error={offer.error} fields={FIELDS} />
        <div><Deniable type="submit" data-tour="shares.offer" denied={denied} loading={offer.isPending}>Offer</Deniable></div>
      </Stack>
    </form>
  );
}
