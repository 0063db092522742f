import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, lazyRouteComponent, notFound, redirect } from '@tanstack/react-router';
import { keys } from '../api/keys';
import { asProblem } from '../api/problem';
import { searchOf } from '../ui/urlState';
import { NotFound } from './NotFound';
import { projectQuery } from './project';
import { ProjectFrame } from './ProjectFrame';
import { RouteProblem } from './RouteProblem';
import { meQuery } from './session';
import { Shell } from './Shell';

export const rootRoute = createRootRouteWithContext<{ queries: QueryClient }>()({
  validateSearch: searchOf,
  notFoundComponent: NotFound,
  errorComponent: RouteProblem,
});

/** Around every page that needs a user: who is not signed in goes to the sign-in page, and from there back. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  component: Shell,
  errorComponent: RouteProblem,
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData(meQuery).catch((failure: unknown) => {
      if (asProblem(failure).status !== 401) throw failure;
      throw redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href } });
    });
    if (me.mustChangePassword) throw redirect({ to: '/welcome', search: { next: location.href } });
    if (me.mustEnrolSecondFactor) throw redirect({ to: '/enrol', search: { next: location.href } });
  },
});

/** Around every page of a project. */
export const projectRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/p/$project',
  component: ProjectFrame,
  loader: async ({ context, params }) => {
    await context.queries.ensureQueryData(projectQuery(params.project)).catch((failure: unknown) => {
      throw asProblem(failure).status === 404 ? notFound() : failure;
    });
    context.queries.setQueryData(keys.lost(params.project), false);
  },
  notFoundComponent: NotFound,
  errorComponent: RouteProblem,
});

export const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  component: lazyRouteComponent(() => import('./LoginPage'), 'LoginPage'),
});

/** The first sign-in: a password of one's own has to be chosen before anything else. */
export const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./WelcomePage'), 'WelcomePage'),
});
