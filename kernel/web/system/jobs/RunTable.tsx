import { Button } from '@mantine/core';
import { Fragment, useMemo, useState } from 'react';
import { useClock } from '../../i18n/clock.tsx';
import { dayNumber } from '../../i18n/format.ts';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { StateBadge } from '../../parts/StateBadge.tsx';
import { groupByDay } from '../../record/history-entry.ts';
import { PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useSystemText } from '../texts.ts';
import type { Job, Run } from './answers.ts';
import { durationText } from './duration.ts';
import css from './jobs.module.css';
import { RunBadge } from './RunBadge.tsx';

export interface RunTableProps {
  readonly runs: readonly Run[];
  readonly upcoming: readonly Job[];
  readonly nameOf: (code: string) => string;
  readonly onStop: ((run: Run) => void) | undefined;
}

const COLUMNS = 8;

/** Timeline of runs: upcoming first, then by day, latest first; each opens its log. */
export function RunTable({ runs, upcoming, nameOf, onStop }: RunTableProps) {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  const [open, setOpen] = useState<string | null>(null);
  const next = useMemo(() => [...upcoming].sort((a, b) => (a.nextRun ?? '').localeCompare(b.nextRun ?? '')), [upcoming]);
  const groups = useMemo(
    () =>
      groupByDay(
        runs.map((run) => ({ ...run, at: run.scheduledFor })),
        (at) => dayNumber(at, clock.zone),
      ),
    [runs, clock.zone],
  );
  const today = dayNumber(clock.now, clock.zone);
  return (
    <PlainTable
      label={s('jobs.tab.runs')}
      minWidth="66rem"
      columns={[
        { key: 'time', label: t('history.when'), width: '7.5rem' },
        { key: 'job', label: s('jobs.job'), width: '21rem' },
        { key: 'state', label: t('list.state'), width: '9rem' },
        { key: 'trigger', label: s('jobs.trigger'), width: '9rem' },
        { key: 'by', label: s('jobs.byWhom') },
        { key: 'took', label: s('jobs.took'), width: '6rem' },
        { key: 'items', label: s('jobs.items'), width: '8rem' },
        { key: 'acts', label: s('jobs.log'), width: '8rem', isHidden: true },
      ]}
    >
      {next.length > 0 && (
        <tbody>
          <tr className={cx(css.day)}>
            <th scope="rowgroup" colSpan={COLUMNS}>
              {s('jobs.upcoming')}
            </th>
          </tr>
          {next.map((job) => (
            <tr key={job.code} className={cx(css.next)}>
              <td title={clock.moment(job.nextRun ?? '')}>
                {dayNumber(job.nextRun ?? '', clock.zone) === today
                  ? clock.time(job.nextRun ?? '')
                  : `${clock.shortDay(job.nextRun ?? '')}, ${clock.time(job.nextRun ?? '')}`}
              </td>
              <th scope="row">{nameOf(job.code)}</th>
              <td>
                <StateBadge family="scheduled" label={s('jobs.planned')} />
              </td>
              <td>{s('jobs.triggers.CRON')}</td>
              <td colSpan={4}>–</td>
            </tr>
          ))}
        </tbody>
      )}
      {groups.map((group) => (
        <tbody key={group.day}>
          <tr className={cx(css.day)}>
            <th scope="rowgroup" colSpan={COLUMNS}>
              {group.day === today ? t('history.today') : clock.longDay(group.rows[0]?.at ?? '', { hasWeekday: true })}
            </th>
          </tr>
          {group.rows.map((run) => (
            <Fragment key={run.id}>
              <tr className={cx(open === run.id && css.open)}>
                <td title={clock.moment(run.scheduledFor)}>{clock.time(run.scheduledFor)}</td>
                <th scope="row">{nameOf(run.jobCode)}</th>
                <td>
                  <RunBadge status={run.status} />
                </td>
                <td>{s(`jobs.triggers.${run.trigger}`)}</td>
                <td>{[run.triggeredName, run.reason].filter(Boolean).join(': ') || '–'}</td>
                <td>{durationText(run.startedAt, run.finishedAt)}</td>
                <td>
                  {s('jobs.done', { count: run.processed })}
                  {run.failed > 0 && <span className={cx(css.bad)}>, {s('jobs.failedItems', { count: run.failed })}</span>}
                </td>
                <td className={cx(parts.end)}>
                  {onStop && (run.status === 'RUNNING' || run.status === 'QUEUED') && (
                    <Button size="xs" onClick={() => onStop(run)} aria-label={s('jobs.stopOf', { job: nameOf(run.jobCode) })}>
                      {s('jobs.stop')}…
                    </Button>
                  )}{' '}
                  <button
                    type="button"
                    className={cx(css.toggle)}
                    aria-expanded={open === run.id}
                    aria-label={s('jobs.logOf', { job: nameOf(run.jobCode), time: clock.moment(run.scheduledFor) })}
                    onClick={() => setOpen(open === run.id ? null : run.id)}
                  >
                    {s('jobs.log')}
                  </button>
                </td>
              </tr>
              {open === run.id && (
                <tr className={cx(css.log)}>
                  <td colSpan={COLUMNS}>
                    <RunLog run={run} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      ))}
    </PlainTable>
  );
}

function RunLog({ run }: { readonly run: Run }) {
  const s = useSystemText();
  const clock = useClock();
  return (
    <div className={cx(parts.stack)}>
      <p>
        {run.startedAt ? s('jobs.startedAt', { time: clock.moment(run.startedAt) }) : s('jobs.notStarted')}{' '}
        {run.finishedAt && s('jobs.finishedAt', { time: clock.moment(run.finishedAt) })}{' '}
        {s('jobs.attempt', { count: run.attempt })}
      </p>
      {run.stopReason && <p>{s('jobs.stopReason', { reason: run.stopReason })}</p>}
      {run.error && <p className={cx(css.bad)}>{run.error}</p>}
      {run.log.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and must be reachable with the keyboard
        <pre className={cx(parts.mono)} tabIndex={0}>
          {run.log.map(lineOf).join('\n')}
        </pre>
      ) : (
        <p className={cx(parts.muted)}>{s('jobs.noLog')}</p>
      )}
    </div>
  );

  function lineOf({ at, attempt, item, error }: Readonly<Record<string, unknown>>): string {
    return s('jobs.logLine', {
      time: typeof at === 'string' ? clock.moment(at) : '',
      attempt: String(attempt ?? ''),
      item: String(item ?? '–'),
      error: typeof error === 'string' ? error : JSON.stringify(error),
    });
  }
}
