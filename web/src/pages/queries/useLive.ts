import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { keys } from '../../api/keys';
import { useChannel } from '../../live/useChannel';
import { isObject } from '../../ui/json';
import { batchOf } from './batch';
import { progressQuery, withBatch } from './progress';
import { type Query, queryQuery } from './query';

/** Keeps what is known of a query up to date by what the server tells; where it tells nothing, `isLive` is false. */
export function useLive(project: string, name: string): { isLive: boolean; heardAt: number } {
  const queries = useQueryClient();
  const [hasEnded, setEnded] = useState(false);
  const lookAnew = () => void queries.invalidateQueries({ queryKey: keys.part(project, 'queries', name) });
  const see = (view: Query) => {
    const key = queryQuery(project, name).queryKey;
    const old = queries.getQueryData(key);
    if (old === undefined) return;
    queries.setQueryData(key, { ...old, value: view });
    // Its row has changed too, and with it the tag that a change has to name.
    if (old.value.desired !== view.desired || old.value.status.state !== view.status.state) lookAnew();
  };
  const stream = useChannel(`project:${project}/queries`, (tiding) => {
    if (tiding.kind === 'ended') setEnded(true);
    if (tiding.kind === 'reset') lookAnew();
    for (const news of tiding.items) {
      if (!isObject(news) || news['query'] !== name) continue;
      if (isObject(news['view'])) see(news['view'] as unknown as Query);
      else if (isObject(news['progress'])) queries.setQueryData(progressQuery(project, name).queryKey, (old) => old && withBatch(old, batchOf(news['progress'])));
      else lookAnew();
    }
  });

  // What happened before it was open is read.
  useEffect(() => {
    if (stream.isOpen) void queries.invalidateQueries({ queryKey: keys.part(project, 'queries', name) });
  }, [stream.isOpen, queries, project, name]);
  return { isLive: stream.isOpen && !hasEnded, heardAt: stream.heardAt };
}
