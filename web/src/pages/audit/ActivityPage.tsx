import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { useProject } from '../../frame/project';
import { useMe } from '../../frame/session';
import { NotAllowed } from '../../ui/NotAllowed';
import { Page } from '../../ui/Page';
import { AuditList } from './AuditList';
import { type AuditFilter, queryOf, useAuditFilter } from './filter';
import { TrailActions } from './TrailActions';

const REFRESH_MS = 15_000;

/** The trail of the project; its owners read it. */
export function ActivityPage() {
  const { name, ownersOnly } = useProject();
  const [filter, setFilter] = useAuditFilter();
  const denied = useMe().isAdministrator ? undefined : ownersOnly('read the audit trail');
  return (
    <Page title="Activity" actions={denied === undefined && <TrailActions project={name} filter={filter} />}>
      {denied === undefined ? <ProjectTrail project={name} filter={filter} onFilter={setFilter} /> : <NotAllowed reason={denied} />}
    </Page>
  );
}

/** The entries of one project. */
export function ProjectTrail({ project, filter, onFilter }: { project: string; filter: AuditFilter; onFilter: (next: AuditFilter) => void }) {
  const pages = usePages(
    keys.part(project, 'audit', queryOf(filter)),
    (query) => body(api.GET('/api/v1/projects/{project}/audit', { params: { path: { project }, query: { ...query, ...filter, newestFirst: true } } })),
    { refetchInterval: REFRESH_MS },
  );
  return <AuditList pages={pages} filter={filter} onFilter={onFilter} />;
}
