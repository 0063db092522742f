import { IconHistory, IconShieldCheck } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute, projectRoute } from '../../frame/routes';

const activityRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/activity',
  component: lazyRouteComponent(() => import('./ActivityPage'), 'ActivityPage'),
  staticData: { nav: { group: 'Project', label: 'Activity', icon: IconHistory, order: 3, key: 'a' } },
});

const platformAuditRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin/audit',
  component: lazyRouteComponent(() => import('./PlatformAuditPage'), 'PlatformAuditPage'),
  staticData: { nav: { group: 'Administration', label: 'Audit', icon: IconShieldCheck, order: 2, key: 'a', isAdministrative: true } },
});

export const activityRoutes = [activityRoute] as const;
export const platformAuditRoutes = [platformAuditRoute] as const;
