import { join } from 'node:path';
import type { ServerHalf } from '#kernel/records';
import { jobs } from './module.ts';

/** Seeing all runs, running a job now and stopping one: superusers (SCH-08). */
export const MANAGE_JOBS = 'system.job.manage';

export const jobsHalf: ServerHalf = {
  module: jobs,
  permissions: [{ name: MANAGE_JOBS, level: 'admin' }],
  migrations: join(import.meta.dirname, 'migrations'),
};
