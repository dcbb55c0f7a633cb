import { sql } from '#kernel/db';
import type { JobDefinition, Subscription } from '#kernel/records';

export const ITEMS = 60;
export const EVENTS = 60;

/** Work whose every effect is one row, slow enough to be killed in the middle of. */
export const countingJob: JobDefinition = {
  code: 'probe.count',
  label: { en: 'Count', fr: 'Compter' },
  module: 'probe',
  maxRetries: 50,
  items: async () => Array.from({ length: ITEMS }, (_, i) => ({ key: `item-${i}`, data: { i } })),
  async run(tx, item) {
    await tx.query(sql`insert into probe.effect (what) values (${String(item.key)})`);
    await tx.query(sql`select pg_sleep(0.01)`);
  },
};
export const countingSubscription: Subscription = {
  event: 'probe.counted',
  name: 'probe.counting',
  async handle(tx, payload) {
    await tx.query(sql`insert into probe.effect (what) values (${`event-${String(payload.n)}`})`);
    await tx.query(sql`select pg_sleep(0.01)`);
  },
};
