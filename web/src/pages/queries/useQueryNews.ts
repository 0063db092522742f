import { useState } from 'react';
import { useChannel } from '../../live/useChannel';
import { isObject, textOf } from '../../ui/json';
import { type Batch, batchOf } from './batch';
import type { Query } from './query';

/** What is told of a query: how it is now, a batch of it, or neither where it is gone. */
export interface QueryNews {
  name: string;
  view?: Query;
  batch?: Batch;
}

function newsOf(item: unknown): QueryNews[] {
  const name = isObject(item) ? textOf(item['query']) : undefined;
  if (!isObject(item) || name === undefined) return [];
  if (isObject(item['view'])) return [{ name, view: item['view'] as unknown as Query }];
  return [isObject(item['progress']) ? { name, batch: batchOf(item['progress']) } : { name }];
}

/** Hears of the queries of a project; `isLive` is false where nothing is told, `lookAnew` is called where something was left out. */
export function useQueryNews(project: string, onNews: (news: QueryNews) => void, lookAnew: () => void): { isOpen: boolean; isLive: boolean; heardAt: number } {
  const [hasEnded, setEnded] = useState(false);
  const { isOpen, heardAt } = useChannel(`project:${project}/queries`, (tiding) => {
    if (tiding.kind === 'ended') setEnded(true);
    if (tiding.kind === 'reset') lookAnew();
    tiding.items.flatMap(newsOf).forEach(onNews);
  });
  return { isOpen, isLive: isOpen && !hasEnded, heardAt };
}
