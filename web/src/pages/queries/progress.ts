import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { batchOf } from './batch';

/** How often what moves is read again; not at all while nobody looks. */
export const REFRESH_MS = 2000;

/** The last batches of a query, oldest first. */
export function progressQuery(project: string, query: string) {
  return queryOptions({
    queryKey: keys.part(project, 'queries', query, 'progress'),
    queryFn: async () => {
      const page = await body(api.GET('/api/v1/projects/{project}/queries/{query}/progress', { params: { path: { project, query } } }));
      return page.items.map(batchOf);
    },
  });
}
