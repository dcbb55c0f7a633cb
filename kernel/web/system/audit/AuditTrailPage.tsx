import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconFileExport, IconReportAnalytics } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type RefObject, useRef } from 'react';
import { request, urlOf } from '../../api/client.ts';
import { useClock } from '../../i18n/clock.tsx';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { AppLink } from '../../shell/AppLink.tsx';
import { useKeys } from '../../shell/keys.ts';
import { Answered } from '../parts/Answered.tsx';
import { NotForYou } from '../parts/NotForYou.tsx';
import { Page } from '../parts/Page.tsx';
import { answerKey, useMay } from '../parts/use-answer.ts';
import { useSearchState } from '../parts/use-search.ts';
import { useSystemText } from '../texts.ts';
import css from './audit.module.css';
import { TRAIL, type TrailAnswer, trailFilter } from './entries.ts';
import { TrailFilters } from './TrailFilters.tsx';
import { TrailSeal } from './TrailSeal.tsx';
import { TrailTable } from './TrailTable.tsx';

const PAGE_SIZE = 100;
const formats = ['csv', 'json', 'pdf'] as const;

/** The whole audit trail: who did what, when, why, sealed; filtered by the URL (spec 1.10). */
export function AuditTrailPage() {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  const mayRead = useMay()('system.audit.read');
  const body = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useSearchState();
  const filter = trailFilter(search);
  const isFiltered = Object.keys(filter).length > 0;
  const found = useInfiniteQuery({
    queryKey: [...answerKey(TRAIL), filter],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...filter, limit: PAGE_SIZE, ...(pageParam ? { cursor: pageParam } : {}) };
      return (await request<TrailAnswer>('GET', TRAIL, { query, signal })).data;
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.page.next ?? undefined,
    enabled: mayRead,
  });
  useRowKeys(body);
  if (!mayRead) return <NotForYou />;
  const loaded = found.data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  return (
    <Page
      isWide
      title={s('audit.title')}
      note={
        found.data &&
        (found.hasNextPage
          ? s('audit.firstEntries', { count: loaded, shown: clock.count(loaded) })
          : s('audit.entries', { count: loaded, shown: clock.count(loaded) }))
      }
      actions={
        <>
          <AppLink href={`${TRAIL}/report`} className={cx(css.report)}>
            <IconReportAnalytics size={15} stroke={1.7} aria-hidden="true" /> {s('audit.report')}
          </AppLink>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button
                size="xs"
                leftSection={<IconFileExport size={15} stroke={1.7} aria-hidden="true" />}
                rightSection={<IconChevronDown size={14} stroke={1.7} aria-hidden="true" />}
              >
                {t('history.export')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{isFiltered ? s('audit.exportFiltered') : s('audit.exportAll')}</Menu.Label>
              {formats.map((format) => (
                <Menu.Item key={format} component="a" href={urlOf(`/api/v1${TRAIL}`, { ...filter, format })} download>
                  {s(`audit.export.${format}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <TrailFilters search={search} onSearch={setSearch} />
      <TrailSeal />
      <div ref={body}>
        <Answered answer={found} what={s('audit.title')} rows={12} widths={['4rem', '8rem', '10rem', '8rem', '20rem', '16rem']}>
          {({ pages }) => {
            const entries = pages.flatMap((page) => page.items);
            if (entries.length > 0)
              return <TrailTable entries={entries} onSearch={(more) => setSearch({ ...search, ...more })} />;
            return (
              <EmptyState title={t('history.none')} icon={null}>
                {isFiltered && (
                  <LinkButton onClick={() => setSearch({})}>
                    {t('list.clearFilters', { count: Object.keys(filter).length })}
                  </LinkButton>
                )}
              </EmptyState>
            );
          }}
        </Answered>
      </div>
      {found.hasNextPage && (
        <div className={cx(css.more)}>
          <Button size="xs" onClick={() => void found.fetchNextPage()} aria-disabled={found.isFetchingNextPage}>
            {found.isFetchingNextPage ? t('list.loadingMore') : s('audit.older')}
          </Button>
        </div>
      )}
    </Page>
  );
}

/** J and K move over the entries; Enter on one opens its evidence. */
function useRowKeys(body: RefObject<HTMLDivElement | null>): void {
  const t = useT();
  const move = (by: number): void => {
    const rows: readonly Element[] = [...(body.current?.querySelectorAll('button[aria-expanded]') ?? [])];
    const at = document.activeElement ? rows.indexOf(document.activeElement) : -1;
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next instanceof HTMLElement) next.focus();
  };
  useKeys([
    { keys: 'j', label: t('keys.next'), group: 'list', run: () => move(1) },
    { keys: 'k', label: t('keys.previous'), group: 'list', run: () => move(-1) },
  ]);
}
