import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { useProject } from '../../frame/project';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';
import { oneLine, type Share, TEXT_MAX, useSharesChanged } from './share';

/** Rejects an offer, with a reason for its owner. */
export function RejectOffer({ share, onClose }: { share: Share; onClose: () => void }) {
  const { name } = useProject();
  const [reason, setReason] = useState('');
  const changed = useSharesChanged(name);
  const reject = () =>
    body(api.POST('/api/v1/projects/{project}/share-offers/{share}/reject', { params: { path: { project: name, share: share.id } }, body: { reason: oneLine(reason) } }));
  const settle = async () => {
    await changed();
    said(`The offer of ${share.owner} is rejected.`);
  };
  return (
    <Confirm title={`Reject ${share.borrowedName}`} verb="Reject offer" run={reject} onDone={() => void settle()} onClose={onClose}>
      <p>The owners of <strong>{share.owner}</strong> see that the offer was rejected, and why. They can make it again.</p>
      <Textarea label="Reason" description="Shown to them; may be left empty." maxLength={TEXT_MAX} autosize minRows={2} maxRows={6} data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
    </Confirm>
  );
}
