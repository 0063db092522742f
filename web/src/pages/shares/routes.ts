import { IconShare2 } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { projectRoute } from '../../frame/routes';
import { OfferCount } from './OfferCount';

const sharesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/shares',
  component: lazyRouteComponent(() => import('./SharesPage'), 'SharesPage'),
  staticData: { nav: { group: 'Project', label: 'Sharing', icon: IconShare2, order: 3, key: 'b', Badge: OfferCount } },
});

export const shareRoutes = [sharesRoute] as const;
