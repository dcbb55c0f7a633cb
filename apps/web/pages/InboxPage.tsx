import { IconClipboardCheck, IconInbox, IconWritingSign } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { request } from '#kernel/web/api/client.ts';
import type { RefNames } from '#kernel/web/api/records.ts';
import { pageOfType } from '#kernel/web/api/resource.ts';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { Deadline } from '#kernel/web/parts/Deadline.tsx';
import { EmptyState } from '#kernel/web/parts/EmptyState.tsx';
import { ErrorInPlace } from '#kernel/web/parts/ErrorInPlace.tsx';
import { Segments } from '#kernel/web/parts/Segments.tsx';
import { SkeletonRows } from '#kernel/web/parts/SkeletonRows.tsx';
import { StateBadge } from '#kernel/web/parts/StateBadge.tsx';
import type { TaskAnswer } from '#kernel/web/record/answers.ts';
import { definitionOf, useModules } from '#kernel/web/screens/definitions.ts';
import { useStateBadge } from '#kernel/web/screens/names.ts';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { useKeys } from '#kernel/web/shell/keys.ts';
import css from './InboxPage.module.css';

type Whose = 'mine' | 'delegated' | 'team';

interface OwnRecord {
  readonly entity: string;
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly state: string;
  readonly updatedAt: string;
}

interface InboxAnswer {
  readonly items: readonly TaskAnswer[];
  readonly counts?: Readonly<Record<Whose, number>>;
  readonly refs: RefNames;
  readonly myRecords: readonly OwnRecord[];
}

/** What waits for my signature first, then other tasks, then my records. */
export function InboxPage() {
  const t = useT();
  const clock = useClock();
  const navigate = useNavigate();
  const body = useRef<HTMLDivElement>(null);
  const [whose, setWhose] = useState<Whose>('mine');
  const [at, setAt] = useState(-1);
  const found = useQuery({
    queryKey: ['tasks', whose],
    queryFn: async ({ signal }) => (await request<InboxAnswer>('GET', '/tasks', { query: { of: whose }, signal })).data,
  });
  const { signed, others } = useMemo(() => {
    const items = found.data?.items ?? [];
    const isSigned = (task: TaskAnswer): boolean => task.verbs.some((verb) => verb.signed);
    return { signed: items.filter(isSigned), others: items.filter((task) => !isSigned(task)) };
  }, [found.data]);
  const ordered = [...signed, ...others];
  const move = (by: number): void => {
    const to = Math.min(ordered.length - 1, Math.max(0, at + by));
    setAt(to);
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>(`[data-row="${to}"] a`)?.focus());
  };
  const open = (): void => {
    const task = ordered[at];
    if (task) void navigate({ href: pageOfType(task.entity, task.recordId) });
  };
  useKeys([
    { keys: 'j', label: t('keys.next'), group: 'list', run: () => move(1) },
    { keys: 'k', label: t('keys.previous'), group: 'list', run: () => move(-1) },
    { keys: 's', label: t('keys.sign'), group: 'list', run: open },
  ]);
  const counts = found.data?.counts;
  const refs = found.data?.refs ?? {};
  const rows = (tasks: readonly TaskAnswer[], from: number): ReactNode => (
    <table className={cx(css.table)}>
      <thead className={cx(css.hidden)}>
        <tr>
          <th scope="col">{t('inbox.verb')}</th>
          <th scope="col">{t('field.number')}</th>
          <th scope="col">{t('sign.recordTitle')}</th>
          <th scope="col">{t('field.revision')}</th>
          <th scope="col">{t('inbox.from')}</th>
          <th scope="col">{t('inbox.due')}</th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task, index) => (
          <tr key={task.id} data-row={from + index} className={cx(from + index === at && css.current)}>
            <td className={cx(css.verb)}>{task.name}</td>
            <td className={cx(css.number)}>
              <AppLink href={pageOfType(task.entity, task.recordId)}>{task.recordNumber ?? task.recordTitle}</AppLink>
            </td>
            <td className={cx(css.title)} title={task.recordTitle}>
              {task.recordTitle}
            </td>
            <td className={cx(css.muted)}>{t('record.revision', { n: task.recordRevision })}</td>
            <td className={cx(css.muted)}>{task.fromId ? (refs[task.fromId]?.title ?? '') : ''}</td>
            <td className={cx(css.due)}>{task.dueAt ? <Deadline due={task.dueAt} form="both" /> : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
  return (
    <div className={cx(css.page)} ref={body}>
      <div className={cx(css.head)}>
        <h1>{t('inbox.title')}</h1>
        <p className={cx(css.when)}>
          {clock.longDay(clock.now, { hasWeekday: true })}, {clock.time(clock.now)} {clock.zoneName()}
        </p>
        <Segments
          label={t('inbox.title')}
          value={whose}
          onChange={setWhose}
          options={(['mine', 'delegated', 'team'] as const).map((value) => ({
            value,
            label: t(`inbox.of.${value}`),
            ...(counts ? { count: counts[value] } : {}),
          }))}
        />
      </div>
      {found.error && <ErrorInPlace error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <SkeletonRows rows={8} widths={['6rem', '8rem', '24rem', '8rem']} />}
      {found.data && (
        <>
          <Group
            icon={<IconWritingSign size={16} stroke={1.7} aria-hidden="true" />}
            title={t('inbox.toSign')}
            count={signed.length}
          >
            {signed.length > 0 ? (
              rows(signed, 0)
            ) : (
              <EmptyState title={t('inbox.nothingToSign')} icon={null}>
                {others.length > 0 && t('inbox.otherOpen', { count: others.length })}
              </EmptyState>
            )}
          </Group>
          {others.length > 0 && (
            <Group
              icon={<IconClipboardCheck size={16} stroke={1.7} aria-hidden="true" />}
              title={t('inbox.other')}
              count={others.length}
            >
              {rows(others, signed.length)}
            </Group>
          )}
          {found.data.myRecords.length > 0 && (
            <Group
              icon={<IconInbox size={16} stroke={1.7} aria-hidden="true" />}
              title={t('inbox.mine')}
              count={found.data.myRecords.length}
            >
              <OwnRecords records={found.data.myRecords} />
            </Group>
          )}
        </>
      )}
    </div>
  );
}

function Group({
  icon,
  title,
  count,
  children,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={title} className={cx(css.group)}>
      <h2>
        {icon} {title} <span className={cx(css.count)}>{count}</span>
      </h2>
      {children}
    </section>
  );
}

function OwnRecords({ records }: { readonly records: readonly OwnRecord[] }) {
  const t = useT();
  const clock = useClock();
  const stateBadge = useStateBadge();
  useModules();
  return (
    <table className={cx(css.table)}>
      <thead>
        <tr>
          <th scope="col">{t('field.number')}</th>
          <th scope="col">{t('sign.recordTitle')}</th>
          <th scope="col">{t('field.state')}</th>
          <th scope="col">{t('field.updatedAt')}</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => {
          const definition = definitionOf(record.entity);
          return (
            <tr key={record.id}>
              <td className={cx(css.number)}>
                <AppLink href={pageOfType(record.entity, record.id)}>{record.number}</AppLink>
              </td>
              <td className={cx(css.title)} title={record.title}>
                {record.title}
              </td>
              <td>{definition ? <StateBadge {...stateBadge(definition, record.state)} /> : record.state}</td>
              <td className={cx(css.muted)}>{clock.shortDay(record.updatedAt)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
