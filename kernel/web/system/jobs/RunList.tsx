import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/client.ts';
import { useClock } from '../../i18n/clock.tsx';
import { useLabel, useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { toast } from '../../parts/toast.tsx';
import { Answered } from '../parts/Answered.tsx';
import { AskDialog } from '../parts/AskDialog.tsx';
import { Choices, FilterChip } from '../parts/filters.tsx';
import parts from '../parts/system.module.css';
import { answerKey, useChange } from '../parts/use-answer.ts';
import type { Search } from '../parts/use-search.ts';
import { useSystemText } from '../texts.ts';
import { HEALTH, JOBS, type Job, RUNS, type Run, statuses, triggers } from './answers.ts';
import css from './jobs.module.css';
import { RunTable } from './RunTable.tsx';

const PAGE_SIZE = 50;
const REFRESH_MS = 10_000;

export interface RunListProps {
  readonly jobs: readonly Job[];
  readonly search: Search;
  readonly onSearch: (search: Readonly<Record<string, string | undefined>>) => void;
  readonly mayManage: boolean;
}

/** What will run next, what runs, what ran; by day, filtered by job, state and trigger. */
export function RunList({ jobs, search, onSearch, mayManage }: RunListProps) {
  const t = useT();
  const s = useSystemText();
  const label = useLabel();
  const clock = useClock();
  const { job, status, trigger } = search;
  const filter = { job, status, trigger };
  const found = useInfiniteQuery({
    queryKey: [...answerKey(RUNS), filter],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...filter, limit: PAGE_SIZE, ...(pageParam ? { cursor: pageParam } : {}) };
      type Page = { readonly items: readonly Run[]; readonly page: { readonly next: string | null } };
      return (await request<Page>('GET', RUNS, { query, signal, isBackground: true })).data;
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.page.next ?? undefined,
    refetchInterval: REFRESH_MS,
  });
  const stop = useChange([JOBS, RUNS, HEALTH]);
  const [stopping, setStopping] = useState<Run | null>(null);
  const set = (more: Readonly<Record<string, string | undefined>>): void => onSearch({ ...search, ...more });
  const nameOf = (code: string): string => {
    const known = jobs.find((one) => one.code === code);
    return known ? label(known.label) : code;
  };
  const chips = [
    { key: 'job', label: s('jobs.job'), options: jobs.map((one) => ({ value: one.code, label: label(one.label) })) },
    { key: 'status', label: t('list.state'), options: statuses.map((value) => ({ value, label: s(`jobs.status.${value}`) })) },
    {
      key: 'trigger',
      label: s('jobs.trigger'),
      options: triggers.map((value) => ({ value, label: s(`jobs.triggers.${value}`) })),
    },
  ] as const;
  const isFiltered = Boolean(job ?? status ?? trigger);
  // Upcoming runs belong to the scheduler's clock; a filter by state or trigger is about runs that exist.
  const upcoming =
    status || trigger ? [] : jobs.filter((one) => one.nextRun !== null && (!job || job.split(',').includes(one.code)));
  return (
    <div className={cx(css.tab)}>
      <search className={cx(parts.bar)}>
        {chips.map((chip) => {
          const chosen = search[chip.key]?.split(',').filter(Boolean) ?? [];
          const words = chosen.map((value) => chip.options.find((option) => option.value === value)?.label ?? value);
          return (
            <FilterChip
              key={chip.key}
              label={chip.label}
              value={words.length > 0 ? words.join(', ') : undefined}
              onClear={() => set({ [chip.key]: undefined })}
            >
              {(close) => (
                <Choices
                  options={chip.options}
                  chosen={chosen}
                  onApply={(values) => {
                    set({ [chip.key]: values.join(',') || undefined });
                    close();
                  }}
                />
              )}
            </FilterChip>
          );
        })}
        {isFiltered && <LinkButton onClick={() => onSearch({ tab: 'runs' })}>{s('filter.clear')}</LinkButton>}
      </search>
      <Answered answer={found} what={s('jobs.tab.runs')} rows={10}>
        {({ pages }) => {
          const runs = pages.flatMap((page) => page.items);
          if (runs.length === 0 && upcoming.length === 0) return <EmptyState title={s('jobs.noRuns')} icon={null} />;
          return <RunTable runs={runs} upcoming={upcoming} nameOf={nameOf} onStop={mayManage ? setStopping : undefined} />;
        }}
      </Answered>
      {found.hasNextPage && (
        <div>
          <Button size="xs" onClick={() => void found.fetchNextPage()} aria-disabled={found.isFetchingNextPage}>
            {s('common.more')}
          </Button>
        </div>
      )}
      {stopping && (
        <AskDialog
          title={s('jobs.stopTitle', { job: nameOf(stopping.jobCode), time: clock.moment(stopping.scheduledFor) })}
          action={s('jobs.stop')}
          effects={<p>{s('jobs.stopEffect')}</p>}
          onAct={async (reason) => {
            await stop.mutateAsync({ path: `${RUNS}/${stopping.id}/stop`, body: { reason } });
            toast({ title: s('jobs.stopped', { job: nameOf(stopping.jobCode) }) });
          }}
          onClose={() => setStopping(null)}
        />
      )}
    </div>
  );
}
