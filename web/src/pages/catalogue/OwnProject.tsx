import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { Loading } from '../../ui/Loading';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';

const PROJECTS_MAX = 1000;

interface OwnProjectProps {
  /** The dataset, `owner::dataset`: its own project has it already. */
  of: string;
  /** Who does what, for those who own no other project. */
  doing: string;
  children: (projects: readonly string[]) => ReactNode;
}

/** What is done for a project of the user's own, once these are known. */
export function OwnProject({ of, doing, children }: OwnProjectProps) {
  const owned = useQuery({
    queryKey: [...keys.projects, 'owned'],
    queryFn: () => body(api.GET('/api/v1/projects', { params: { query: { limit: PROJECTS_MAX } } })),
    select: (page) => page.items.filter((project) => project.role === 'DATA_OWNER').map((project) => project.name),
  });
  const projects = owned.data?.filter((project) => project !== of.split('::')[0]);
  if (owned.error) return <Problem error={owned.error} onRetry={() => void owned.refetch()} />;
  if (!projects) return <Loading rows={2} />;
  return projects.length > 0 ? <>{children(projects)}</> : <p>You own no other project; {doing}. <TextLink to="/projects/new" search={{}}>New project</TextLink></p>;
}
