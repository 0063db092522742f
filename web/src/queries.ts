import { MutationCache, QueryCache, QueryClient, type QueryKey } from '@tanstack/react-query';
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
  // What is not found in a project may be missing because the project is one's own no more; the project itself says it.
  const doubt = ([kind, project, ...part]: QueryKey) => {
    if (kind !== 'project' || typeof project !== 'string') return;
    if (part.length > 0) void queries.invalidateQueries({ queryKey: keys.project(project), exact: true });
    else queries.setQueryData(keys.lost(project), true);
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({
      onError: (failure, query) => {
        watch(failure);
        if (asProblem(failure).status === 404) doubt(query.queryKey);
      },
    }),
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
