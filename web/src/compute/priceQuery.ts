import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { keys } from '../api/keys';

const REFRESH_MS = 20_000;
const PAST_REFRESH_MS = 60_000;
const DAY_MS = 86_400_000;
/** Where nothing was measured: who wants the price now has nothing of the past read. */
const NO_PAST = new Date(0).toISOString();

/** The price now, with the load and the curve from which it follows. */
export const priceQuery = queryOptions({
  queryKey: keys.price,
  queryFn: () => body(api.GET('/api/v1/price', { params: { query: { from: NO_PAST, to: NO_PAST } } })),
  refetchInterval: REFRESH_MS,
});

/** The price of so many past days, in about a hundred steps. */
export function pastPriceQuery(days: number) {
  return queryOptions({
    queryKey: [...keys.price, days],
    queryFn: () => body(api.GET('/api/v1/price', { params: { query: { from: new Date(Date.now() - days * DAY_MS).toISOString() } } })),
    select: (price) => price.history.map((step) => ({ x: Date.parse(step.time), y: step.multiplier })),
    refetchInterval: PAST_REFRESH_MS,
  });
}
