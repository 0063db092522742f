import { IconUserCircle } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../frame/routes';

const accountRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./AccountPage'), 'AccountPage'),
  staticData: { nav: { group: 'Platform', label: 'Account', icon: IconUserCircle, order: 3 } },
});

export const accountRoutes = [accountRoute] as const;
