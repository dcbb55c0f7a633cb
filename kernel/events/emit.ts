import type { Tx } from '#kernel/records';

const INSERT =
  'insert into events.outbox (org_id, event, record_key, payload, actor_id, actor_name, request_id) values ($1, $2, $3, $4, $5, $6, $7)';

/**
 * Writes an event into the outbox, in the business transaction: it leaves if and only if that commits. Events about one record (payload
 * `id`) reach each subscription in the order they were written; between records there is no order.
 * @param event `module.record.verb` or `part.verb`.
 */
export async function emit(tx: Tx, event: string, payload: Readonly<Record<string, unknown>>): Promise<void> {
  const id = payload.id;
  // `edms.version.approve` and `edms.version.update` of one id follow each other; another record type with the same id does not.
  const key = typeof id === 'string' ? `${event.slice(0, Math.max(event.lastIndexOf('.'), 0))}:${id}` : null;
  await tx.prepared('events.emit', INSERT, [
    tx.actor.orgId,
    event,
    key,
    JSON.stringify(payload),
    tx.actor.userId,
    tx.actor.name,
    tx.requestId,
  ]);
}
