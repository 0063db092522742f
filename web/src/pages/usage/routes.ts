import { IconGauge } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { projectRoute } from '../../frame/routes';

const usageRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/usage',
  component: lazyRouteComponent(() => import('./UsagePage'), 'UsagePage'),
  staticData: { nav: { group: 'Project', label: 'Usage', icon: IconGauge, order: 4, key: 'u' } },
});

export const usageRoutes = [usageRoute] as const;
