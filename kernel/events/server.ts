import { join } from 'node:path';
import { sql } from '#kernel/db';
import type { JobDefinition, ServerHalf } from '#kernel/records';
import { events } from './module.ts';

const KEEP_DAYS = 30;

/** Keeps the outbox short: what every subscription has done is forgotten after 30 days. The audit trail is the lasting account. */
const prune: JobDefinition = {
  code: 'events.prune',
  label: { en: 'Clear delivered events', fr: 'Purger les événements livrés' },
  module: 'events',
  schedule: { dailyAt: '03:20' },
  async run(tx) {
    await tx.query(sql`select events.prune(${tx.actor.orgId}, kernel.now() - make_interval(days => ${KEEP_DAYS}))`);
  },
};

export const eventsHalf: ServerHalf = { module: events, jobs: [prune], migrations: join(import.meta.dirname, 'migrations') };
