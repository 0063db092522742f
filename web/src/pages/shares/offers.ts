import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { useProject } from '../../frame/project';
import { shareKeys } from './share';

const REFRESH_MS = 30_000;
const COUNTED_MAX = 99;

/** How many offers wait for an answer, as text; none for one who is no member, to whom they are not told. */
export function useOfferCount(): string | undefined {
  const { name, project } = useProject();
  const { data } = useQuery({
    queryKey: [...shareKeys.offers(name), 'count'],
    queryFn: () => body(api.GET('/api/v1/projects/{project}/share-offers', { params: { path: { project: name }, query: { limit: COUNTED_MAX } } })),
    enabled: project.role !== 'NONE',
    refetchInterval: REFRESH_MS,
  });
  if (!data || data.items.length === 0) return undefined;
  return `${data.items.length}${data.nextCursor === null ? '' : '+'}`;
}
