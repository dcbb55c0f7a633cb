import { useLocation, useNavigate } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import { SkeletonRows } from '#kernel/web/parts/SkeletonRows.tsx';
import { definitionAt } from '#kernel/web/screens/definitions.ts';
import { pageFor } from '#kernel/web/screens/registry.ts';
import type { PageProps, ScreenPage } from '#kernel/web/screens/screens-for.ts';
import { NotFoundPage } from './NotFoundPage.tsx';

const ListPage = lazy(() => import('#kernel/web/screens/ListPage.tsx').then((file) => ({ default: file.ListPage })));
const RecordPage = lazy(() => import('#kernel/web/screens/RecordPage.tsx').then((file) => ({ default: file.RecordPage })));
const waiting = <SkeletonRows rows={8} widths={['12rem', '24rem', '12rem']} />;

const declared = new Map<ScreenPage, ComponentType<PageProps>>();

function pageComponent(page: ScreenPage): ComponentType<PageProps> {
  const known = declared.get(page);
  if (known) return known;
  const made = lazy(page.load);
  declared.set(page, made);
  return made;
}

/** The page behind a path of a module: declared by it, or the generated list or record. */
export function ModulePage() {
  const location = useLocation();
  const navigate = useNavigate();
  const path = location.pathname;
  const search: Readonly<Record<string, unknown>> = { ...location.search };
  const own = pageFor(path);
  if (own) {
    const Page = pageComponent(own.page);
    return (
      <Suspense fallback={waiting}>
        <Page params={own.params} />
      </Suspense>
    );
  }
  const [module = '', route = '', id, ...rest] = path.split('/').filter(Boolean);
  const record = definitionAt(module, route);
  if (!record || record.internal || rest.length > 0) return <NotFoundPage />;
  const go = (next: Readonly<Record<string, unknown>>): void => {
    const given = Object.entries(next).filter(([, value]) => value !== undefined && value !== '');
    const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
    void navigate({ href: query ? `${path}?${query}` : path, replace: true });
  };
  if (id === undefined) {
    return (
      <Suspense fallback={waiting}>
        <ListPage key={record.id} record={record} search={search} onSearch={go} />
      </Suspense>
    );
  }
  return (
    <Suspense fallback={waiting}>
      <RecordPage
        key={id}
        record={record}
        id={decodeURIComponent(id)}
        tab={typeof search.tab === 'string' ? search.tab : 'details'}
        onTab={(tab) => go({ ...search, tab })}
        panel={typeof search.panel === 'string' ? search.panel : undefined}
        onPanel={(panel) => go({ ...search, panel })}
      />
    </Suspense>
  );
}
