import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';

/** By what spending can be summed. */
export type SumBy = 'query' | 'user' | 'day';

/** What was spent in the last 31 days. */
export function totalsQuery(project: string, by: SumBy) {
  return queryOptions({
    queryKey: keys.part(project, 'ledger', 'totals', by),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/ledger/totals', { params: { path: { project }, query: { by } } })),
  });
}
