import { IconHelp } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../frame/routes';

const helpRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/help',
  component: lazyRouteComponent(() => import('./HelpPage'), 'HelpPage'),
  staticData: { nav: { group: 'Platform', label: 'Help', icon: IconHelp, order: 9 } },
});

export const helpRoutes = [helpRoute] as const;
