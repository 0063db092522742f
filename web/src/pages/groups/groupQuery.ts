import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';

/** How often the lag of a group is read again where nothing is told of it. */
export const REFRESH_MS = 2000;

/** One consumer group. */
export function groupQuery(project: string, group: string) {
  return queryOptions({
    queryKey: keys.part(project, 'groups', 'one', group),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/groups/{group}', { params: { path: { project, group } } })),
  });
}
