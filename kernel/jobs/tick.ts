import type { JobDefinition, Kernel } from '#kernel/records';
import { type Instant, instant, microsBetween, today } from '#kernel/values';
import { latestOccurrence, scheduleFault } from './schedule.ts';

/** A run entered later than this after its time was missed, not merely waited for. */
const CATCHUP_AFTER = 120_000_000n;

interface Organization extends Readonly<Record<string, unknown>> {
  readonly org_id: string;
  readonly created_at: string;
  readonly now: string;
  readonly zones: readonly string[];
  readonly slots: Readonly<Record<string, string>>;
}
interface DueRun {
  readonly org: string;
  readonly code: string;
  readonly slot: string;
  readonly for: Instant;
  readonly zone: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly trigger: 'CRON' | 'CATCHUP';
  readonly position: number;
  readonly short: boolean;
}

/**
 * Enters the scheduled runs that are due, by the database's clock; called every minute by every worker, whoever is first wins (SCH-01).
 * What was missed while no worker ran is caught up by one run for the latest time missed (SCH-03).
 * @returns how many runs were entered.
 */
export async function tick(kernel: Kernel): Promise<number> {
  const scheduled = kernel.registry.jobs.filter((job) => job.schedule);
  const faults = scheduled.flatMap((job) => scheduleFault(job) ?? []);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const { rows } = await kernel.database.pool.query<Organization>('select * from jobs.calendar()');
  const due = rows.flatMap((organization) => scheduled.flatMap((job, position) => dueOf(organization, job, position)));
  if (due.length === 0) return 0;
  const { rows: made } = await kernel.database.pool.query<{ n: number }>('select jobs.schedule($1) as n', [JSON.stringify(due)]);
  return made[0]?.n ?? 0;
}

function dueOf(organization: Organization, job: JobDefinition, position: number): DueRun[] {
  const { schedule } = job;
  if (!schedule) return [];
  const now = instant(organization.now);
  const home = organization.zones[0] ?? 'UTC';
  const zones = 'at' in schedule ? organization.zones : [home];
  return zones.flatMap((zone) => {
    const slot = 'at' in schedule ? zone : '';
    const last = organization.slots[`${job.code}|${slot}`] ?? organization.created_at;
    const latest = latestOccurrence(schedule, zone, now);
    if (latest <= instant(last)) return [];
    const trigger = microsBetween(latest, now) > CATCHUP_AFTER ? 'CATCHUP' : 'CRON';
    const payload = { scheduledFor: latest, zone, day: today(zone, latest) };
    return [
      {
        org: organization.org_id,
        code: job.code,
        slot,
        for: latest,
        zone,
        payload,
        trigger,
        position,
        short: 'everyMinutes' in schedule,
      },
    ];
  });
}
