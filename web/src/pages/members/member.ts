import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, body, type Shape, tagged } from '../../api/client';
import { keys } from '../../api/keys';

export type Member = Shape<'MemberView'>;
export type MemberRole = 'DATA_OWNER' | 'DATA_SCIENTIST';

/** Where a membership is, with its tag as it is now: a change names it. */
async function guarded(project: string, user: string) {
  const path = { project, user };
  const { tag } = await tagged(api.GET('/api/v1/projects/{project}/members/{user}', { params: { path } }));
  return { params: { path, header: { 'If-Match': tag } } };
}

export async function setRole(project: string, user: string, role: MemberRole): Promise<void> {
  await body(api.PATCH('/api/v1/projects/{project}/members/{user}', { ...(await guarded(project, user)), body: { role } }));
}

export async function removeMember(project: string, user: string): Promise<void> {
  await body(api.DELETE('/api/v1/projects/{project}/members/{user}', await guarded(project, user)));
}

/** Reads the members again, and one's own role with them. */
export function useMembersChanged(project: string): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    await queries.invalidateQueries({ queryKey: keys.project(project) });
    await queries.invalidateQueries({ queryKey: keys.projects });
  }, [queries, project]);
}
