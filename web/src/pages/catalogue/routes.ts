import { IconWorld } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../frame/routes';

const catalogueRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/catalogue',
  component: lazyRouteComponent(() => import('./CataloguePage'), 'CataloguePage'),
  staticData: { nav: { group: 'Platform', label: 'Public datasets', icon: IconWorld, order: 2, key: 'p' } },
});

export const catalogueRoutes = [catalogueRoute] as const;
