import { IconBraces } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { projectRoute } from '../../frame/routes';

const schemasRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/schemas',
  component: lazyRouteComponent(() => import('./SchemasPage'), 'SchemasPage'),
  staticData: { nav: { group: 'Stream', label: 'Schemas', icon: IconBraces, order: 2, key: 's' } },
});

const newSchemaRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/schemas/-/new',
  component: lazyRouteComponent(() => import('./RegisterPage'), 'RegisterPage'),
});

const schemaRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/schemas/$subject',
  component: lazyRouteComponent(() => import('./SchemaPage'), 'SchemaPage'),
});

export const schemaRoutes = [schemasRoute, newSchemaRoute, schemaRoute] as const;
