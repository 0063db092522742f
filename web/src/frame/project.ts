import { queryOptions, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, body, tagged, type Shape } from '../api/client';
import { keys } from '../api/keys';

export type Project = Shape<'ProjectView'>;
export type Role = Shape<'ProjectRole'>;

export const ROLE_WORDS: Record<Role, string> = { NONE: 'Not a member', DATA_SCIENTIST: 'Data scientist', DATA_OWNER: 'Data owner' };

const ARCHIVED = 'The project is archived: open it again on its overview first.';
const MEMBERS_MAX = 1000;

export function projectQuery(project: string) {
  return queryOptions({
    queryKey: keys.project(project),
    queryFn: () => tagged(api.GET('/api/v1/projects/{project}', { params: { path: { project } } })),
  });
}

/** All members: a project has fewer than a page holds. */
export function membersQuery(project: string) {
  return queryOptions({
    queryKey: keys.part(project, 'members'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/members', { params: { path: { project }, query: { limit: MEMBERS_MAX } } })),
    select: (page) => page.items,
  });
}

/** The project of the address, and what the user may do there. */
export interface ProjectContext {
  name: string;
  project: Project;
  tag: string;
  isOwner: boolean;
  /** Why a thing of data owners may not be done, with whom to ask; undefined for an owner, unless the project is archived. */
  ownersOnly: (doing: string) => string | undefined;
}

/** The project of the page: its frame has read it before the page is shown. */
export function useProject(): ProjectContext {
  const params: { project?: string } = useParams({ strict: false });
  const name = params.project ?? '';
  const { data } = useQuery(projectQuery(name));
  const isOwner = data?.value.role === 'DATA_OWNER';
  const { data: members } = useQuery({ ...membersQuery(name), enabled: data !== undefined && data.value.role !== 'NONE' });
  if (!data) throw new Error('No page of a project is shown before the project is known.');

  const owners = members?.filter((member) => member.role === 'DATA_OWNER').map((member) => member.user) ?? [];
  const isArchived = data.value.archived !== null;
  const ownersOnly = (doing: string) => (isOwner ? (isArchived ? ARCHIVED : undefined) : `Only data owners can ${doing}.${owners.length ? ` Owners: ${owners.join(', ')}` : ''}`);
  return { name, project: data.value, tag: data.tag, isOwner, ownersOnly };
}
