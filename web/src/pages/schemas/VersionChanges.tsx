import { useQuery } from '@tanstack/react-query';
import { changesBetween } from '../../avro/changes';
import { schemaQuery, type SchemaVersion } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { Loading } from '../../ui/Loading';
import { Problem } from '../../ui/Problem';
import { Changes } from './Changes';

/** What a version changed of the one before it. */
export function VersionChanges({ version }: { version: SchemaVersion }) {
  const { name: project } = useProject();
  const before = useQuery({ ...schemaQuery(project, version.subject, version.version - 1), enabled: version.version > 1 });
  if (version.version === 1) return <p className="muted">It is the first version.</p>;
  if (before.isPending) return <Loading rows={4} />;
  if (before.error) return <Problem error={before.error} onRetry={() => void before.refetch()} />;
  if (before.data === null) return <p className="muted">The version before it was deleted.</p>;
  return (
    <>
      <p className="muted">Version {version.version - 1} to version {version.version}</p>
      <Changes changes={changesBetween(before.data.schema, version.schema)} />
    </>
  );
}
