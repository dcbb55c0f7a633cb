import { sql } from '#kernel/db';
import { type Actor, type JobDefinition, type JobItem, type Kernel, systemActor, type Tx, transact } from '#kernel/records';
import { aboutRun } from './queue.ts';

/** Statuses a run ends in, or QUEUED when it will be tried again. */
export type RunOutcome = 'SUCCESS' | 'FAILED' | 'STOPPED' | 'QUEUED' | 'LOST';

export interface ClaimedRun extends Readonly<Record<string, unknown>> {
  readonly org_id: string;
  readonly id: string;
  readonly job_code: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly zone: string;
  readonly trigger: string;
  readonly scheduled_for: string;
  readonly attempt: number;
  readonly triggered_name: string | null;
  readonly reason: string | null;
}
export interface RunOptions {
  readonly worker?: string;
  /** Asked before each item: a process that is ending hands its run back. */
  readonly isEnding?: () => boolean;
  /** Told about every failed item. */
  readonly onError?: (error: unknown, about: { readonly job: string; readonly run: string; readonly key: string | null }) => void;
}

/** Event when a run has used its retries (SCH-07) or fell silent for good. */
export const JOBS_FAILED = 'jobs.failed';
export const maxRetriesOf = (job: JobDefinition): number => job.maxRetries ?? 3;
const BEAT_MILLIS = 20_000;
const DEFAULT_TIMEOUT_SECONDS = 3600;

/** The run was taken over by another worker after a silence: nothing of this one may be written any more. */
class RunLost extends Error {
  override readonly name = 'RunLost';
}

/** Takes the next due run, or one given run, and executes it. Undefined when there is none for this process. */
export async function runNext(
  kernel: Kernel,
  options: RunOptions = {},
  only: string | null = null,
): Promise<{ readonly run: ClaimedRun; readonly outcome: RunOutcome } | undefined> {
  const codes = kernel.registry.jobs.map((job) => job.code);
  const { rows } = await kernel.database.pool.query<ClaimedRun>('select * from jobs.claim($1, $2, $3)', [
    options.worker ?? 'inline',
    codes,
    only,
  ]);
  const [run] = rows;
  const job = run && kernel.registry.jobs.find((candidate) => candidate.code === run.job_code);
  return run && job ? { run, outcome: await execute(kernel, job, run, options) } : undefined;
}

const causeOf = (run: ClaimedRun) =>
  run.reason ?? `job ${run.job_code}, ${run.trigger.toLowerCase()} run for ${run.scheduled_for}`;

async function execute(kernel: Kernel, job: JobDefinition, run: ClaimedRun, options: RunOptions): Promise<RunOutcome> {
  const actor = systemActor(run.org_id, `job:${job.code}`, run.zone, run.id);
  const beat = async () => {
    const { rows } = await kernel.database.pool.query<{ answer: string }>('select jobs.beat($1, $2, $3) as answer', [
      run.org_id,
      run.id,
      run.attempt,
    ]);
    return rows[0]?.answer ?? 'lost';
  };
  // A failed beat is no failure of the work: the next one, or the fence at each commit, finds out.
  const heart = setInterval(() => void beat().catch(() => undefined), BEAT_MILLIS);
  const ends = performance.now() + (job.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000;
  try {
    const items = await transact(kernel, actor, (tx) => begin(tx, job, run), { reason: causeOf(run) });
    let failure: string | null = null;
    for (const item of items) {
      const answer = await beat();
      if (answer === 'lost') return 'LOST';
      if (options.isEnding?.()) return await handBack(kernel, actor, job, run);
      if (answer === 'stop') return await finish(kernel, actor, job, run, 'STOPPED', null);
      if (performance.now() > ends) {
        failure = 'the time allowed for the run is over';
        break;
      }
      try {
        await transact(kernel, actor, (tx) => runItem(tx, job, run, item), { reason: causeOf(run) });
      } catch (error) {
        if (error instanceof RunLost) return 'LOST';
        failure = messageOf(error);
        options.onError?.(error, { job: job.code, run: run.id, key: item.key });
        await transact(kernel, actor, (tx) => noteItemFailure(tx, run, item, messageOf(error)));
      }
    }
    return await finish(kernel, actor, job, run, failure === null ? 'SUCCESS' : 'FAILED', failure);
  } catch (error) {
    options.onError?.(error, { job: job.code, run: run.id, key: null });
    return await finish(kernel, actor, job, run, 'FAILED', messageOf(error));
  } finally {
    clearInterval(heart);
  }
}
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 2000);

