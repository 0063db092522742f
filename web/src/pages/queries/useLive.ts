import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { keys } from '../../api/keys';
import type { PageOf } from '../../api/pages';
import type { Batch } from './batch';
import { progressQuery, withBatch } from './progress';
import { type Query, queryQuery } from './query';
import { useQueryNews } from './useQueryNews';

/** Whether the server tells of what is shown, and when it was last heard. */
interface Live {
  isLive: boolean;
  heardAt: number;
}

export function pagesKey(project: string) {
  return keys.part(project, 'queries', 'pages');
}

function addBatch(queries: QueryClient, project: string, name: string, batch: Batch): void {
  queries.setQueryData(progressQuery(project, name).queryKey, (old) => old && withBatch(old, batch));
}

/** What happened before the stream was open is read. */
function useReadOnce(isOpen: boolean, lookAnew: () => void): void {
  useEffect(() => {
    if (isOpen) lookAnew();
  }, [isOpen, lookAnew]);
}

/** Keeps what is known of a query up to date by what the server tells. */
export function useLive(project: string, name: string): Live {
  const queries = useQueryClient();
  const lookAnew = useCallback(() => void queries.invalidateQueries({ queryKey: keys.part(project, 'queries', 'one', name) }), [queries, project, name]);
  const see = (view: Query) => {
    const key = queryQuery(project, name).queryKey;
    const old = queries.getQueryData(key);
    if (old === undefined) return;
    queries.setQueryData(key, { ...old, value: view });
    // Its row has changed too, and with it the tag that a change has to name.
    if (old.value.desired !== view.desired || old.value.status.state !== view.status.state) lookAnew();
  };
  const live = useQueryNews(project, (news) => {
    if (news.name !== name) return;
    if (news.view) see(news.view);
    else if (news.batch) addBatch(queries, project, name, news.batch);
    else lookAnew();
  }, lookAnew);
  useReadOnce(live.isOpen, lookAnew);
  return live;
}

/** Keeps the list of the queries of a project up to date, and their batches. */
export function useLiveList(project: string): Live {
  const queries = useQueryClient();
  const lookAnew = useCallback(() => void queries.invalidateQueries({ queryKey: keys.part(project, 'queries') }), [queries, project]);
  const see = (view: Query) => {
    const old = queries.getQueryData<InfiniteData<PageOf<Query>>>(pagesKey(project));
    if (!old?.pages.some((page) => page.items.some((query) => query.id === view.id))) lookAnew();
    else queries.setQueryData(pagesKey(project), { ...old, pages: old.pages.map((page) => ({ ...page, items: page.items.map((query) => (query.id === view.id ? view : query)) })) });
  };
  const live = useQueryNews(project, (news) => {
    if (news.view) see(news.view);
    else if (news.batch) addBatch(queries, project, news.name, news.batch);
    else lookAnew();
  }, lookAnew);
  useReadOnce(live.isOpen, lookAnew);
  return live;
}
