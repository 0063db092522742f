import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import type { ConsumerGroup } from './group';
import { requestOf, type ResetWish } from './reset';

/** Asks what a reset would change, and does it. */
export function useReset(group: ConsumerGroup) {
  const { name: project } = useProject();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ wish, isDry }: { wish: ResetWish; isDry: boolean }) =>
      body(api.POST('/api/v1/projects/{project}/groups/{group}/offset-resets', { params: { path: { project, group: group.group } }, body: requestOf(wish, isDry) })),
    onSuccess: (_, { isDry }) => (isDry ? undefined : queries.invalidateQueries({ queryKey: keys.part(project, 'groups') })),
  });
}
