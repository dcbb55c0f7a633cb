import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { request, whenLocked, whenSignedOut } from '#kernel/web/api/client.ts';
import { queryClient } from '#kernel/web/api/query-client.ts';
import { type Session, sessionKey, useSession, useSignOut } from '#kernel/web/api/session.ts';
import { ClockProvider } from '#kernel/web/i18n/clock.tsx';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { useModules } from '#kernel/web/screens/definitions.ts';
import { pageFor } from '#kernel/web/screens/registry.ts';
import { useKeys } from '#kernel/web/shell/keys.ts';
import { creatableOf, navigationOf } from '#kernel/web/shell/navigation-of.ts';
import { Shell } from '#kernel/web/shell/Shell.tsx';
import type { NavGroup } from '#kernel/web/shell/types.ts';
import { systemModuleIds } from '#kernel/web/system/system-ids.ts';

const Palette = lazy(() => import('#kernel/web/shell/Palette.tsx').then((file) => ({ default: file.Palette })));
const PasswordPage = lazy(() => import('./PasswordPage.tsx').then((file) => ({ default: file.PasswordPage })));
const SessionLock = lazy(() => import('./SessionLock.tsx').then((file) => ({ default: file.SessionLock })));
const POLL_MS = 60_000;

/** What waits for the person; polled without counting as activity, so that an open window does not keep a session alive. */
function useWaiting() {
  return useQuery({
    queryKey: ['waiting'],
    queryFn: async ({ signal }) => {
      const [tasks, notices] = await Promise.all([
        request<{ counts?: { mine: number } }>('GET', '/tasks', { signal, isBackground: true }),
        request<{ unread: number }>('GET', '/notifications', { query: { limit: 1 }, signal, isBackground: true }),
      ]);
      return { tasks: tasks.data.counts?.mine ?? 0, unread: notices.data.unread };
    },
    refetchInterval: POLL_MS,
  });
}

/** The frame of every page behind sign-in. */
export function AppFrame() {
  const session = useSession().data;
  if (!session) return null;
  if (session.restrictions?.includes('password-expired')) {
    return (
      <Suspense fallback={null}>
        <PasswordPage username={session.user.username} />
      </Suspense>
    );
  }
  return <Framed session={session} />;
}

const deviceOffset = (now: string | undefined): number => (now ? Date.parse(now) - Date.now() : 0);

function Framed({ session }: { readonly session: Session }) {
  const t = useT();
  const label = useLabel();
  const location = useLocation();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const modules = useModules();
  const waiting = useWaiting().data;
  const [isSearching, setSearching] = useState(false);
  const [offset] = useState(() => deviceOffset(session.now));
  const [siteId, setSiteId] = useState(session.siteId);
  const site = session.sites.find((one) => one.id === siteId) ?? session.sites[0];
  const isLocked = session.restrictions?.includes('locked') ?? false;

  useEffect(() => {
    whenSignedOut(() => {
      queryClient.clear();
      void navigate({ to: '/sign-in', search: { back: window.location.pathname + window.location.search, reason: 'idle' } });
    });
    whenLocked(() => void queryClient.invalidateQueries({ queryKey: sessionKey }));
  }, [navigate]);

  const facts = {
    modules,
    permissions: new Set(session.permissions),
    isOn: (module: string) => session.modules === undefined || session.modules.includes(module) || systemModuleIds.has(module),
    label,
    inbox: { label: t('shell.inbox'), ...(waiting ? { count: waiting.tasks } : {}) },
    modulesLabel: t('shell.modules'),
  };
  const nav = navigationOf(facts);
  return (
    <ClockProvider zone={site?.zone ?? session.zone ?? 'UTC'} offset={offset}>
      <Shell
        facts={{
          environment: session.environment,
          organization: session.organization.name,
          sites: session.sites,
          ...(site ? { siteId: site.id } : {}),
          person: session.user,
          nav,
          creatable: creatableOf(facts),
          unread: waiting?.unread ?? 0,
        }}
        path={location.pathname}
        isWideTool={pageFor(location.pathname)?.page.isWide ?? false}
        onSearch={() => setSearching(true)}
        onSite={setSiteId}
        onSignOut={() => signOut.mutate(undefined, { onSettled: () => void navigate({ to: '/sign-in' }) })}
      >
        <GoKeys nav={nav} onGo={(href) => void navigate({ href })} />
        <Outlet />
      </Shell>
      <Suspense fallback={null}>
        {isSearching && (
          <Palette isOpen groups={nav} onGo={(href) => void navigate({ href })} onClose={() => setSearching(false)} />
        )}
        {isLocked && <SessionLock name={session.user.name} />}
      </Suspense>
    </ClockProvider>
  );
}

/** Letters after `G` for the places people go to most. */
const letters: Readonly<Record<string, string>> = {
  own: 'i',
  edms: 'd',
  qrm: 'q',
  trm: 't',
  lims: 'l',
  orders: 'o',
  production: 'p',
  maintenance: 'm',
};

function GoKeys({ nav, onGo }: { readonly nav: readonly NavGroup[]; readonly onGo: (href: string) => void }) {
  const t = useT();
  useKeys(
    nav.flatMap((group) =>
      group.entries.flatMap((entry) => {
        const letter = letters[entry.key === 'inbox' ? 'own' : entry.key];
        if (!letter) return [];
        return [
          {
            keys: `g ${letter}`,
            label: t('keys.goTo', { place: entry.label }),
            group: 'goto' as const,
            run: () => onGo(entry.href),
          },
        ];
      }),
    ),
  );
  return null;
}
