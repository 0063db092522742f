import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../frame/routes';
import './arrival';

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  component: lazyRouteComponent(() => import('./RegisterPage'), 'RegisterPage'),
});

const confirmRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/confirm',
  component: lazyRouteComponent(() => import('./ConfirmPage'), 'ConfirmPage'),
});

const confirmEmailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/confirm-email',
  component: lazyRouteComponent(() => import('./ConfirmEmailPage'), 'ConfirmEmailPage'),
});

const recoverRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/recover',
  component: lazyRouteComponent(() => import('./RecoverPage'), 'RecoverPage'),
});

const enrolRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/enrol',
  component: lazyRouteComponent(() => import('./EnrolPage'), 'EnrolPage'),
});

const returnRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in/$issuer',
  component: lazyRouteComponent(() => import('./ReturnPage'), 'ReturnPage'),
});

/** What is shown to who is not in, or not quite. */
export const entryRoutes = [registerRoute, confirmRoute, confirmEmailRoute, recoverRoute, enrolRoute, returnRoute] as const;
