import { createHash } from 'node:crypto';
import { sql } from '#kernel/db';
import { type Body, parseBody, type StoredEvent } from './events.ts';
import { rowsOf, type Session } from './session.ts';
import { type AuditedTable, fieldName } from './tables.ts';

type Image = Readonly<Record<string, unknown>>;

/** Columns that say who and when; the event has them itself, so its changes leave them out. */
export const bookkeeping: ReadonlySet<string> = new Set([
  'org_id',
  'id',
  'version',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
]);

/**
 * The field in which an altered event differs from what was written: its changes are computed again from the history of the record. Where
 * those agree, something else in the body was changed and the answer is `body`.
 */
export async function alteredField(session: Session, event: StoredEvent): Promise<string> {
  const body = parseBody(event.body);
  if (body === undefined || event.rec_id === null || event.rec_ver === null) return 'body';
  const [schema = '', name = ''] = event.entity.split('.');
  const history = `${name.replaceAll('-', '_')}_history`;
  const [table] = await rowsOf<{ found: string | null }>(
    session.client,
    sql`select to_regclass(format('%I.%I', ${schema}::text, ${history}::text))::text as found`,
  );
  if (table?.found == null) return 'body';
  const version = event.rec_ver;
  const images = await rowsOf<{ version: number; row: Image }>(
    session.client,
    sql`select version, row from ${sql.id(schema, history)} where org_id::text = ${event.org_id} and id::text = ${event.rec_id}
      and version between ${version - 1} and ${version}`,
  );
  const now = images.find((i) => i.version === version)?.row;
  if (now === undefined) return 'body';
  const before = images.find((i) => i.version === version - 1)?.row;
  const column = differingChange(body, before, now);
  return column === undefined ? 'body' : fieldName(session.registry, event.entity, column);
}

function differingChange(body: Body, before: Image | undefined, now: Image): string | undefined {
  const written = (body.changes ?? {}) as Readonly<Record<string, readonly [unknown, unknown]>>;
  const columns = [...new Set([...Object.keys(written), ...Object.keys(now)])].filter((c) => !bookkeeping.has(c));
  return columns.find((column) => {
    const [old, fresh] = written[column] ?? [];
    const changed = JSON.stringify(before?.[column] ?? null) !== JSON.stringify(now[column] ?? null);
    if (written[column] === undefined) return changed;
    return !changed || !isShown(before?.[column], old) || !isShown(now[column], fresh);
  });
}

/** Whether the log's way of writing a value (numbers as text, long ones as length and hash, secrets masked) fits the value itself. */
function isShown(value: unknown, written: unknown): boolean {
  if (written === '•••') return true;
  if (typeof written === 'object' && written !== null && 'sha256' in written && 'length' in written)
    // The hash is over the JSON text as PostgreSQL writes it, which is the same here for text without control characters only.
    return typeof value !== 'string' || sha256(JSON.stringify(value)) === written.sha256;
  return JSON.stringify(typeof value === 'number' ? String(value) : (value ?? null)) === JSON.stringify(written ?? null);
}
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * First column of a live row or a history image whose value is not what the record's events up to that version say. It names what the
 * hashes have detected already.
 */
export async function columnAgainstEvents(
  session: Session,
  t: AuditedTable,
  id: string,
  version: number,
  source: 'live' | 'history',
): Promise<string | undefined> {
  const [found] = await rowsOf<{ row: Image }>(
    session.client,
    source === 'live'
      ? sql`select to_jsonb(l) as row from ${sql.id(t.schema, t.table)} l where l.id::text = ${id}`
      : sql`select h.row from ${sql.id(t.schema, t.history)} h where h.id::text = ${id} and h.version = ${version}`,
  );
  const events = await rowsOf<{ changes: Readonly<Record<string, readonly [unknown, unknown]>> | null }>(
    session.client,
    sql`select body -> 'changes' as changes from audit.event where entity = ${t.entity} and rec_id = ${id} and rec_ver <= ${version} order by rec_ver, ord`,
  );
  if (!found) return undefined;
  const said = new Map(
    events.flatMap((e) => Object.entries(e.changes ?? {}).map(([column, [, value]]): [string, unknown] => [column, value])),
  );
  return Object.keys(found.row).find((column) => !bookkeeping.has(column) && !isShown(found.row[column], said.get(column)));
}
