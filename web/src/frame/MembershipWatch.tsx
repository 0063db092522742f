import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/keys';
import { asProblem } from '../api/problem';
import { useChannel } from '../live/useChannel';
import { meQuery } from './session';

/** Hears of the end of one's membership in a project, after which its pages show nothing of it until it is opened anew. */
export function MembershipWatch({ project }: { project: string }) {
  const queries = useQueryClient();
  const lose = () => {
    queries.setQueryData(keys.lost(project), true);
    void queries.invalidateQueries({ queryKey: keys.projects });
  };
  useChannel(`project:${project}/membership`, (tiding) => {
    if (tiding.kind !== 'ended') return;
    // A session that ends takes all its channels along: that leads to the sign-in page, and back.
    queries.fetchQuery({ ...meQuery, staleTime: 0 }).then(lose, (failure: unknown) => {
      if (asProblem(failure).status !== 401) lose();
    });
  });
  return null;
}
