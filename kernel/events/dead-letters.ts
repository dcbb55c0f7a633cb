import { sql } from '#kernel/db';
import type { Tx } from '#kernel/records';
import { refuse } from '#kernel/schema';
import { eventRules } from './rules.ts';

/** A delivery given up after its tries. */
export interface DeadLetter extends Readonly<Record<string, unknown>> {
  readonly eventId: string;
  readonly subscription: string;
  readonly event: string;
  readonly at: string;
  readonly attempts: number;
  readonly error: string | null;
}

/** Dead deliveries of the organization, newest first, at most 200. */
export function deadLetters(tx: Tx): Promise<DeadLetter[]> {
  return tx.query<DeadLetter>(sql`
    select d.event_id as "eventId", d.subscription, o.event, o.at, d.attempts, d.error
    from events.delivery d join events.outbox o on o.org_id = d.org_id and o.id = d.event_id
    where d.org_id = ${tx.actor.orgId} and d.status = 'DEAD' order by o.xid desc, o.ord desc limit 200`);
}

/** Gives a dead delivery a new set of tries, beginning at once. Refuses where there is none. */
export async function replayDelivery(tx: Tx, eventId: string, subscription: string): Promise<void> {
  const replayed = await tx.query(sql`
    update events.delivery set status = 'PENDING', attempts = 0, next_at = kernel.now()
    where org_id = ${tx.actor.orgId} and event_id = ${eventId} and subscription = ${subscription} and status = 'DEAD' returning event_id`);
  if (replayed.length === 0) refuse(eventRules['events.not-dead']);
  await tx.record('JOB', { module: 'events', entity: 'events.delivery', id: eventId, number: subscription }, { phase: 'replay' });
}
