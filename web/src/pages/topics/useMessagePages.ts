import { useInfiniteQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';

const LIMIT = 50;

export interface MessagesWanted {
  project: string;
  topic: string;
  /** As REST takes it: `newest`, `offset:12`. */
  from: string;
  /** Empty for all. */
  partition: string;
  filter: string;
  isOn: boolean;
}

/** Messages of a topic page by page, from where one wants on. */
export function useMessagePages({ project, topic, from, partition, filter, isOn }: MessagesWanted) {
  return useInfiniteQuery({
    queryKey: keys.part(project, 'topics', 'one', topic, 'messages', from, partition, filter),
    queryFn: ({ pageParam }) => {
      const where = pageParam === null ? { start: from, ...(partition === '' ? {} : { partition: Number(partition) }) } : { cursor: pageParam };
      return body(api.GET('/api/v1/projects/{project}/topics/{topic}/messages', {
        params: { path: { project, topic }, query: { limit: LIMIT, ...where, ...(filter === '' ? {} : { filter }) } },
      }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    enabled: isOn,
    // Each reading is on record and counts as a preview: none is made that nobody asked for.
    refetchOnWindowFocus: false,
    staleTime: Infinity,
    retry: false,
  });
}

export type MessagePages = ReturnType<typeof useMessagePages>;
