import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { useProject } from '../../frame/project';
import { useMe } from '../../frame/session';
import { CopyAs } from '../../ui/CopyAs';
import { NotAllowed } from '../../ui/NotAllowed';
import { Page } from '../../ui/Page';
import { AuditList } from './AuditList';

const REFRESH_MS = 15_000;

/** The trail of the project; its owners read it. */
export function ActivityPage() {
  const { name, ownersOnly } = useProject();
  const denied = useMe().isAdministrator ? undefined : ownersOnly('read the audit trail');
  return (
    <Page title="Activity" actions={<CopyAs command={`hops audit list --newest -p ${name}`} path={`/api/v1/projects/${name}/audit?newestFirst=true`} />}>
      {denied === undefined ? <Trail project={name} /> : <NotAllowed reason={denied} />}
    </Page>
  );
}

function Trail({ project }: { project: string }) {
  const pages = usePages(
    keys.part(project, 'audit'),
    (query) => body(api.GET('/api/v1/projects/{project}/audit', { params: { path: { project }, query: { ...query, newestFirst: true } } })),
    { refetchInterval: REFRESH_MS },
  );
  return <AuditList pages={pages} />;
}
