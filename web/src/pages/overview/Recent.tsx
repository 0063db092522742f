import { useProject } from '../../frame/project';
import { Name } from '../../ui/Name';
import { Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import { useRecent } from './glance';

/** What was done of late, which the owners of a project may read. */
export function Recent() {
  const { name: project } = useProject();
  const { data: entries, error, refetch } = useRecent(project);
  return (
    <Section title="Activity" actions={<TextLink to="/p/$project/activity" params={{ project }} search={{}} size="sm">All of it</TextLink>}>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      <ul className="recent">
        {entries?.map((entry) => (
          <li key={entry.sequence}>
            <Name name={entry.actor} /><span className="mono">{entry.action}</span><Name name={entry.target} /><span className="muted"><Time value={entry.time} /></span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
