import { sql } from '#kernel/db';
import { type AnyRecord, columnOf, fieldsOf, type Row } from '#kernel/schema';
import { findRows } from './read.ts';
import type { Tx } from './tx.ts';

/** One audit event as the History tab shows it. `changes` is field → [old, new]. */
export interface HistoryEntry {
  /** Leaf number in the sealed log; null while sealing. */
  readonly entry: number | null;
  readonly at: string;
  readonly actor: { readonly id: string; readonly name: string; readonly type: string; readonly onBehalfOf: string | null };
  readonly action: string;
  readonly transition: string | null;
  readonly version: number | null;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
  readonly reason: string | null;
  readonly signatureId: string | null;
  readonly request: string | null;
  readonly ip: string | null;
  readonly previousLeaf: string | null;
  readonly job: string | null;
  readonly detail: unknown;
}
type Body = Readonly<Record<string, unknown>>;

/** History of one record, newest first, with fields named as in the definition and masked for the reader. */
export async function recordsHistory(tx: Tx, record: AnyRecord, row: Row): Promise<{ items: HistoryEntry[] }> {
  const rows = await tx.query<{ entry: number | null; at: string; body: Body }>(
    sql`select entry, at, body from audit.record_history(${record.id}, ${row.id}, 500, null)`,
  );
  return { items: rows.map((r) => entryOf(tx, record, r)) };
}

/** Maps an event body to what people read; columns become field names, fields the reader may not see go. */
export function entryOf(
  tx: Tx,
  record: AnyRecord | undefined,
  event: { readonly entry: number | null; readonly at: string; readonly body: Body },
): HistoryEntry {
  const b = event.body;
  const text = (key: string) => (typeof b[key] === 'string' ? (b[key] as string) : null);
  const names = new Map<string, string>();
  const hidden = new Set<string>();
  for (const [name, f] of record ? fieldsOf(record) : []) {
    names.set(columnOf(name), name);
    if (f.isSecret || (f.readPermission && !tx.actor.grants.has(f.readPermission))) hidden.add(columnOf(name));
  }
  const changes = Object.entries((b.changes as Record<string, [unknown, unknown]> | null) ?? {}).filter(([c]) => !hidden.has(c));
  return {
    entry: event.entry,
    at: event.at,
    actor: {
      id: text('actor') ?? '',
      name: text('actorName') ?? '',
      type: text('actorType') ?? '',
      onBehalfOf: text('onBehalfOf'),
    },
    action: text('action') ?? '',
    transition: text('transition'),
    version: typeof b.ver === 'number' ? b.ver : null,
    changes: Object.fromEntries(
      changes.map(([c, v]) => [names.get(c) ?? c.replace(/_([a-z])/g, (_, l: string) => l.toUpperCase()), v]),
    ),
    reason: text('reason'),
    signatureId: text('signature'),
    request: text('request'),
    ip: text('ip'),
    previousLeaf: text('prev'),
    job: text('job'),
    detail: b.detail ?? null,
  };
}

/** Signatures of a record, oldest first, with the three parts of 21 CFR 11.50 and the revision they apply to. */
export async function signaturesOf(tx: Tx, record: AnyRecord, row: Row): Promise<Row[]> {
  const signature = tx.registry.record('sign.signature');
  return findRows(tx, signature, sql`t.entity = ${record.id} and t.record_id = ${row.id}`, sql`order by t.signed_at, t.id`);
}
