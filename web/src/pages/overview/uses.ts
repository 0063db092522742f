import { useQuery } from '@tanstack/react-query';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { bytes, count, words } from '../../ui/format';

/** How much of one kind is used, as it is shown. */
export interface Use {
  name: string;
  label: string;
  text: string;
  exact: string;
  /** Of the limit; absent where there is none. */
  percent: number | undefined;
}

const UNBOUNDED = 'no limit';

function useOf(view: Shape<'UseView'>): Use {
  const show = view.unit === 'BYTES' ? bytes : count;
  const limit = view.limit ?? undefined;
  return {
    name: view.name,
    label: view.name === 'file_bytes' ? 'Storage' : words(view.name),
    text: `${show(view.used)} of ${limit === undefined ? UNBOUNDED : show(limit)}`,
    exact: `${count(view.used)} of ${limit === undefined ? UNBOUNDED : count(limit)}`,
    percent: limit === undefined || Number(limit) === 0 ? undefined : (100 * Number(view.used)) / Number(limit),
  };
}

/** What the project uses of its limits. */
export function useUsage() {
  const { name } = useProject();
  const query = useQuery({
    queryKey: keys.part(name, 'usage'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/usage', { params: { path: { project: name } } })),
    select: (usage) => usage.items.map(useOf),
  });
  return { uses: query.data ?? [], isLoading: query.isPending, error: query.error, retry: () => void query.refetch() };
}
