import type { Label } from '#kernel/schema';

export const statuses = ['QUEUED', 'RUNNING', 'SUCCESS', 'FAILED', 'STOPPED', 'SKIPPED'] as const;
export type RunStatus = (typeof statuses)[number];
export const triggers = ['CRON', 'MANUAL', 'CATCHUP', 'EVENT'] as const;

/** A run as `GET /system/jobs/runs` answers it. */
export interface Run {
  readonly id: string;
  readonly jobCode: string;
  readonly trigger: (typeof triggers)[number];
  readonly status: RunStatus;
  readonly scheduledFor: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly triggeredName: string | null;
  readonly reason: string | null;
  readonly stopReason: string | null;
  readonly attempt: number;
  readonly processed: number;
  readonly failed: number;
  readonly error: string | null;
  readonly log: readonly Readonly<Record<string, unknown>>[];
}

export type Schedule = { readonly at: 'midnight' } | { readonly everyMinutes: number } | { readonly dailyAt: string };

/** A job with its last and next run, as `GET /system/jobs` answers it. */
export interface Job {
  readonly code: string;
  readonly label: Label;
  readonly module: string;
  readonly schedule: Schedule | null;
  readonly lastRun: Run | null;
  readonly nextRun: string | null;
}

export interface JobsHealth {
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly lastHeartbeat: string | null;
  readonly liveWorkers: number;
  readonly silentWorkers: number;
  readonly silentRuns: number;
  readonly lateRuns: number;
  readonly failedRuns: number;
}

/** An event delivery that was given up. */
export interface DeadLetter {
  readonly eventId: string;
  readonly subscription: string;
  readonly event: string;
  readonly at: string;
  readonly attempts: number;
  readonly error: string | null;
}

export const JOBS = '/system/jobs';
export const RUNS = '/system/jobs/runs';
export const HEALTH = '/system/jobs/health';
export const DEAD = '/system/events/dead';
export const MANAGE = 'system.job.manage';
