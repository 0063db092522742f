import { queryOptions } from '@tanstack/react-query';
import { api, body, type Shape } from '../api/client';
import { keys } from '../api/keys';

export type InboxItem = Shape<'InboxItemView'>;

/** It is told of by the stream of events; this is for a browser that hears none. */
const REFRESH_MS = 300_000;

/** What waits for the user, over all projects. */
export const inboxQuery = queryOptions({
  queryKey: keys.inbox,
  queryFn: () => body(api.GET('/api/v1/me/inbox')),
  select: (page) => page.items,
  refetchInterval: REFRESH_MS,
});
