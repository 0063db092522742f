import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';

const REFRESH_MS = 10_000;
const RECENT_REFRESH_MS = 30_000;
const READ_MAX = 1000;
const RECENT_MAX = 8;

/** The queries of a project, looked at again and again while its overview is open. */
export function useProjectQueries(project: string) {
  return useQuery({
    queryKey: keys.part(project, 'queries', 'attention'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/queries', { params: { path: { project }, query: { limit: READ_MAX } } })),
    select: (page) => page.items,
    refetchInterval: REFRESH_MS,
  });
}

/** The consumer groups of a project. */
export function useProjectGroups(project: string) {
  return useQuery({
    queryKey: keys.part(project, 'groups', 'glance'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/groups', { params: { path: { project }, query: { limit: READ_MAX } } })),
    select: (page) => page.items,
    refetchInterval: REFRESH_MS,
  });
}

/** What was done of late in a project, newest first. */
export function useRecent(project: string) {
  return useQuery({
    queryKey: keys.part(project, 'audit', 'recent'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/audit', { params: { path: { project }, query: { limit: RECENT_MAX, newestFirst: true } } })),
    select: (page) => page.items,
    refetchInterval: RECENT_REFRESH_MS,
  });
}
