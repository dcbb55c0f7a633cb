import { sql } from '#kernel/db';
import type { Tx } from '#kernel/records';

/** Where an event came from. Handlers get it inside the payload, under `$event`, so that a prefix subscription knows which one it was. */
export interface EventOrigin {
  readonly id: string;
  readonly event: string;
  /** Database time of the business transaction's write. */
  readonly at: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly requestId: string;
}

/** The origin of a delivered payload; undefined when a handler is called directly, without the outbox. */
export function originOf(payload: Readonly<Record<string, unknown>>): EventOrigin | undefined {
  const origin = payload.$event;
  return origin !== null && typeof origin === 'object' ? (origin as EventOrigin) : undefined;
}

/** Takes keys out of the stored payload, in the handler's transaction: a single-use token does not outlive its delivery. */
export async function redactEvent(tx: Tx, payload: Readonly<Record<string, unknown>>, keys: readonly string[]): Promise<void> {
  const origin = originOf(payload);
  if (origin) await tx.query(sql`select events.redact(${tx.actor.orgId}, ${origin.id}, ${[...keys]}::text[])`);
}
