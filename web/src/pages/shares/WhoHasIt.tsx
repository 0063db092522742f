import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../../frame/project';
import { plural } from '../../ui/format';
import { Loading } from '../../ui/Loading';
import { Name, visible } from '../../ui/Name';
import { Problem } from '../../ui/Problem';
import { State } from '../../ui/State';
import { Time } from '../../ui/Time';
import { Revoke } from './columns';
import { RevokeShare } from './RevokeShare';
import { isOpen, readLent, rightsInWords, type Share, type SharedKind, shareKeys, STATE_LOOKS } from './share';
import { useUses } from './Uses';

/** The projects to which a thing was offered, those that have it first. */
export function WhoHasIt({ kind, name }: { kind: SharedKind; name: string }) {
  const { name: project } = useProject();
  const [revoking, setRevoking] = useState<Share>();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: shareKeys.ofThing(project),
    queryFn: () => readLent(project),
    select: (shares) => shares.filter((share) => share.kind === kind && share.name === name).sort((a, b) => Number(isOpen(b)) - Number(isOpen(a))),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading rows={3} />;
  if (data.length === 0) return <p className="muted">No other project: it was not offered yet.</p>;
  return (
    <>
      <ul className="rows">{data.map((share) => <Holder key={share.id} share={share} onRevoke={setRevoking} />)}</ul>
      {revoking && <RevokeShare share={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}

function Holder({ share, onRevoke }: { share: Share; onRevoke: (share: Share) => void }) {
  const { data: uses } = useUses(share);
  return (
    <li className="holder">
      <State {...STATE_LOOKS[share.state]} raw={share.state} />
      <Name name={share.borrower} isBold />
      <span className="muted">
        {rightsInWords(share.rights)}
        {share.expires !== null && <>, ends <Time value={share.expires} /></>}
        {uses && <>, {uses.length === 0 ? 'no query uses it' : `used by ${plural(uses.length, 'query', 'queries')}`}</>}
        {share.reason !== '' && <bdi>: {visible(share.reason)}</bdi>}
      </span>
      {isOpen(share) && <Revoke share={share} onRevoke={onRevoke} />}
    </li>
  );
}
