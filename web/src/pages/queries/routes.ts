import { IconSquareChevronsRight } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { projectRoute } from '../../frame/routes';

const queriesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/queries',
  component: lazyRouteComponent(() => import('./QueriesPage'), 'QueriesPage'),
  staticData: { nav: { group: 'Compute', label: 'Queries', icon: IconSquareChevronsRight, order: 1, key: 'q' } },
});

const newQueryRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/queries/-/new',
  component: lazyRouteComponent(() => import('./NewQueryPage'), 'NewQueryPage'),
});

const queryRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/queries/$query',
  component: lazyRouteComponent(() => import('./QueryPage'), 'QueryPage'),
});

export const queryRoutes = [queriesRoute, newQueryRoute, queryRoute] as const;
