import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { PageError } from './pages/PageError.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage, errorComponent: PageError });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { back?: string; reason?: 'idle' } => ({
    ...(typeof search.back === 'string' ? { back: search.back } : {}),
    ...(search.reason === 'idle' ? { reason: 'idle' } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/SignInPage.tsx'), 'SignInPage'),
});

const story = createRoute({
  getParentRoute: () => root,
  path: '/story',
  component: lazyRouteComponent(() => import('./story/StoryPage.tsx'), 'StoryPage'),
});

const storyList = createRoute({
  getParentRoute: () => root,
  path: '/story/list',
  component: lazyRouteComponent(() => import('./story/StoryList.tsx'), 'StoryList'),
});

const storyRecord = createRoute({
  getParentRoute: () => root,
  path: '/story/record',
  validateSearch: (search: Record<string, unknown>): { tab?: string; sign?: boolean } => ({
    ...(typeof search.tab === 'string' ? { tab: search.tab } : {}),
    ...(search.sign === true ? { sign: true } : {}),
  }),
  component: lazyRouteComponent(() => import('./story/StoryRecord.tsx'), 'StoryRecord'),
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, story, storyList, storyRecord]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
