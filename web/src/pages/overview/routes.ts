import { IconLayoutDashboard } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { projectRoute } from '../../frame/routes';

const overviewRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./OverviewPage'), 'OverviewPage'),
  staticData: { nav: { group: 'Project', label: 'Overview', icon: IconLayoutDashboard, order: 1, key: 'o' } },
});

export const overviewRoutes = [overviewRoute] as const;
