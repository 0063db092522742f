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

/** The schema subjects of the project. */
export function subjectsQuery(project: string) {
  return queryOptions({
    queryKey: keys.part(project, 'schemas'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/schemas', { params: { path: { project }, query: { limit: READ_MAX } } })),
    select: (page) => page.items,
  });
}
