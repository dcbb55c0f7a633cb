import { type Sql, sql } from '#kernel/db';
import type { Actor, JobDefinition, Registry, Tx } from '#kernel/records';
import { coreRules } from '#kernel/records';
import { AppError, rule } from '#kernel/schema';
import { instant } from '#kernel/values';
import { nextOccurrence } from './schedule.ts';
import { MANAGE_JOBS } from './server.ts';

export const RUN_STATUSES = ['QUEUED', 'RUNNING', 'SUCCESS', 'FAILED', 'STOPPED', 'SKIPPED'] as const;
export const RUN_TRIGGERS = ['CRON', 'MANUAL', 'CATCHUP', 'EVENT'] as const;

/** A run as the list and its log viewer show it. Times are ISO 8601 UTC. */
export interface RunLine extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly jobCode: string;
  readonly trigger: (typeof RUN_TRIGGERS)[number];
  readonly status: (typeof RUN_STATUSES)[number];
  readonly scheduledFor: string;
  readonly runAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly heartbeat: string | null;
  readonly triggeredBy: string | null;
  readonly triggeredName: string | null;
  readonly reason: string | null;
  readonly stopReason: string | null;
  readonly attempt: number;
  readonly processed: number;
  readonly failed: number;
  readonly error: string | null;
  readonly log: readonly Readonly<Record<string, unknown>>[];
}
const columns = sql`r.id, r.job_code as "jobCode", r.trigger, r.status, r.scheduled_for as "scheduledFor", r.run_at as "runAt", r.started_at as "startedAt",
  r.finished_at as "finishedAt", r.heartbeat, r.triggered_by as "triggeredBy", r.triggered_name as "triggeredName", r.reason, r.stop_reason as "stopReason",
  r.attempt, r.processed, r.failed, r.error, r.log`;

/** Jobs a person may look at: all for a superuser, those of the modules they administer for module administrators, else 403. */
export function visibleJobs(registry: Registry, actor: Actor): readonly JobDefinition[] {
  if (actor.grants.has(MANAGE_JOBS)) return registry.jobs;
  const administered = (module: string) =>
    [...registry.permissions].some(([name, p]) => p.module === module && p.level === 'admin' && actor.grants.has(name));
  const own = registry.jobs.filter((job) => administered(job.module));
  rule(own.length > 0, coreRules['core.forbidden'], { permission: MANAGE_JOBS });
  return own;
}

/** A job definition with its latest and next run. */
export interface JobLine {
  readonly code: string;
  readonly label: JobDefinition['label'];
  readonly module: string;
  readonly schedule: JobDefinition['schedule'] | null;
  readonly timeoutSeconds: number | null;
  readonly maxRetries: number | null;
  readonly lastRun: RunLine | null;
  /** Earliest of its sites' next times; null for jobs run on demand. */
  readonly nextRun: string | null;
}
export async function jobLines(tx: Tx): Promise<readonly JobLine[]> {
  const jobs = visibleJobs(tx.registry, tx.actor);
  const last = await tx.query<RunLine>(sql`
    select ${columns} from unnest(${jobs.map((job) => job.code)}::text[]) as c (code)
    cross join lateral (select * from jobs.run x where x.org_id = ${tx.actor.orgId} and x.job_code = c.code order by x.scheduled_for desc limit 1) r`);
  const sites = await tx.query<{ zone: string }>(
    sql`select distinct s.zone from access.site s where s.org_id = ${tx.actor.orgId} and s.state = 'ACTIVE'`,
  );
  const zones = sites.length > 0 ? sites.map((s) => s.zone) : ['UTC'];
  const now = instant(tx.now);
  return jobs.map((job) => {
    const { schedule } = job;
    const next = schedule ? zones.map((zone) => nextOccurrence(schedule, zone, now)).sort()[0] : undefined;
    return {
      code: job.code,
      label: job.label,
      module: job.module,
      schedule: schedule ?? null,
      timeoutSeconds: job.timeoutSeconds ?? null,
      maxRetries: job.maxRetries ?? null,
      lastRun: last.find((run) => run.jobCode === job.code) ?? null,
      nextRun: next ?? null,
    };
  });
}

export interface RunQuery {
  readonly job?: string | undefined;
  readonly status?: string | undefined;
  readonly trigger?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** One page of runs, latest first, of the jobs the person may look at. */
export async function runLines(
  tx: Tx,
  query: RunQuery,
): Promise<{ readonly items: readonly RunLine[]; readonly page: { readonly next: string | null } }> {
  const codes = visibleJobs(tx.registry, tx.actor).map((job) => job.code);
  const wanted = query.job === undefined ? codes : query.job.split(',').filter((code) => codes.includes(code));
  const limit = Math.min(Math.max(query.limit ?? 50, 1), 200);
  const where: Sql[] = [sql`r.org_id = ${tx.actor.orgId}`, sql`r.job_code = any(${wanted}::text[])`];
  if (query.status !== undefined) where.push(sql`r.status = any(${oneOf('status', query.status, RUN_STATUSES)}::text[])`);
  if (query.trigger !== undefined) where.push(sql`r.trigger = any(${oneOf('trigger', query.trigger, RUN_TRIGGERS)}::text[])`);
  if (query.cursor !== undefined) {
    const [at, id] = cursorOf(query.cursor);
    where.push(sql`(r.scheduled_for, r.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const rows = await tx.query<RunLine>(
    sql`select ${columns} from jobs.run r where ${sql.join(where, sql` and `)} order by r.scheduled_for desc, r.id desc limit ${limit + 1}`,
  );
  const items = rows.slice(0, limit);
  const end = items.at(-1);
  return {
    items,
    page: {
      next: rows.length > limit && end ? Buffer.from(JSON.stringify([end.scheduledFor, end.id])).toString('base64url') : null,
    },
  };
}

const invalid = (path: string, message: string) => new AppError(coreRules['core.invalid'], {}, [{ path, message }]);
function oneOf(path: string, given: string, allowed: readonly string[]): string[] {
  const values = given.split(',').map((value) => value.toUpperCase());
  for (const value of values) if (!allowed.includes(value)) throw invalid(path, `${value} is not one of ${allowed.join(', ')}`);
  return values;
}
function cursorOf(cursor: string): [string, string] {
  try {
    const [at, id]: readonly unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (typeof at === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)) return [instant(at), id];
  } catch {
    // Said below in the words of the API.
  }
  throw invalid('cursor', 'is not a cursor of this list');
}
