import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { ApiProblem } from '#kernel/web/api/problem.ts';
import { queryClient } from '#kernel/web/api/query-client.ts';
import { pageOf } from '#kernel/web/api/resource.ts';
import { sessionQuery } from '#kernel/web/api/session.ts';
import { definitionOf } from '#kernel/web/screens/definitions.ts';
import { loadDefinitions, loadScreens } from './load.ts';
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

/** Single-use links of mails; a password is chosen behind each. */
const links = (['/invitation/$token', '/reset/$token', '/password/$token'] as const).map((path) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(() => import('#kernel/web/system/sign-in/LinkPage.tsx'), 'LinkPage'),
  }),
);

const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: lazyRouteComponent(() => import('#kernel/web/system/sign-in/ForgotPage.tsx'), 'ForgotPage'),
});

/** Everything behind sign-in: the session is there before a page is drawn; the definitions load beside it. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: async ({ location }) => {
    try {
      void loadDefinitions();
      await queryClient.ensureQueryData(sessionQuery);
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.status === 401)
        throw redirect({ to: '/sign-in', search: { back: location.href } });
      throw error;
    }
  },
  component: lazyRouteComponent(() => import('./pages/AppFrame.tsx'), 'AppFrame'),
});

const inbox = createRoute({
  getParentRoute: () => app,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/InboxPage.tsx'), 'InboxPage'),
});

/** Pages of the kernel itself; names of records and people on them come from the definitions. */
const own = { getParentRoute: () => app, beforeLoad: () => loadDefinitions() };
const system = [
  createRoute({
    ...own,
    path: '/notifications',
    component: lazyRouteComponent(() => import('#kernel/web/system/notices/NotificationsPage.tsx'), 'NotificationsPage'),
  }),
  createRoute({
    ...own,
    path: '/profile',
    component: lazyRouteComponent(() => import('#kernel/web/system/profile/ProfilePage.tsx'), 'ProfilePage'),
  }),
  createRoute({
    ...own,
    path: '/system/audit-trail',
    component: lazyRouteComponent(() => import('#kernel/web/system/audit/AuditTrailPage.tsx'), 'AuditTrailPage'),
  }),
  createRoute({
    ...own,
    path: '/system/audit-trail/report',
    component: lazyRouteComponent(() => import('#kernel/web/system/audit/ReportPage.tsx'), 'ReportPage'),
  }),
  createRoute({
    ...own,
    path: '/system/jobs',
    component: lazyRouteComponent(() => import('#kernel/web/system/jobs/JobsPage.tsx'), 'JobsPage'),
  }),
  createRoute({
    ...own,
    path: '/system/outbox',
    component: lazyRouteComponent(() => import('#kernel/web/system/outbox/OutboxPage.tsx'), 'OutboxPage'),
  }),
  createRoute({
    ...own,
    path: '/system/settings',
    component: lazyRouteComponent(() => import('#kernel/web/system/settings/SettingsPage.tsx'), 'SettingsPage'),
  }),
  createRoute({
    ...own,
    path: '/system/health',
    component: lazyRouteComponent(() => import('#kernel/web/system/health/HealthPage.tsx'), 'HealthPage'),
  }),
  createRoute({
    ...own,
    path: '/settings',
    beforeLoad: () => {
      throw redirect({ href: '/system/settings' });
    },
  }),
];

/** A record whose type is known by its id only, as in search results and notifications. */
const byType = createRoute({
  getParentRoute: () => app,
  path: '/r/$type/$id',
  beforeLoad: async ({ params }) => {
    await loadDefinitions();
    const record = definitionOf(params.type);
    if (record) throw redirect({ href: pageOf(record, params.id) });
  },
  component: NotFoundPage,
});

/** Pages of modules: those they declare, else the generated list and record. */
const module = createRoute({
  getParentRoute: () => app,
  path: '/$',
  beforeLoad: async ({ location }) => {
    await Promise.all([loadDefinitions(), loadScreens(location.pathname.split('/')[1] ?? '')]);
  },
  component: lazyRouteComponent(() => import('./pages/ModulePage.tsx'), 'ModulePage'),
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
  routeTree: root.addChildren([
    signIn,
    ...links,
    forgot,
    story,
    storyList,
    storyRecord,
    app.addChildren([inbox, ...system, byType, module]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
