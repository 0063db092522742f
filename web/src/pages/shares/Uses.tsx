import { useQuery } from '@tanstack/react-query';
import { useProject } from '../../frame/project';
import { Loading } from '../../ui/Loading';
import { Name } from '../../ui/Name';
import { Problem } from '../../ui/Problem';
import { State } from '../../ui/State';
import { isLent, readUses, type Share, shareKeys } from './share';

/** The queries of the borrower that would fail without the share. */
export function useUses(share: Share) {
  const { name } = useProject();
  return useQuery({ queryKey: shareKeys.uses(name, share.id), queryFn: () => readUses(name, share.id), enabled: isLent(share), select: (page) => page.items });
}

/** These queries by name. */
export function Uses({ share }: { share: Share }) {
  const { data, error, isLoading, refetch } = useUses(share);
  if (!isLent(share)) return <p className="muted">It is used by nobody: {share.state === 'OFFERED' ? 'it is not accepted yet' : 'it has ended'}.</p>;
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (isLoading || !data) return <Loading rows={2} />;
  if (data.length === 0) return <p className="muted">No query of {share.borrower} uses it now. Statements of SQL and Kafka clients may read it.</p>;
  return (
    <ul className="rows" aria-label={`Queries of ${share.borrower}`}>
      {data.map(({ query, isRunning }) => (
        <li key={query}><State kind={isRunning ? 'running' : 'idle'} label={isRunning ? 'Running' : 'Stopped'} /><Name name={query} isBold /></li>
      ))}
    </ul>
  );
}
