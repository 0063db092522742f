import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { useOf } from './use';

/** A quota that an administrator changes is seen within five seconds. */
const REFRESH_MS = 4000;

/** What the project uses of its limits. */
export function useUsage() {
  const { name } = useProject();
  const query = useQuery({
    queryKey: keys.part(name, 'usage'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/usage', { params: { path: { project: name } } })),
    select: (usage) => usage.items.map(useOf),
    refetchInterval: REFRESH_MS,
  });
  return { uses: query.data ?? [], isLoading: query.isPending, error: query.error, retry: () => void query.refetch() };
}
