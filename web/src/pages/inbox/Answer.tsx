import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { asProblem } from '../../api/problem';
import type { InboxItem } from '../../inbox/inboxQuery';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';

type Role = 'DATA_SCIENTIST' | 'DATA_OWNER';

const TEXT_MAX = 500;
const ROLES = [{ value: 'DATA_SCIENTIST', label: 'Data scientist' }, { value: 'DATA_OWNER', label: 'Data owner' }];

function accept(item: InboxItem, role: Role): Promise<unknown> {
  const { project, id } = item;
  if (item.kind === 'SHARE_REQUEST') return body(api.POST('/api/v1/projects/{project}/share-requests/{request}/accept', { params: { path: { project, request: id } }, body: {} }));
  return item.kind === 'SHARE_OFFER'
    ? body(api.POST('/api/v1/projects/{project}/share-offers/{share}/accept', { params: { path: { project, share: id } } }))
    : body(api.POST('/api/v1/projects/{project}/join-requests/{user}/accept', { params: { path: { project, user: id } }, body: { role } }));
}

function reject(item: InboxItem, text: string): Promise<unknown> {
  const { project, id } = item;
  const reason = text.trim().replace(/\s+/g, ' ');
  if (item.kind === 'SHARE_REQUEST') return body(api.POST('/api/v1/projects/{project}/share-requests/{request}/reject', { params: { path: { project, request: id } }, body: { reason } }));
  return item.kind === 'SHARE_OFFER'
    ? body(api.POST('/api/v1/projects/{project}/share-offers/{share}/reject', { params: { path: { project, share: id } }, body: { reason } }))
    : body(api.POST('/api/v1/projects/{project}/join-requests/{user}/reject', { params: { path: { project, user: id } }, body: { reason } }));
}

/** Accepts or rejects what waits for an answer, in its place. */
export function Answer({ item }: { item: InboxItem }) {
  const queries = useQueryClient();
  const [role, setRole] = useState<Role>('DATA_SCIENTIST');
  const [isRejecting, setRejecting] = useState(false);
  const [reason, setReason] = useState('');
  const settle = async (words: string) => {
    await queries.invalidateQueries({ queryKey: keys.inbox });
    await queries.invalidateQueries({ queryKey: keys.project(item.project) });
    said(words);
  };
  const take = useMutation({
    mutationFn: () => accept(item, role),
    onSuccess: () => settle(`${item.subject}: accepted.`),
    onError: (failure) => said(asProblem(failure).message),
  });
  return (
    <span className="row">
      {item.kind === 'JOIN_REQUEST' && <NativeSelect size="xs" aria-label={`Role of ${item.from}`} data={ROLES} value={role} onChange={(event) => setRole(event.currentTarget.value === 'DATA_OWNER' ? 'DATA_OWNER' : 'DATA_SCIENTIST')} />}
      <Button size="compact-sm" loading={take.isPending} onClick={() => take.mutate()} aria-label={`Accept ${item.subject}`}>Accept</Button>
      <Button size="compact-sm" variant="default" onClick={() => setRejecting(true)} aria-label={`Reject ${item.subject}`}>Reject</Button>
      {isRejecting && (
        <Confirm title={`Reject ${item.subject}`} verb="Reject" run={() => reject(item, reason)} onDone={() => void settle(`${item.subject}: rejected.`)} onClose={() => setRejecting(false)}>
          <Textarea label="Reason" description={`Shown to ${item.from}; may be left empty.`} maxLength={TEXT_MAX} autosize minRows={2} maxRows={6} data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        </Confirm>
      )}
    </span>
  );
}
