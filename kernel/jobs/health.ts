import type { Kernel } from '#kernel/records';

export interface JobsHealth {
  /** Unhealthy (red): no worker lives, or a worker or run fell silent. Degraded (yellow): runs are late or failed within a day. */
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly lastHeartbeat: string | null;
  readonly liveWorkers: number;
  readonly silentWorkers: number;
  readonly silentRuns: number;
  readonly lateRuns: number;
  readonly failedRuns: number;
}

/** State of scheduler and queue over the whole deployment (SCH-06); counts only, no business data. */
export async function jobsHealth(kernel: Kernel): Promise<JobsHealth> {
  const { rows } = await kernel.database.pool.query<{ health: Omit<JobsHealth, 'status'> }>('select jobs.health() as health');
  const none = { lastHeartbeat: null, liveWorkers: 0, silentWorkers: 0, silentRuns: 0, lateRuns: 0, failedRuns: 0 };
  const facts = rows[0]?.health ?? none;
  const isRed = facts.liveWorkers === 0 || facts.silentWorkers > 0 || facts.silentRuns > 0;
  return { ...facts, status: isRed ? 'unhealthy' : facts.lateRuns > 0 || facts.failedRuns > 0 ? 'degraded' : 'healthy' };
}
