import { IconInbox } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../frame/routes';

const inboxRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/inbox',
  component: lazyRouteComponent(() => import('./InboxPage'), 'InboxPage'),
  staticData: { nav: { group: 'Platform', label: 'Inbox', icon: IconInbox, order: 4, key: 'i' } },
});

export const inboxRoutes = [inboxRoute] as const;
