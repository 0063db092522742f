import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, body, type Shape } from '../api/client';
import { keys } from '../api/keys';
import { asProblem } from '../api/problem';

export type Topic = Shape<'TopicView'>;
export type Dataset = Shape<'DatasetView'>;
export type SchemaVersion = Shape<'SchemaVersionView'>;

/** More than this is not offered in a list to choose from. */
const READ_MAX = 1000;
const SUBJECTS_STALE_MS = 1000;
/** Schemas to which one refers, at once or by others, whose texts are read for its columns. */
const REFERRED_MAX = 50;

/** The topics that can be read here. */
export function topicsQuery(project: string) {
  return queryOptions({
    queryKey: keys.part(project, 'topics', 'all'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/topics', { params: { path: { project }, query: { limit: READ_MAX } } })),
    select: (page) => page.items,
  });
}

/** The datasets that can be read here. */
export function datasetsQuery(project: string) {
  return queryOptions({
    queryKey: keys.part(project, 'datasets', 'all'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/datasets', { params: { path: { project }, query: { limit: READ_MAX } } })),
    select: (page) => page.items,
  });
}

/**
 * Whether a project may have a subject: not where its list, read to its end, does not name it. What does not exist is not asked for then, which a
 * browser would report as an error. A subject of a borrowed topic is `owner.topic-value`, and in no list.
 */
async function mayHave(queries: QueryClient, project: string, subject: string): Promise<boolean> {
  if (subject.includes('.')) return true;
  const page = await queries.fetchQuery({ ...subjectsQuery(project), staleTime: SUBJECTS_STALE_MS });
  return page.nextCursor !== null || page.items.some((one) => one.name === subject);
}

/** A version of a subject, or its latest; null where there is none. */
export function schemaQuery(project: string, subject: string, version: number | 'latest' = 'latest') {
  return queryOptions({
    queryKey: keys.part(project, 'schemas', subject, String(version)),
    queryFn: async ({ client }): Promise<SchemaVersion | null> => {
      if (!(await mayHave(client, project, subject))) return null;
      try {
        return await body(api.GET('/api/v1/projects/{project}/schemas/{subject}/versions/{version}', { params: { path: { project, subject, version: String(version) } } }));
      } catch (failure) {
        if (asProblem(failure).status === 404) return null;
        throw failure;
      }
    },
  });
}

/** The subject of the values of a topic. */
export function valueSubject(topic: string): string {
  return `${topic}-value`;
}

/** What Kafka knows of a record, besides the fields of its value. */
const RECORD_COLUMNS = [
  { name: '_key', type: 'BLOB' }, { name: '_topic', type: 'VARCHAR' }, { name: '_partition', type: 'INTEGER' }, { name: '_offset', type: 'BIGINT' },
  { name: '_timestamp', type: 'TIMESTAMP WITH TIME ZONE' },
];

/** The columns of every record of a topic: those of Kafka, and the key by its schema, whose subject stands for its type, where there is one. */
export function recordColumns(ofKeys: { subject: string } | null | undefined): readonly { name: string; type: string }[] {
  return ofKeys ? [...RECORD_COLUMNS, { name: '_typed_key', type: ofKeys.subject }] : RECORD_COLUMNS;
}

/** A JSON Schema has columns of schemas to which it refers; Avro and Protobuf name them in their own text. */
async function referredBy(queries: QueryClient, project: string, schema: SchemaVersion): Promise<Record<string, string>> {
  const referred: Record<string, string> = {};
  const open = schema.type === 'JSON' ? [...schema.references] : [];
  for (let next = open.shift(); next !== undefined && Object.keys(referred).length < REFERRED_MAX; next = open.shift()) {
    if (next.name in referred) continue;
    const found = await queries.fetchQuery(schemaQuery(project, next.subject, next.version)).catch(() => null);
    if (found === null) continue;
    referred[next.name] = found.schema;
    open.push(...found.references);
  }
  return referred;
}

/** The newest schema of the values of a topic and the texts of those to which it refers, which make its columns; null where there is none. */
export function valueSchemaQuery(project: string, topic: string) {
  return queryOptions({
    queryKey: keys.part(project, 'schemas', valueSubject(topic), 'latest', 'referred'),
    queryFn: async ({ client }) => {
      const schema = await client.fetchQuery(schemaQuery(project, valueSubject(topic)));
      return schema && { ...schema, referred: await referredBy(client, project, schema) };
    },
  });
}

/** The newest schema of the keys of a topic; null where there is none. */
export function keySchemaQuery(project: string, topic: string) {
  return schemaQuery(project, `${topic}-key`);
}

/** The schema subjects of the project. */
export function subjectsQuery(project: string) {
  return queryOptions({
    queryKey: keys.part(project, 'schemas'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/schemas', { params: { path: { project }, query: { limit: READ_MAX } } })),
    select: (page) => page.items,
  });
}
