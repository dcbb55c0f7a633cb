import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useClock } from '../../i18n/clock.tsx';
import { useLabel } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { useCatalogue } from '../access/catalogue.ts';
import { PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useSystemText } from '../texts.ts';
import type { Job, Schedule } from './answers.ts';
import css from './jobs.module.css';
import { RunBadge } from './RunBadge.tsx';

export interface JobTableProps {
  readonly jobs: readonly Job[];
  /** Absent where the reader may not start runs. */
  readonly onRun: ((job: Job) => void) | undefined;
  readonly onRuns: (job: Job) => void;
}

/** When a job runs, in words. */
export function useScheduleText(): (schedule: Schedule | null) => string {
  const s = useSystemText();
  return (schedule) => {
    if (schedule === null) return s('jobs.onDemand');
    if ('at' in schedule) return s('jobs.midnight');
    if ('everyMinutes' in schedule) return s('jobs.everyMinutes', { count: schedule.everyMinutes });
    return s('jobs.dailyAt', { time: schedule.dailyAt });
  };
}

/** Every job the reader may look at, by module. */
export function JobTable({ jobs, onRun, onRuns }: JobTableProps) {
  const s = useSystemText();
  const label = useLabel();
  const clock = useClock();
  const scheduleText = useScheduleText();
  const { moduleName } = useCatalogue();
  return (
    <div className={cx(css.tab)}>
      <PlainTable
        label={s('jobs.tab.jobs')}
        minWidth="62rem"
        columns={[
          { key: 'job', label: s('jobs.job') },
          { key: 'module', label: s('audit.module'), width: '10rem' },
          { key: 'schedule', label: s('jobs.schedule'), width: '11rem' },
          { key: 'last', label: s('jobs.last'), width: '19rem' },
          { key: 'next', label: s('jobs.next'), width: '12rem' },
          ...(onRun ? [{ key: 'run', label: s('jobs.run'), width: '7rem', isHidden: true }] : []),
        ]}
      >
        <tbody>
          {jobs.map((job) => (
            <tr key={job.code}>
              <th scope="row">
                <LinkButton onClick={() => onRuns(job)}>{label(job.label)}</LinkButton>
                <span className={cx(css.code, parts.mono)}>{job.code}</span>
              </th>
              <td>{moduleName(job.module)}</td>
              <td>{scheduleText(job.schedule)}</td>
              <td>
                {job.lastRun ? (
                  <>
                    <RunBadge status={job.lastRun.status} /> {clock.moment(job.lastRun.finishedAt ?? job.lastRun.scheduledFor)}
                  </>
                ) : (
                  <span className={cx(parts.muted)}>{s('jobs.neverRun')}</span>
                )}
              </td>
              <td>{job.nextRun ? clock.moment(job.nextRun) : '–'}</td>
              {onRun && (
                <td className={cx(parts.end)}>
                  <Button
                    size="xs"
                    leftSection={<IconPlayerPlay size={14} stroke={1.7} aria-hidden="true" />}
                    aria-label={s('jobs.runOf', { job: label(job.label) })}
                    onClick={() => onRun(job)}
                  >
                    {s('jobs.run')}…
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </div>
  );
}
