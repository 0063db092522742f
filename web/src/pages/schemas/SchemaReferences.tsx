import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import type { SchemaVersion } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';

const SHOWN_MAX = 100;

/** To which schemas a version refers, and which refer to it; nothing where there are none. */
export function SchemaReferences({ version }: { version: SchemaVersion }) {
  const { name: project } = useProject();
  const path = { project, subject: version.subject, version: String(version.version) };
  const referrers = useQuery({
    queryKey: keys.part(project, 'schemas', version.subject, String(version.version), 'referrers'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/schemas/{subject}/versions/{version}/referrers', { params: { path, query: { limit: SHOWN_MAX } } })),
  });
  const items = referrers.data?.items ?? [];
  return (
    <>
      {version.references.length > 0 && (
        <p className="muted">
          Refers to {version.references.map((one, index) => (
            <span key={one.name}>{index > 0 && ', '}<SchemaLink project={project} subject={one.subject} version={one.version} /> as <span className="mono">{one.name}</span></span>
          ))}
        </p>
      )}
      {items.length > 0 && (
        <p className="muted">
          Referred to by {items.map((one, index) => (
            <span key={`${one.subject} ${one.version}`}>{index > 0 && ', '}<SchemaLink project={project} subject={one.subject} version={one.version} />{one.isDeleted && ' (deleted)'}</span>
          ))}
          {referrers.data?.nextCursor != null && ' and more'}
        </p>
      )}
      {referrers.error && <Problem error={referrers.error} onRetry={() => void referrers.refetch()} />}
    </>
  );
}

function SchemaLink({ project, subject, version }: { project: string; subject: string; version: number }) {
  return <TextLink to="/p/$project/schemas/$subject" params={{ project, subject }} search={{ version: String(version) }} className="mono">{subject} {version}</TextLink>;
}
