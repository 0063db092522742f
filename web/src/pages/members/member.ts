import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, body, type Shape, tagged } from '../../api/client';
import { keys } from '../../api/keys';

export type Member = Shape<'MemberView'>;
export type MemberRole = 'DATA_OWNER' | 'DATA_SCIENTIST';

function at(project: string, user: string) {
  return { params: { path: { project, user } } };
}

/** The tag of a membership as it is now: a change names it. */
async function tagOf(project: string, user: string): Promise<string> {
  return (await tagged(api.GET('/api/v1/projects/{project}/members/{user}', at(project, user)))).tag;
}

export async function setRole(project: string, user: string, role: MemberRole): Promise<void> {
  const headers = { 'If-Match': await tagOf(project, user) };
  await body(api.PATCH('/api/v1/projects/{project}/members/{user}', { ...at(project, user), headers, body: { role } }));
}

export async function removeMember(project: string, user: string): Promise<void> {
  const headers = { 'If-Match': await tagOf(project, user) };
  await body(api.DELETE('/api/v1/projects/{project}/members/{user}', { ...at(project, user), headers }));
}

/** Reads the members again, and one's own role with them. */
export function useMembersChanged(project: string): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    await queries.invalidateQueries({ queryKey: keys.project(project) });
    await queries.invalidateQueries({ queryKey: keys.projects });
  }, [queries, project]);
}
