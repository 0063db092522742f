import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, body } from '../../api/client';
import { projectQuery } from '../../frame/project';
import { shareKeys } from './share';

const REFRESH_MS = 30_000;
const COUNTED_MAX = 99;

/** How many offers wait for an answer, as text; none for one who is no member, to whom they are not told, nor where the project is not known. */
export function useOfferCount(): string | undefined {
  const { project: name = '' }: { project?: string } = useParams({ strict: false });
  // The navigation is there before the project, and stays where there is none: what the frame has read is looked at, nothing is asked for.
  const { data: project } = useQuery({ ...projectQuery(name), enabled: false });
  const { data } = useQuery({
    queryKey: [...shareKeys.offers(name), 'count'],
    queryFn: () => body(api.GET('/api/v1/projects/{project}/share-offers', { params: { path: { project: name }, query: { limit: COUNTED_MAX } } })),
    enabled: project !== undefined && project.value.role !== 'NONE',
    refetchInterval: REFRESH_MS,
  });
  if (!data || data.items.length === 0) return undefined;
  return `${data.items.length}${data.nextCursor === null ? '' : '+'}`;
}
