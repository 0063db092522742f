import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useProject } from '../../frame/project';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';
import { leaveShare, type Share, useSharesChanged } from './share';

/** Gives back what is borrowed. The server names the queries that use it, unless they are to fail. */
export function LeaveShare({ share, onClose }: { share: Share; onClose: () => void }) {
  const { name } = useProject();
  const [isForced, setForced] = useState(false);
  const changed = useSharesChanged(name);
  const settle = async () => {
    await changed();
    said(`${share.borrowedName} is given back.`);
  };
  return (
    <Confirm title={`Leave ${share.borrowedName}`} verb="Leave share" run={() => leaveShare(name, share.id, isForced)} onDone={() => void settle()} onClose={onClose}>
      <p>Members of <strong>{name}</strong> will no longer see <strong className="break">{share.borrowedName}</strong>. Only <strong>{share.owner}</strong> can offer it again.</p>
      <Checkbox label="Also if a query uses it: that query fails" checked={isForced} onChange={(event) => setForced(event.currentTarget.checked)} />
    </Confirm>
  );
}
