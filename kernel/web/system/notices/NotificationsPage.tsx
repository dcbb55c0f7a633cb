import { Button } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client.ts';
import { pageOfType } from '../../api/resource.ts';
import { useClock } from '../../i18n/clock.tsx';
import { dayNumber } from '../../i18n/format.ts';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { Segments } from '../../parts/Segments.tsx';
import { groupByDay } from '../../record/history-entry.ts';
import { AppLink } from '../../shell/AppLink.tsx';
import { Answered } from '../parts/Answered.tsx';
import { Page } from '../parts/Page.tsx';
import { ProblemMessage, problemOf } from '../parts/ProblemMessage.tsx';
import { answerKey, useChange } from '../parts/use-answer.ts';
import { useSearchState } from '../parts/use-search.ts';
import { useSystemText } from '../texts.ts';
import css from './notices.module.css';

interface Notice {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly message: string | null;
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly path: string | null;
  readonly priority: 'low' | 'normal' | 'high' | 'urgent';
  readonly at: string;
  readonly readAt: string | null;
  readonly acknowledgedAt: string | null;
}

interface NoticeAnswer {
  readonly items: readonly Notice[];
  readonly unread: number;
  readonly page: { readonly next: string | null };
}

const PATH = '/notifications';
const PAGE_SIZE = 50;

/** What wants an answer, not only a look: it can be acknowledged, and the trail keeps when. */
const asksAnswer = (notice: Notice): boolean =>
  notice.priority === 'high' || notice.priority === 'urgent' || notice.type === 'security';

const hrefOf = (notice: Notice): string | null =>
  notice.entity && notice.recordId ? pageOfType(notice.entity, notice.recordId) : notice.path;

/** What the person was told, latest first by day; unread ones are bold and carry a dot. */
export function NotificationsPage() {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  const client = useQueryClient();
  const [search, setSearch] = useSearchState();
  const isUnreadOnly = search.unread === 'true';
  const found = useInfiniteQuery({
    queryKey: [...answerKey(PATH), isUnreadOnly],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: PAGE_SIZE, ...(isUnreadOnly ? { unread: true } : {}), ...(pageParam ? { cursor: pageParam } : {}) };
      return (await request<NoticeAnswer>('GET', PATH, { query, signal })).data;
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.page.next ?? undefined,
  });
  const change = useChange([PATH]);
  const act = (path: string): void =>
    change.mutate({ path }, { onSuccess: () => client.invalidateQueries({ queryKey: ['waiting'] }) });
  const unread = found.data?.pages[0]?.unread ?? 0;
  const today = dayNumber(clock.now, clock.zone);
  const problem = problemOf(change.error);
  return (
    <Page
      isWide
      title={t('notice.title')}
      note={found.data ? s('notices.unread', { count: unread }) : undefined}
      actions={
        <>
          <Segments
            label={s('notices.show')}
            value={isUnreadOnly ? 'unread' : 'all'}
            onChange={(value) => setSearch(value === 'unread' ? { unread: 'true' } : {})}
            options={[
              { value: 'all', label: s('notices.all') },
              { value: 'unread', label: s('notices.onlyUnread') },
            ]}
          />
          {unread > 0 && (
            <Button size="xs" onClick={() => act(`${PATH}/read-all`)}>
              {t('notice.readAll')}
            </Button>
          )}
        </>
      }
    >
      {problem && <ProblemMessage problem={problem} />}
      <Answered answer={found} what={t('notice.title')} rows={8} widths={['30rem', '8rem']}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <EmptyState title={isUnreadOnly ? s('notices.noneUnread') : t('notice.none')} icon={IconBell}>
                {isUnreadOnly && <LinkButton onClick={() => setSearch({})}>{s('notices.showAll')}</LinkButton>}
              </EmptyState>
            );
          }
          return groupByDay(items, (at) => dayNumber(at, clock.zone)).map((group) => (
            <section
              key={group.day}
              aria-label={group.day === today ? t('history.today') : clock.longDay(group.rows[0]?.at ?? '')}
            >
              <h2 className={cx(css.day)}>
                {group.day === today ? t('history.today') : clock.longDay(group.rows[0]?.at ?? '', { hasWeekday: true })}
              </h2>
              <ul className={cx(css.list)}>
                {group.rows.map((notice) => (
                  <NoticeLine key={notice.id} notice={notice} onAct={act} />
                ))}
              </ul>
            </section>
          ));
        }}
      </Answered>
      {found.hasNextPage && (
        <div>
          <Button size="xs" onClick={() => void found.fetchNextPage()} aria-disabled={found.isFetchingNextPage}>
            {s('common.more')}
          </Button>
        </div>
      )}
    </Page>
  );
}

const kinds = [
  'assignment',
  'approval_needed',
  'due_soon',
  'overdue',
  'escalation',
  'rejected',
  'effective',
  'mention',
  'security',
  'system',
] as const;

function NoticeLine({ notice, onAct }: { readonly notice: Notice; readonly onAct: (path: string) => void }) {
  const s = useSystemText();
  const clock = useClock();
  const href = hrefOf(notice);
  const kind = kinds.find((known) => known === notice.type);
  const isUnread = notice.readAt === null;
  return (
    <li className={cx(isUnread && css.unread)}>
      <time dateTime={notice.at} title={clock.moment(notice.at)}>
        {clock.time(notice.at)}
      </time>
      <span className={cx(css.kind)}>{kind ? s(`notices.kind.${kind}`) : notice.type}</span>
      <div className={cx(css.what)}>
        {isUnread && <span className={cx(css.dot)} role="img" aria-label={s('notices.isUnread')} />}
        {href ? (
          <AppLink href={href} onClick={() => isUnread && onAct(`${PATH}/${notice.id}/read`)}>
            {notice.title}
          </AppLink>
        ) : (
          <span>{notice.title}</span>
        )}
        {notice.message && <p>{notice.message}</p>}
      </div>
      <span className={cx(css.acts)}>
        {isUnread && (
          <LinkButton
            onClick={() => onAct(`${PATH}/${notice.id}/read`)}
            aria-label={s('notices.readOne', { title: notice.title })}
          >
            {s('notices.read')}
          </LinkButton>
        )}
        {asksAnswer(notice) &&
          (notice.acknowledgedAt === null ? (
            <LinkButton
              onClick={() => onAct(`${PATH}/${notice.id}/acknowledge`)}
              aria-label={s('notices.acknowledgeOne', { title: notice.title })}
            >
              {s('notices.acknowledge')}
            </LinkButton>
          ) : (
            <span className={cx(css.done)}>{s('notices.acknowledged', { time: clock.moment(notice.acknowledgedAt) })}</span>
          ))}
      </span>
    </li>
  );
}
