import { useProject } from '../../frame/project';
import { count, plural } from '../../ui/format';
import { TextLink } from '../../ui/TextLink';
import { lagValue } from '../groups/group';
import { useUsage } from '../usage/uses';
import { useProjectGroups, useProjectQueries } from './glance';

const SHOWN_USES = ['file_bytes', 'compute'];

/** The few numbers of a project that one comes for, each with the way to more. */
export function Glance() {
  const { name: project } = useProject();
  const queries = useProjectQueries(project).data;
  const groups = useProjectGroups(project).data;
  const { uses } = useUsage();
  const running = queries?.filter((query) => query.status.state === 'RUNNING').length ?? 0;
  const furthest = groups?.toSorted((a, b) => lagValue(b.lag) - lagValue(a.lag))[0];
  const link = { params: { project }, search: {} };
  return (
    <dl className="numbers">
      <div><dt>Queries</dt><dd><TextLink to="/p/$project/queries" {...link}>{queries ? `${count(running)} of ${count(queries.length)} running` : '-'}</TextLink></dd></div>
      <div>
        <dt>Furthest behind</dt>
        <dd>
          {furthest
            ? <TextLink to="/p/$project/groups/$group" params={{ project, group: furthest.group }} search={{}}>{furthest.lag === null ? 'unknown' : plural(Number(furthest.lag), 'record')}</TextLink>
            : <TextLink to="/p/$project/groups" {...link}>{groups ? 'No group' : '-'}</TextLink>}
        </dd>
      </div>
      {uses.filter((use) => SHOWN_USES.includes(use.name)).map((use) => (
        <div key={use.name} title={use.exact}><dt>{use.label}</dt><dd><TextLink to="/p/$project/usage" {...link}>{use.text}</TextLink></dd></div>
      ))}
    </dl>
  );
}
