import { sql } from '#kernel/db';
import { type Kernel, systemActor, transact } from '#kernel/records';
import { aboutRun } from './queue.ts';
import { JOBS_FAILED, maxRetriesOf } from './run.ts';

/** Event when a worker or a run was silent for two minutes (SCH-06). */
export const JOBS_SILENT = 'jobs.silent';

interface SilentRun extends Readonly<Record<string, unknown>> {
  readonly org_id: string;
  readonly id: string;
  readonly job_code: string;
  readonly attempt: number;
}

/**
 * Finds runs and workers without a heartbeat for two minutes: a run is queued again (its committed items stay done), or failed when its
 * retries are used, and each silence is announced once. Called by every worker each minute; an API node may call it too, so that the
 * silence of the last worker is noticed. @returns how many silences were found.
 */
export async function watchSilence(kernel: Kernel): Promise<number> {
  const { rows: runs } = await kernel.database.pool.query<SilentRun>('select * from jobs.silent_runs()');
  let found = 0;
  for (const run of runs) if (await takeBack(kernel, run)) found += 1;
  const { rows: workers } = await kernel.database.pool.query<{
    worker: string;
    last_heard: string;
    organizations: readonly string[] | null;
  }>('select * from jobs.silent_workers()');
  for (const { worker, last_heard, organizations } of workers) {
    found += 1;
    for (const org of organizations ?? [])
      await transact(kernel, systemActor(org, 'job:watch'), (tx) => tx.emit(JOBS_SILENT, { worker, lastHeard: last_heard }));
  }
  return found;
}

function takeBack(kernel: Kernel, run: SilentRun): Promise<boolean> {
  const job = kernel.registry.jobs.find((candidate) => candidate.code === run.job_code);
  return transact(kernel, systemActor(run.org_id, 'job:watch', 'UTC', run.id), async (tx) => {
    const failed = !job || run.attempt > maxRetriesOf(job);
    const line = JSON.stringify([{ at: tx.now, attempt: run.attempt, error: 'no heartbeat for two minutes' }]);
    const taken = await tx.query(sql`
      update jobs.run set status = case when ${failed} then 'FAILED' when stop_requested_at is not null then 'STOPPED' else 'QUEUED' end,
        run_at = kernel.now(), heartbeat = null, worker = null, error = 'no heartbeat for two minutes', log = log || ${line}::jsonb,
        finished_at = case when ${failed} or stop_requested_at is not null then kernel.now() end
      where org_id = ${run.org_id} and id = ${run.id} and attempt = ${run.attempt} and status = 'RUNNING' and heartbeat < kernel.now() - interval '2 minutes' returning id`);
    if (taken.length === 0) return false;
    if (job) await tx.record('JOB', aboutRun(job, run.id), { phase: 'silent', attempt: run.attempt });
    await tx.emit(JOBS_SILENT, { runId: run.id, code: run.job_code });
    if (failed)
      await tx.emit(JOBS_FAILED, {
        runId: run.id,
        code: run.job_code,
        module: job?.module ?? 'jobs',
        error: 'no heartbeat for two minutes',
      });
    return true;
  });
}
