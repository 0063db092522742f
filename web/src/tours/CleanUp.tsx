import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { api, body, tagged } from '../api/client';
import { keys } from '../api/keys';
import { useMe } from '../frame/session';
import { Confirm } from '../ui/Confirm';
import { said } from '../ui/notify';
import { useOpenTour } from './open';
import { useTourSteps } from './progress';
import { ownsProject } from './server';
import type { Demo, Tour } from './tour';

async function deleteProject(project: string): Promise<void> {
  if (!(await ownsProject(project))) return;
  const path = { project };
  const { tag } = await tagged(api.GET('/api/v1/projects/{project}', { params: { path } }));
  await body(api.DELETE('/api/v1/projects/{project}', { params: { path, header: { 'If-Match': tag } } }));
}

/** Deletes what a tour has made, and has it begin anew. */
export function CleanUp({ tour, demo, onClose }: { tour: Tour; demo: Demo; onClose: () => void }) {
  const { user } = useMe();
  const [, open] = useOpenTour(user);
  const { forget } = useTourSteps(tour.id);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const remove = async () => {
    // A page of what goes would ask for it while it goes.
    if (pathname.startsWith('/p/')) await navigate({ to: '/', search: {} });
    await deleteProject(demo.partner);
    await deleteProject(demo.project);
    await forget();
  };
  const settle = async () => {
    open(null);
    await navigate({ to: '/', search: {} });
    for (const project of [demo.project, demo.partner]) queries.removeQueries({ queryKey: keys.project(project) });
    await Promise.all([keys.projects, keys.tours].map((queryKey) => queries.invalidateQueries({ queryKey })));
    said(`What the tour ${tour.title} made is deleted.`);
  };
  return (
    <Confirm title={`Clean up after the tour ${tour.title}`} verb="Clean up" run={remove} onDone={() => void settle()} onClose={onClose}>
      Project <strong className="break">{demo.project}</strong> goes with all that is in it, and <strong className="break">{demo.partner}</strong> if the tour has made it.
      This cannot be undone.
    </Confirm>
  );
}
