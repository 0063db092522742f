import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { projectRoute } from '../../frame/routes';

const filesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/data/$dataset/$',
  component: lazyRouteComponent(() => import('./FilesPage'), 'FilesPage'),
});

export const fileRoutes = [filesRoute] as const;
