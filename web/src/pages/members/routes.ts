import { IconUsers } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { projectRoute } from '../../frame/routes';

const membersRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/members',
  component: lazyRouteComponent(() => import('./MembersPage'), 'MembersPage'),
  staticData: { nav: { group: 'Project', label: 'Members', icon: IconUsers, order: 2, key: 'm' } },
});

export const memberRoutes = [membersRoute] as const;
