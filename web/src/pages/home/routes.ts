import { IconFolders } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../frame/routes';

const homeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./HomePage'), 'HomePage'),
  staticData: { nav: { group: 'Platform', label: 'Projects', icon: IconFolders, order: 1, key: 'h' } },
});

const newProjectRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/projects/new',
  component: lazyRouteComponent(() => import('./NewProjectPage'), 'NewProjectPage'),
});

export const homeRoutes = [homeRoute, newProjectRoute] as const;
