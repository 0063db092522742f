import { IconArchive } from '@tabler/icons-react';
import { Outlet } from '@tanstack/react-router';
import { icon } from '../theme';
import { Time } from '../ui/Time';
import { useProject } from './project';

/** Around every page of a project: what holds on all of them. */
export function ProjectFrame() {
  const { project, isOwner } = useProject();
  return (
    <>
      {project.archived !== null && (
        <p className="banner" role="status">
          <IconArchive {...icon.small} aria-hidden />
          <span>
            This project is archived, <Time value={project.archived} />: nothing is changed in it and no work is done. {isOwner ? 'You can open it again on its overview.' : 'A data owner can open it again.'}
          </span>
        </p>
      )}
      <Outlet />
    </>
  );
}
