import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '#kernel/web/api/client.ts';
import { pageOfType } from '#kernel/web/api/resource.ts';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { EmptyState } from '#kernel/web/parts/EmptyState.tsx';
import { ErrorInPlace } from '#kernel/web/parts/ErrorInPlace.tsx';
import { SkeletonRows } from '#kernel/web/parts/SkeletonRows.tsx';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import css from './NotificationsPage.module.css';

interface Notice {
  readonly id: string;
  readonly title: string;
  readonly message: string | null;
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly at: string;
  readonly readAt: string | null;
}

/** What the person was told, latest first; unread ones are bold and carry a dot. */
export function NotificationsPage() {
  const t = useT();
  const clock = useClock();
  const client = useQueryClient();
  const found = useQuery({
    queryKey: ['notifications'],
    queryFn: async ({ signal }) =>
      (await request<{ items: readonly Notice[]; unread: number }>('GET', '/notifications', { query: { limit: 100 }, signal }))
        .data,
  });
  const refresh = async (): Promise<void> => {
    await Promise.all([found.refetch(), client.invalidateQueries({ queryKey: ['waiting'] })]);
  };
  const readAll = useMutation({ mutationFn: () => request('POST', '/notifications/read-all'), onSuccess: refresh });
  const read = useMutation({ mutationFn: (id: string) => request('POST', `/notifications/${id}/read`), onSuccess: refresh });
  return (
    <div className={cx(css.page)}>
      <div className={cx(css.head)}>
        <h1>{t('notice.title')}</h1>
        {(found.data?.unread ?? 0) > 0 && (
          <Button size="xs" onClick={() => readAll.mutate()}>
            {t('notice.readAll')}
          </Button>
        )}
      </div>
      {found.error && <ErrorInPlace error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <SkeletonRows rows={6} widths={['30rem', '8rem']} />}
      {found.data?.items.length === 0 && <EmptyState title={t('notice.none')} />}
      <ul className={cx(css.list)}>
        {found.data?.items.map((notice) => (
          <li key={notice.id} className={cx(notice.readAt === null && css.unread)}>
            <div>
              {notice.entity && notice.recordId ? (
                <AppLink
                  href={pageOfType(notice.entity, notice.recordId)}
                  onClick={() => notice.readAt === null && read.mutate(notice.id)}
                >
                  {notice.title}
                </AppLink>
              ) : (
                <span>{notice.title}</span>
              )}
              {notice.message && <p>{notice.message}</p>}
            </div>
            <time dateTime={notice.at}>{clock.moment(notice.at)}</time>
          </li>
        ))}
      </ul>
    </div>
  );
}
