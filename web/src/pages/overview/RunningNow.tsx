import { useProject } from '../../frame/project';
import { count } from '../../ui/format';
import { Section } from '../../ui/Page';
import { State } from '../../ui/State';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import { isActive, PHASES } from '../queries/query';
import { useProjectQueries } from './glance';

const SHOWN_MAX = 8;

/** The queries that work, and how far they are. */
export function RunningNow() {
  const { name: project } = useProject();
  const active = useProjectQueries(project).data?.filter(isActive) ?? [];
  return (
    <Section title="Running now" actions={<TextLink to="/p/$project/queries" params={{ project }} search={{}} size="sm">All queries</TextLink>}>
      {active.length === 0 && <p className="muted">No query runs.</p>}
      <ul className="rows">
        {active.slice(0, SHOWN_MAX).map((query) => {
          const [kind, label] = PHASES[query.status.state];
          return (
            <li key={query.id}>
              <State kind={kind} label={label} raw={query.status.state} />
              <TextLink to="/p/$project/queries/$query" params={{ project, query: query.name }} search={{}} className="mono">{query.name}</TextLink>
              {query.status.totals && <span>{count(query.status.totals.rowsIn)} rows read</span>}
              <span className="muted">since <Time value={query.status.since} /></span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
