import type { Shape } from '../../api/client';
import { useProject } from '../../frame/project';
import { Problem } from '../../ui/Problem';
import { Section } from '../../ui/Page';
import { State } from '../../ui/State';
import { Time } from '../../ui/Time';
import { NearState } from '../usage/NearState';
import { useUsage } from '../usage/uses';
import { useProjectQueries } from './glance';

function isInTrouble(query: Shape<'QueryView'>): boolean {
  return query.status.state === 'FAILED' || query.status.state === 'RESTARTING';
}

/** What somebody should look at: queries that failed, limits that are near. Nothing is shown where there is nothing. */
export function Attention() {
  const { name } = useProject();
  const queries = useProjectQueries(name);
  const { uses } = useUsage();
  const troubled = queries.data?.filter(isInTrouble) ?? [];
  const near = uses.filter((use) => use.isNear);
  if (queries.error) return <Problem error={queries.error} onRetry={() => void queries.refetch()} />;
  if (troubled.length + near.length === 0) return null;
  return (
    <Section title="Needs attention">
      <ul className="rows">
        {troubled.map((query) => (
          <li key={query.id}>
            <State kind="failed" label={query.status.state === 'FAILED' ? 'Failed' : 'Restarting'} raw={query.status.state} />
            <strong className="mono">{query.name}</strong>
            <Time value={query.status.since} />
            <span className="break">{query.status.message ?? query.status.error}</span>
          </li>
        ))}
        {near.map((use) => <li key={use.name}><NearState use={use} /><strong>{use.label}</strong><span>{use.text}</span></li>)}
      </ul>
    </Section>
  );
}
