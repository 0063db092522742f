import { IconCoins, IconFolders, IconHeartbeat, IconSpeakerphone } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../frame/routes';

const allProjectsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin/projects',
  component: lazyRouteComponent(() => import('./AllProjectsPage'), 'AllProjectsPage'),
  staticData: { nav: { group: 'Administration', label: 'Quotas', icon: IconFolders, order: 3, isAdministrative: true } },
});

const pricingRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin/price',
  component: lazyRouteComponent(() => import('./PricingPage'), 'PricingPage'),
  staticData: { nav: { group: 'Administration', label: 'Price', icon: IconCoins, order: 4, isAdministrative: true } },
});

const announcementsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin/announcements',
  component: lazyRouteComponent(() => import('./AnnouncementsPage'), 'AnnouncementsPage'),
  staticData: { nav: { group: 'Administration', label: 'Announcements', icon: IconSpeakerphone, order: 5, isAdministrative: true } },
});

const statusRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin/status',
  component: lazyRouteComponent(() => import('./StatusPage'), 'StatusPage'),
  staticData: { nav: { group: 'Administration', label: 'Server', icon: IconHeartbeat, order: 6, isAdministrative: true } },
});

export const administrationRoutes = [allProjectsRoute, pricingRoute, announcementsRoute, statusRoute] as const;
