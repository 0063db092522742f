import { IconUsersGroup } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { projectRoute } from '../../frame/routes';

const groupsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/groups',
  component: lazyRouteComponent(() => import('./GroupsPage'), 'GroupsPage'),
  staticData: { nav: { group: 'Stream', label: 'Consumer groups', icon: IconUsersGroup, order: 3, key: 'g' } },
});

const groupRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/groups/$group',
  component: lazyRouteComponent(() => import('./GroupPage'), 'GroupPage'),
});

export const groupRoutes = [groupsRoute, groupRoute] as const;
