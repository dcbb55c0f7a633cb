import { sql } from '#kernel/db';
import type { JobDefinition, Registry, Tx } from '#kernel/records';
import { refuse } from '#kernel/schema';
import { jobRules } from './rules.ts';

export interface EnqueueOptions {
  /** One run waits per key: a second request before it starts only replaces its payload. */
  readonly key?: string;
  /** Earliest start; default: now. */
  readonly runAt?: string;
}

const ENQUEUE = `insert into jobs.run as r (org_id, job_code, queue_key, payload, zone, trigger, triggered_by, triggered_name, scheduled_for, run_at)
  values ($1, $2, $3, $4, $5, 'EVENT', $6, $7, coalesce($8::timestamptz, kernel.now()), coalesce($8::timestamptz, kernel.now()))
  on conflict (org_id, job_code, queue_key) where status = 'QUEUED' and queue_key is not null
  do update set payload = excluded.payload, run_at = least(r.run_at, excluded.run_at)`;

/** The definition of a job, or 404. */
export function jobOf(registry: Registry, code: string): JobDefinition {
  return registry.jobs.find((job) => job.code === code) ?? refuse(jobRules['jobs.unknown'], { code });
}

/** Asks for a job in the business transaction: it runs if and only if that commits. */
export async function enqueue(
  tx: Tx,
  code: string,
  payload: Readonly<Record<string, unknown>>,
  options: EnqueueOptions = {},
): Promise<void> {
  jobOf(tx.registry, code);
  await tx.prepared('jobs.enqueue', ENQUEUE, [
    tx.actor.orgId,
    code,
    options.key ?? null,
    JSON.stringify(payload),
    tx.actor.zone,
    tx.actor.userId,
    tx.actor.name,
    options.runAt ?? null,
  ]);
}

/** What the audit trail and the run list say of a run. */
export const aboutRun = (job: JobDefinition, id: string) => ({ module: job.module, entity: 'jobs.run', id, number: job.code });

/** Enters a run a person asked for, with their reason (SCH-04). @returns its id. */
export async function requestRun(
  tx: Tx,
  job: JobDefinition,
  request: { readonly reason: string | null; readonly payload?: Readonly<Record<string, unknown>> },
): Promise<string> {
  const [run] = await tx.query<{ id: string }>(sql`
    insert into jobs.run (org_id, job_code, payload, zone, trigger, triggered_by, triggered_name, reason)
    values (${tx.actor.orgId}, ${job.code}, ${JSON.stringify(request.payload ?? {})}, ${tx.actor.zone}, 'MANUAL', ${tx.actor.userId}, ${tx.actor.name}, ${request.reason})
    returning id`);
  const id = run?.id ?? '';
  await tx.writing({ reason: request.reason }, () => tx.record('JOB', aboutRun(job, id), { phase: 'requested' }));
  return id;
}

/**
 * Asks a run to stop (SCH-05): a waiting one stops at once, a running one before its next item, so that no item is half done.
 * @returns the status after the request.
 */
export async function requestStop(tx: Tx, id: string, reason: string): Promise<string> {
  const [run] = await tx.query<{ job_code: string; status: string }>(
    sql`select job_code, status from jobs.run where org_id = ${tx.actor.orgId} and id = ${id} for update`,
  );
  if (!run) refuse(jobRules['jobs.run-unknown']);
  if (run.status !== 'QUEUED' && run.status !== 'RUNNING') refuse(jobRules['jobs.run-ended'], { status: run.status });
  const [stopped] = await tx.query<{ status: string }>(sql`
    update jobs.run set stop_requested_at = kernel.now(), stop_reason = ${reason}, stopped_by = ${tx.actor.userId},
      status = case when status = 'QUEUED' then 'STOPPED' else status end, finished_at = case when status = 'QUEUED' then kernel.now() end
    where org_id = ${tx.actor.orgId} and id = ${id} returning status`);
  await tx.writing({ reason }, () =>
    tx.record('JOB', aboutRun(jobOf(tx.registry, run.job_code), id), { phase: 'stop-requested', status: stopped?.status }),
  );
  return stopped?.status ?? run.status;
}
