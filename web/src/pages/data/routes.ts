import { IconFolder } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { projectRoute } from '../../frame/routes';

const datasetsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/data',
  component: lazyRouteComponent(() => import('./DatasetsPage'), 'DatasetsPage'),
  staticData: { nav: { group: 'Data', label: 'Datasets', icon: IconFolder, order: 1, key: 'd' } },
});

export const dataRoutes = [datasetsRoute] as const;
