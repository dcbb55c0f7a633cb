import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useClock } from '../../i18n/clock.tsx';
import { useLabel } from '../../i18n/index.ts';
import { Message } from '../../parts/Message.tsx';
import { toast } from '../../parts/toast.tsx';
import { Tabs } from '../../record/Tabs.tsx';
import { useCatalogue } from '../access/catalogue.ts';
import { Answered } from '../parts/Answered.tsx';
import { AskDialog } from '../parts/AskDialog.tsx';
import { NotForYou } from '../parts/NotForYou.tsx';
import { Page } from '../parts/Page.tsx';
import { answerKey, useAnswer, useChange, useMay } from '../parts/use-answer.ts';
import { useSearchState } from '../parts/use-search.ts';
import { useSystemText } from '../texts.ts';
import { DEAD, type DeadLetter, HEALTH, JOBS, type Job, type JobsHealth, MANAGE, RUNS } from './answers.ts';
import { DeadLetters } from './DeadLetters.tsx';
import { JobTable } from './JobTable.tsx';
import css from './jobs.module.css';
import { RunList } from './RunList.tsx';

/** Runs end and begin by themselves; what is shown is asked again this often. */
const REFRESH_MS = 10_000;

/** Scheduler: jobs with last and next run, runs with their log, run now and stop (spec 1.12). Module administrators read their own jobs. */
export function JobsPage() {
  const s = useSystemText();
  const label = useLabel();
  const client = useQueryClient();
  const may = useMay();
  const mayManage = may(MANAGE);
  const { modules } = useCatalogue();
  // Whoever administers a module reads its jobs; nobody else asks, so that nothing is refused in the trail.
  const mayRead =
    mayManage || modules.some(({ permissions }) => permissions.some(({ level, name }) => level === 'admin' && may(name)));
  const [search, setSearch] = useSearchState();
  const jobs = useAnswer<{ readonly items: readonly Job[] }>(JOBS, { every: REFRESH_MS, isWanted: mayRead });
  const dead = useAnswer<{ readonly items: readonly DeadLetter[] }>(DEAD, { isWanted: mayManage });
  const run = useChange([JOBS, RUNS, HEALTH]);
  const [starting, setStarting] = useState<Job | null>(null);
  const tab = search.tab ?? 'jobs';
  if (!mayRead) return <NotForYou />;
  return (
    <Page isWide title={s('jobs.title')} note={mayManage ? undefined : s('jobs.readOnly')}>
      {mayManage && <Health />}
      <Answered answer={jobs} what={s('jobs.title')} rows={8}>
        {({ items }) => (
          <div className={css.tabs}>
            <Tabs
              value={tab}
              onChange={(key) => setSearch(key === 'jobs' ? {} : { tab: key })}
              tabs={[
                {
                  key: 'jobs',
                  label: s('jobs.tab.jobs'),
                  count: items.length,
                  content: (
                    <JobTable
                      jobs={items}
                      onRun={mayManage ? setStarting : undefined}
                      onRuns={(job) => setSearch({ tab: 'runs', job: job.code })}
                    />
                  ),
                },
                {
                  key: 'runs',
                  label: s('jobs.tab.runs'),
                  content: <RunList jobs={items} search={search} onSearch={setSearch} mayManage={mayManage} />,
                },
                ...(mayManage
                  ? [
                      {
                        key: 'events',
                        label: s('jobs.tab.events'),
                        count: dead.data?.items.length,
                        content: <DeadLetters />,
                      },
                    ]
                  : []),
              ]}
            />
          </div>
        )}
      </Answered>
      {starting && (
        <AskDialog
          title={s('jobs.runTitle', { job: label(starting.label) })}
          action={s('jobs.run')}
          effects={<p>{s('jobs.runEffect')}</p>}
          onAct={async (reason) => {
            await run.mutateAsync({ path: `${JOBS}/${encodeURIComponent(starting.code)}/run`, body: { reason } });
            await client.invalidateQueries({ queryKey: answerKey(RUNS) });
            toast({ title: s('jobs.queued', { job: label(starting.label) }) });
          }}
          onClose={() => setStarting(null)}
        />
      )}
    </Page>
  );
}

function Health() {
  const s = useSystemText();
  const clock = useClock();
  const health = useAnswer<{ readonly data: JobsHealth }>(HEALTH, { every: REFRESH_MS }).data?.data;
  if (!health) return null;
  const tone = { healthy: 'plain', degraded: 'warn', unhealthy: 'bad' } as const;
  const facts = [
    health.lastHeartbeat && s('jobs.health.heartbeat', { time: clock.moment(health.lastHeartbeat) }),
    s('jobs.health.workers', { count: health.liveWorkers }),
    health.silentWorkers > 0 && s('jobs.health.silentWorkers', { count: health.silentWorkers }),
    health.silentRuns > 0 && s('jobs.health.silentRuns', { count: health.silentRuns }),
    s('jobs.health.late', { count: health.lateRuns }),
    s('jobs.health.failed', { count: health.failedRuns }),
  ].filter(Boolean);
  return (
    <Message
      tone={tone[health.status]}
      role={health.status === 'unhealthy' ? 'alert' : 'status'}
      title={s(`jobs.health.${health.status}`)}
    >
      {facts.join(' · ')}
    </Message>
  );
}
