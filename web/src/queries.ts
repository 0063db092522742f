import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { keys } from './api/keys';
import { asProblem } from './api/problem';

const RETRIES_MAX = 2;

/** What the server has answered. Where it no longer knows the user, the routes are asked again, which leads to the sign-in page and back. */
export function makeQueries(onSignedOut: () => void): QueryClient {
  const watch = (failure: unknown) => {
    if (asProblem(failure).status !== 401 || queries.getQueryData(keys.me) === undefined) return;
    queries.removeQueries({ queryKey: keys.me });
    onSignedOut();
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError: watch }),
    mutationCache: new MutationCache({ onError: watch }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, failure) => failures < RETRIES_MAX && asProblem(failure).isPassing,
      },
    },
  });
  return queries;
}
