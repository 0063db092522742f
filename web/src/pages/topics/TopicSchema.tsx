import { useQuery } from '@tanstack/react-query';
import { fieldsOf, prettySchema } from '../../avro/avro';
import { schemaQuery, valueSubject } from '../../catalogue/catalogue';
import { FieldTable } from '../../avro/FieldTable';
import { useProject } from '../../frame/project';
import { ButtonLink } from '../../ui/ButtonLink';
import { CodeEditor } from '../../ui/editor/CodeEditor';
import { Empty } from '../../ui/Empty';
import { Loading } from '../../ui/Loading';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';
import { languageOf } from '../schemas/types';

/** By which schema the values of the topic are read. */
export function TopicSchema({ topic }: { topic: string }) {
  const { name: project } = useProject();
  const subject = valueSubject(topic);
  const schema = useQuery(schemaQuery(project, subject));
  if (schema.isPending) return <Loading rows={8} />;
  if (schema.error) return <Problem error={schema.error} onRetry={() => void schema.refetch()} />;
  if (schema.data === null) {
    return (
      <Empty
        action={<ButtonLink to="/p/$project/schemas/-/new" params={{ project }} search={{ subject }} variant="default">Register a schema</ButtonLink>}
        command={`hops schema register ${subject} FILE -p ${project}`}
      >
        No schema is registered as {subject}: queries need one to read the topic.
      </Empty>
    );
  }
  return (
    <>
      <p className="muted">
        Version {schema.data.version} of <TextLink to="/p/$project/schemas/$subject" params={{ project, subject }} search={{}} className="mono">{subject}</TextLink>, id {schema.data.id}
      </p>
      {schema.data.type === 'AVRO'
        ? <FieldTable fields={fieldsOf(schema.data.schema)} />
        : <CodeEditor label={`Schema of ${topic}`} language={languageOf(schema.data.type)} isReadOnly rows={18} value={prettySchema(schema.data.schema)} />}
    </>
  );
}
