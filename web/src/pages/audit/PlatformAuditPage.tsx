import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { CopyAs } from '../../ui/CopyAs';
import { Page } from '../../ui/Page';
import { AuditList } from './AuditList';

const REFRESH_MS = 15_000;

/** The trail of the platform: accounts, sign-ins, projects. */
export function PlatformAuditPage() {
  const pages = usePages(
    keys.audit,
    (query) => body(api.GET('/api/v1/audit', { params: { query: { ...query, newestFirst: true } } })),
    { refetchInterval: REFRESH_MS },
  );
  return (
    <Page title="Audit of the platform" actions={<CopyAs command="hops audit list --platform --newest" path="/api/v1/audit?newestFirst=true" />}>
      <AuditList pages={pages} />
    </Page>
  );
}
