import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { Page } from '../../ui/Page';
import { useUrlState } from '../../ui/urlState';
import { ProjectTrail } from './ActivityPage';
import { AuditList } from './AuditList';
import { type AuditFilter, queryOf, useAuditFilter } from './filter';
import { TrailActions } from './TrailActions';

const REFRESH_MS = 15_000;
const PROJECTS_MAX = 1000;

/** The trail of the platform (accounts, sign-ins, projects), or of any project. */
export function PlatformAuditPage() {
  const [project, setProject] = useUrlState('project');
  const [filter, setFilter] = useAuditFilter();
  const { data } = useQuery({ queryKey: [...keys.projects, 'names'], queryFn: () => body(api.GET('/api/v1/projects', { params: { query: { limit: PROJECTS_MAX } } })) });
  const names = new Set([...(data?.items.map((one) => one.name) ?? []), ...(project === '' ? [] : [project])]);
  const trails = [{ value: '', label: 'The platform' }, ...[...names].sort().map((name) => ({ value: name, label: name }))];
  return (
    <Page title="Audit" actions={<TrailActions project={project === '' ? undefined : project} filter={filter} />}>
      <div className="toolbar">
        <NativeSelect aria-label="Trail of" data={trails} value={project} onChange={(event) => setProject(event.currentTarget.value)} />
      </div>
      {project === '' ? <PlatformTrail filter={filter} onFilter={setFilter} /> : <ProjectTrail key={project} project={project} filter={filter} onFilter={setFilter} />}
    </Page>
  );
}

function PlatformTrail({ filter, onFilter }: { filter: AuditFilter; onFilter: (next: AuditFilter) => void }) {
  const pages = usePages(
    [...keys.audit, queryOf(filter)],
    (query) => body(api.GET('/api/v1/audit', { params: { query: { ...query, ...filter, newestFirst: true } } })),
    { refetchInterval: REFRESH_MS },
  );
  return <AuditList pages={pages} filter={filter} onFilter={onFilter} />;
}
