import { useProject } from '../../frame/project';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';
import { isLent, KIND_WORDS, revokeShare, type Share, useSharesChanged } from './share';
import { Uses, useUses } from './Uses';

/** Takes a share back. The queries that fail then are named first; one that came since is refused by the server. */
export function RevokeShare({ share, onClose }: { share: Share; onClose: () => void }) {
  const { name } = useProject();
  const { data: uses } = useUses(share);
  const changed = useSharesChanged(name);
  const isUsed = uses !== undefined && uses.length > 0;
  const settle = async () => {
    await changed();
    said(`${share.name} is no longer shared with ${share.borrower}.`);
  };
  return (
    <Confirm title={`Revoke ${share.name} of ${share.borrower}`} verb={isUsed ? 'Revoke, queries fail' : 'Revoke share'} run={() => revokeShare(name, share.id, isUsed)} onDone={() => void settle()} onClose={onClose}>
      <p>
        Members of <strong>{share.borrower}</strong> will no longer see the {KIND_WORDS[share.kind].toLowerCase()} <strong>{share.name}</strong>. Nothing of it is lost;
        it can be offered anew.
      </p>
      {isLent(share) && <><p>{isUsed ? 'These queries fail with it:' : 'Who uses it:'}</p><Uses share={share} /></>}
    </Confirm>
  );
}
