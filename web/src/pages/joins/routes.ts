import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../frame/routes';

const findRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/projects/find',
  component: lazyRouteComponent(() => import('./FindProjectsPage'), 'FindProjectsPage'),
});

export const joinRoutes = [findRoute] as const;
