import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ProblemError } from './problem';

/** One page of any list of the API. */
export interface PageOf<T> {
  items: T[];
  nextCursor: string | null;
}

const PAGE_SIZE = 200;

/** What a list shows and can do about it. */
export interface Pages<T> {
  items: T[];
  isLoading: boolean;
  isFetchingMore: boolean;
  error: ProblemError | Error | null;
  hasMore: boolean;
  updatedAt: number;
  more: () => void;
  retry: () => void;
}

/** Reads a list page by page; the next one when it is asked for. */
export function usePages<T>(
  key: QueryKey,
  read: (query: { limit: number; cursor?: string }) => Promise<PageOf<T>>,
  options: { refetchInterval?: number } = {},
): Pages<T> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read({ limit: PAGE_SIZE, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    ...options,
  });
  const { data, fetchNextPage, refetch } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return {
    items,
    isLoading: query.isPending,
    isFetchingMore: query.isFetchingNextPage,
    error: query.error,
    hasMore: query.hasNextPage,
    updatedAt: query.dataUpdatedAt,
    more: () => void fetchNextPage(),
    retry: () => void refetch(),
  };
}
