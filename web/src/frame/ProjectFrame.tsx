import { IconArchive } from '@tabler/icons-react';
import { Outlet, useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { icon } from '../theme';
import { Time } from '../ui/Time';
import { LostProject, useIsLost } from './membership';
import { useProject } from './project';
import { UseWarnings } from './UseWarnings';

// What listens is not needed before a page is shown.
const MembershipWatch = lazy(async () => ({ default: (await import('./MembershipWatch')).MembershipWatch }));

/** Around every page of a project: what holds on all of them, and none of them any more when one is removed from it. */
export function ProjectFrame() {
  const { project = '' }: { project?: string } = useParams({ strict: false });
  return useIsLost(project) ? <LostProject name={project} /> : <OwnProject />;
}

function OwnProject() {
  const { name, project, isOwner } = useProject();
  return (
    <>
      {project.role !== 'NONE' && <Suspense fallback={null}><MembershipWatch project={name} /></Suspense>}
      {project.archived !== null && (
        <p className="banner" role="status">
          <IconArchive {...icon.small} aria-hidden />
          <span>
            This project is archived, <Time value={project.archived} />: nothing is changed in it and no work is done. {isOwner ? 'You can open it again on its overview.' : 'A data owner can open it again.'}
          </span>
        </p>
      )}
      <UseWarnings />
      <Outlet />
    </>
  );
}
