import { IconArrowsRightLeft } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { projectRoute } from '../../frame/routes';

const topicsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/topics',
  component: lazyRouteComponent(() => import('./TopicsPage'), 'TopicsPage'),
  staticData: { nav: { group: 'Stream', label: 'Topics', icon: IconArrowsRightLeft, order: 1, key: 't' } },
});

const newTopicRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/topics/-/new',
  component: lazyRouteComponent(() => import('./NewTopicPage'), 'NewTopicPage'),
});

const topicRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/topics/$topic',
  component: lazyRouteComponent(() => import('./TopicPage'), 'TopicPage'),
});

export const topicRoutes = [topicsRoute, newTopicRoute, topicRoute] as const;
