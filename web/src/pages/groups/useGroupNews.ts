import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { keys } from '../../api/keys';
import type { PageOf } from '../../api/pages';
import { useChannel } from '../../live/useChannel';
import { isObject, textOf } from '../../ui/json';
import type { ConsumerGroup } from './group';
import { groupQuery } from './groupQuery';

/** Whether the server tells of the groups of a project, and when it was last heard. */
interface Live {
  isLive: boolean;
  heardAt: number;
}

/** What a channel tells of a group: how it is now, or nothing where it is gone. */
export function newsOf(item: unknown): { name: string; view?: ConsumerGroup }[] {
  const name = isObject(item) ? textOf(item['group']) : undefined;
  if (!isObject(item) || name === undefined) return [];
  return [isObject(item['view']) ? { name, view: item['view'] as unknown as ConsumerGroup } : { name }];
}

/** The pages of a list with a group as it is now; undefined where they do not have it. */
export function withGroup(pages: InfiniteData<PageOf<ConsumerGroup>>, view: ConsumerGroup): InfiniteData<PageOf<ConsumerGroup>> | undefined {
  if (!pages.pages.some((page) => page.items.some((group) => group.group === view.group))) return undefined;
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map((group) => (group.group === view.group ? view : group)) })) };
}

/** Keeps what is known of the consumer groups of a project up to date by what the server tells. */
export function useGroupNews(project: string): Live {
  const queries = useQueryClient();
  const [hasEnded, setEnded] = useState(false);
  const lookAnew = useCallback(() => void queries.invalidateQueries({ queryKey: keys.part(project, 'groups') }), [queries, project]);
  const see = (view: ConsumerGroup) => {
    const { queryKey } = groupQuery(project, view.group);
    if (queries.getQueryData(queryKey) !== undefined) queries.setQueryData(queryKey, view);
    const key = keys.part(project, 'groups', 'pages');
    const old = queries.getQueryData<InfiniteData<PageOf<ConsumerGroup>>>(key);
    const next = old && withGroup(old, view);
    if (next) queries.setQueryData(key, next);
    else if (old) lookAnew();
  };
  const { isOpen, heardAt } = useChannel(`project:${project}/groups`, (tiding) => {
    if (tiding.kind === 'ended') setEnded(true);
    if (tiding.kind === 'reset') lookAnew();
    for (const { view } of tiding.items.flatMap(newsOf)) {
      if (view) see(view);
      else lookAnew();
    }
  });
  // What happened before the stream was open is read.
  useEffect(() => {
    if (isOpen) lookAnew();
  }, [isOpen, lookAnew]);
  return { isLive: isOpen && !hasEnded, heardAt };
}
