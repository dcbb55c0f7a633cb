import { join } from 'node:path';
import type { ServerHalf } from '#kernel/records';
import { kernelNotices } from './kernel-notices.ts';
import { notifications } from './module.ts';
import { reminders } from './reminders.ts';
import { taskNotices } from './task-notices.ts';

/** Reading the mail outbox, which may hold single-use links, and sending again what was given up. */
export const MANAGE_OUTBOX = 'system.outbox.manage';

export const notifyHalf: ServerHalf = {
  module: notifications,
  jobs: [reminders],
  events: [...taskNotices, ...kernelNotices],
  permissions: [{ name: MANAGE_OUTBOX, level: 'admin' }],
  migrations: join(import.meta.dirname, 'migrations'),
};