async function begin(tx: Tx, job: JobDefinition, run: ClaimedRun): Promise<readonly JobItem[]> {
  await tx.record('JOB', aboutRun(job, run.id), {
    phase: 'start',
    trigger: run.trigger,
    scheduledFor: run.scheduled_for,
    attempt: run.attempt,
    triggeredBy: run.triggered_name,
  });
  return job.items ? job.items(tx, run.payload) : [{ key: null, data: run.payload }];
}

/** One item in one transaction: ledger row, effect and progress commit together or not at all. */
async function runItem(tx: Tx, job: JobDefinition, run: ClaimedRun, item: JobItem): Promise<void> {
  if (item.key !== null) {
    // A second process with the same key waits here for the first one's commit and then finds the effect done.
    const fresh = await tx.query(
      sql`insert into jobs.effect (org_id, job_code, key, run_id) values (${run.org_id}, ${job.code}, ${item.key}, ${run.id}) on conflict do nothing returning key`,
    );
    if (fresh.length === 0) return;
  }
  await job.run(tx, item);
  const kept = await tx.query(sql`
    update jobs.run set processed = processed + 1, heartbeat = kernel.now()
    where org_id = ${run.org_id} and id = ${run.id} and attempt = ${run.attempt} and status = 'RUNNING' returning id`);
  if (kept.length === 0) throw new RunLost('the run was given to another worker');
}

async function noteItemFailure(tx: Tx, run: ClaimedRun, item: JobItem, message: string): Promise<void> {
  const line = JSON.stringify([{ at: tx.now, attempt: run.attempt, item: item.key, error: message }]);
  await tx.query(sql`
    update jobs.run set failed = failed + 1, log = case when jsonb_array_length(log) < 500 then log || ${line}::jsonb else log end
    where org_id = ${run.org_id} and id = ${run.id} and attempt = ${run.attempt}`);
}

/** Ends the attempt; a failed one is queued again (1, 4, 16 … minutes, at most an hour later) until its retries are used. */
function finish(
  kernel: Kernel,
  actor: Actor,
  job: JobDefinition,
  run: ClaimedRun,
  wanted: 'SUCCESS' | 'FAILED' | 'STOPPED',
  error: string | null,
): Promise<RunOutcome> {
  const again = wanted === 'FAILED' && run.attempt <= maxRetriesOf(job);
  const status: RunOutcome = again ? 'QUEUED' : wanted;
  return transact(
    kernel,
    actor,
    async (tx) => {
      const [ended] = await tx.query<{ processed: number; failed: number; stop_reason: string | null }>(sql`
        update jobs.run set status = ${status}, error = ${error}, finished_at = case when ${again} then null else kernel.now() end, heartbeat = null, worker = null,
          run_at = case when ${again} then kernel.now() + least(interval '1 minute' * 4 ^ (attempt - 1), interval '1 hour') else run_at end
        where org_id = ${run.org_id} and id = ${run.id} and attempt = ${run.attempt} and status = 'RUNNING' returning processed, failed, stop_reason`);
      if (!ended) return 'LOST';
      await tx.record('JOB', aboutRun(job, run.id), {
        phase: 'finish',
        status: again ? 'RETRY' : status,
        attempt: run.attempt,
        processed: ended.processed,
        failed: ended.failed,
        ...(error === null ? {} : { error }),
        ...(wanted === 'STOPPED' ? { stopReason: ended.stop_reason } : {}),
      });
      if (status === 'FAILED') await tx.emit(JOBS_FAILED, { runId: run.id, code: job.code, module: job.module, error });
      return status;
    },
    { reason: causeOf(run) },
  );
}

/** Puts a run back into the queue between two items; what is done stays done, and no retry is used up. */
function handBack(kernel: Kernel, actor: Actor, job: JobDefinition, run: ClaimedRun): Promise<RunOutcome> {
  return transact<RunOutcome>(
    kernel,
    actor,
    async (tx) => {
      await tx.query(sql`
        update jobs.run set status = 'QUEUED', attempt = attempt - 1, run_at = kernel.now(), heartbeat = null, worker = null
        where org_id = ${run.org_id} and id = ${run.id} and attempt = ${run.attempt} and status = 'RUNNING'`);
      await tx.record('JOB', aboutRun(job, run.id), { phase: 'handed-back', attempt: run.attempt });
      return 'QUEUED';
    },
    { reason: causeOf(run) },
  );
}
