import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { useProject } from '../../frame/project';
import { Confirm } from '../../ui/Confirm';
import { visible } from '../../ui/Name';
import { said } from '../../ui/notify';
import { oneLine, type ShareRequest, TEXT_MAX, useSharesChanged } from './share';

/** Does not lend what another project asks for, with a reason. */
export function RefuseRequest({ request, onClose }: { request: ShareRequest; onClose: () => void }) {
  const { name: project } = useProject();
  const [reason, setReason] = useState('');
  const changed = useSharesChanged(project);
  const refuse = () => body(api.POST('/api/v1/projects/{project}/share-requests/{request}/reject', { params: { path: { project, request: request.id } }, body: { reason: oneLine(reason) } }));
  const settle = async () => {
    await changed();
    said(`${request.borrower} sees that ${request.name} is not lent.`);
  };
  return (
    <Confirm title={`Do not lend ${visible(request.name)}`} verb="Reject request" run={refuse} onDone={() => void settle()} onClose={onClose}>
      <Textarea label="Reason" description={`Shown to ${visible(request.borrower)}; may be left empty.`} maxLength={TEXT_MAX} autosize minRows={2} maxRows={6} data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
    </Confirm>
  );
}
