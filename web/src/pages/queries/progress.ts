import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { type Batch, batchOf } from './batch';

/** How often what moves is read again where the server does not tell of it. */
export const REFRESH_MS = 2000;

/** Batches that are kept, as the server does. */
const BATCHES_MAX = 100;

/** Batches with one more that was told; one that was read already is there once. */
export function withBatch(batches: readonly Batch[], next: Batch): Batch[] {
  const isKnown = batches.some((batch) => batch.id === next.id && batch.at === next.at);
  return isKnown ? [...batches] : [...batches, next].slice(-BATCHES_MAX);
}

/** The last batches of a query, oldest first. */
export function progressQuery(project: string, query: string) {
  return queryOptions({
    queryKey: keys.part(project, 'queries', 'one', query, 'progress'),
    queryFn: async () => {
      const page = await body(api.GET('/api/v1/projects/{project}/queries/{query}/progress', { params: { path: { project, query } } }));
      return page.items.map(batchOf);
    },
  });
}
