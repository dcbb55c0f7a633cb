import type { JobDefinition } from '#kernel/records';
import {
  addDays,
  addElapsed,
  type Day,
  type Instant,
  instant,
  instantOfMillis,
  millisOf,
  startOfDay,
  today,
} from '#kernel/values';

type Schedule = NonNullable<JobDefinition['schedule']>;

const MINUTE = 60_000;
/** Midnight runs begin one minute into the day, when every deadline of the day before has surely passed. */
const midnightOf = (day: Day, zone: string) => addElapsed(startOfDay(day, zone), { minutes: 1 });

/** Latest time at or before `at` for which the schedule asks. `zone` counts for `midnight` only; the rest is UTC. */
export function latestOccurrence(schedule: Schedule, zone: string, at: Instant): Instant {
  if ('everyMinutes' in schedule) {
    const step = schedule.everyMinutes * MINUTE;
    return instantOfMillis(Math.floor(millisOf(at) / step) * step);
  }
  if ('dailyAt' in schedule) {
    const now = today('UTC', at);
    const candidate = dailyOf(now, schedule.dailyAt);
    return candidate <= at ? candidate : dailyOf(addDays(now, -1), schedule.dailyAt);
  }
  const now = today(zone, at);
  const candidate = midnightOf(now, zone);
  return candidate <= at ? candidate : midnightOf(addDays(now, -1), zone);
}

/** First time after `at` for which the schedule asks. */
export function nextOccurrence(schedule: Schedule, zone: string, at: Instant): Instant {
  if ('everyMinutes' in schedule) return addElapsed(latestOccurrence(schedule, zone, at), { minutes: schedule.everyMinutes });
  if ('dailyAt' in schedule) {
    const now = today('UTC', at);
    const candidate = dailyOf(now, schedule.dailyAt);
    return candidate > at ? candidate : dailyOf(addDays(now, 1), schedule.dailyAt);
  }
  const now = today(zone, at);
  const candidate = midnightOf(now, zone);
  return candidate > at ? candidate : midnightOf(addDays(now, 1), zone);
}

const dailyOf = (day: Day, time: string): Instant => instant(`${day}T${time}:00Z`);

/** What is wrong with a schedule; an unsound one stops the worker at start. */
export function scheduleFault(job: JobDefinition): string | undefined {
  const { schedule } = job;
  if (!schedule || 'at' in schedule) return undefined;
  if ('dailyAt' in schedule)
    return /^([01]\d|2[0-3]):[0-5]\d$/.test(schedule.dailyAt) ? undefined : `${job.code}: ${schedule.dailyAt} is not HH:MM`;
  return Number.isInteger(schedule.everyMinutes) && schedule.everyMinutes > 0
    ? undefined
    : `${job.code}: ${schedule.everyMinutes} minutes is not a whole number above 0`;
}
