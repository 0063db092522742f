import { IconSql } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { projectRoute } from '../../frame/routes';

const sqlRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/sql',
  component: lazyRouteComponent(() => import('./SqlPage'), 'SqlPage'),
  staticData: { nav: { group: 'Compute', label: 'SQL', icon: IconSql, order: 2, key: 'l' } },
});

export const sqlRoutes = [sqlRoute] as const;
