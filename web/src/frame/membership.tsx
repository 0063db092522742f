import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keys } from '../api/keys';
import { Page } from '../ui/Page';
import { TextLink } from '../ui/TextLink';

/** Whether one was removed from a project while it was open. */
export function useIsLost(project: string): boolean {
  return useQuery<boolean>({ queryKey: keys.lost(project), queryFn: skipToken }).data ?? false;
}

/** In place of every page of a project that one was removed from. */
export function LostProject({ name }: { name: string }) {
  const queries = useQueryClient();
  useEffect(() => queries.removeQueries({ queryKey: keys.project(name) }), [queries, name]);
  return (
    <Page title="Not a member any more">
      <div className="empty" role="alert">
        <p>You are not a member of {name} any more, or it was deleted: nothing of it is shown to you. Its data owners can add you again.</p>
        <TextLink to="/">All your projects</TextLink>
      </div>
    </Page>
  );
}
