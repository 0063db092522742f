import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { appRoute, loginRoute, projectRoute, rootRoute, welcomeRoute } from './frame/routes';
import { accountRoutes } from './pages/account/routes';
import { administrationRoutes } from './pages/administration/routes';
import { activityRoutes, platformAuditRoutes } from './pages/audit/routes';
import { catalogueRoutes } from './pages/catalogue/routes';
import { dataRoutes } from './pages/data/routes';
import { entryRoutes } from './pages/entry/routes';
import { fileRoutes } from './pages/files/routes';
import { groupRoutes } from './pages/groups/routes';
import { helpRoutes } from './pages/help/routes';
import { homeRoutes } from './pages/home/routes';
import { inboxRoutes } from './pages/inbox/routes';
import { joinRoutes } from './pages/joins/routes';
import { memberRoutes } from './pages/members/routes';
import { overviewRoutes } from './pages/overview/routes';
import { queryRoutes } from './pages/queries/routes';
import { schemaRoutes } from './pages/schemas/routes';
import { searchRoutes } from './pages/search/routes';
import { shareRoutes } from './pages/shares/routes';
import { sqlRoutes } from './pages/sql/routes';
import { topicRoutes } from './pages/topics/routes';
import { usageRoutes } from './pages/usage/routes';
import { userRoutes } from './pages/users/routes';

// A feature exports its routes, which carry their entry of the navigation; here it has its line.
const projectRoutes = projectRoute.addChildren([
  ...overviewRoutes,
  ...memberRoutes,
  ...dataRoutes,
  ...fileRoutes,
  ...topicRoutes,
  ...schemaRoutes,
  ...groupRoutes,
  ...queryRoutes,
  ...sqlRoutes,
  ...shareRoutes,
  ...usageRoutes,
  ...activityRoutes,
]);

const appRoutes = appRoute.addChildren([
  ...homeRoutes,
  ...joinRoutes,
  ...inboxRoutes,
  ...catalogueRoutes,
  ...searchRoutes,
  ...accountRoutes,
  ...userRoutes,
  ...platformAuditRoutes,
  ...administrationRoutes,
  ...helpRoutes,
  projectRoutes,
]);

const tree = rootRoute.addChildren([loginRoute, welcomeRoute, ...entryRoutes, appRoutes]);

export function makeRouter(queries: QueryClient) {
  return createRouter({ routeTree: tree, context: { queries }, defaultPreload: 'intent', defaultPreloadStaleTime: 0, scrollRestoration: true });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
