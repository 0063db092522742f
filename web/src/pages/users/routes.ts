import { IconUsersGroup } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../frame/routes';

const usersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin/users',
  component: lazyRouteComponent(() => import('./UsersPage'), 'UsersPage'),
  staticData: { nav: { group: 'Administration', label: 'Users', icon: IconUsersGroup, order: 1, key: 'u', isAdministrative: true } },
});

export const userRoutes = [usersRoute] as const;
