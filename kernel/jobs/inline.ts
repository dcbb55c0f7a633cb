import { dispatchOutbox } from '#kernel/events';
import { type Kernel, systemActor, transact } from '#kernel/records';
import { pumps } from './pumps.ts';
import { jobOf, requestRun } from './queue.ts';
import { type RunOptions, runNext } from './run.ts';
import { watchSilence } from './silence.ts';
import { tick } from './tick.ts';

export interface Worked {
  readonly runs: number;
  readonly events: number;
  /** Tries of deliveries that failed and will be repeated. */
  readonly failedEvents: number;
}

/**
 * Does everything that is due now in this process and returns when nothing is left: schedules, queue, outbox, continuous work. For tests
 * and one-shot commands. Events that a foreign open transaction holds back are waited for, at most ten seconds.
 */
export async function tickAll(kernel: Kernel, options: RunOptions = {}): Promise<Worked> {
  await tick(kernel);
  await watchSilence(kernel);
  return drain(kernel, options);
}

/** As `tickAll`, without entering scheduled runs. */
export async function drain(kernel: Kernel, options: RunOptions = {}): Promise<Worked> {
  let runs = 0;
  let events = 0;
  let failedEvents = 0;
  for (let idle = 0; idle < 500; ) {
    let moved = 0;
    while (await runNext(kernel, options)) {
      runs += 1;
      moved += 1;
    }
    const sent = await dispatchOutbox(kernel, {
      onError: (error, about) => options.onError?.(error, { job: about.subscription, run: about.eventId, key: null }),
    });
    events += sent.done;
    failedEvents += sent.failed;
    moved += sent.relayed + sent.done + sent.failed;
    for (const pump of pumps.values()) moved += await pump(kernel);
    if (moved > 0) idle = 0;
    else if (!sent.waiting) break;
    else {
      idle += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return { runs, events, failedEvents };
}

export interface RunJobOptions extends RunOptions {
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly reason?: string;
  /** Zone of the actor, for jobs that look at days. */
  readonly zone?: string;
}
/** How a run ended, as the run list shows it. */
export interface RunResult extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly status: string;
  readonly processed: number;
  readonly failed: number;
  readonly error: string | null;
}

/** Enters a manual run of one job and executes it here, then dispatches the events it caused. */
export async function runJobNow(kernel: Kernel, orgId: string, code: string, options: RunJobOptions = {}): Promise<RunResult> {
  const job = jobOf(kernel.registry, code);
  const actor = systemActor(orgId, 'job:run-now', options.zone);
  const id = await transact(kernel, actor, (tx) =>
    requestRun(tx, job, { reason: options.reason ?? 'run at once', ...(options.payload ? { payload: options.payload } : {}) }),
  );
  await runNext(kernel, options, id);
  await drain(kernel, options);
  const [run] = await transact(kernel, actor, (tx) =>
    tx.prepared<RunResult>(
      'jobs.result',
      'select id, status, processed, failed, error from jobs.run where org_id = $1 and id = $2',
      [orgId, id],
    ),
  );
  if (!run) throw new Error(`run ${id} of ${code} is gone`);
  return run;
}
