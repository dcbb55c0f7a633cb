import { z } from 'zod';
import { sql } from '#kernel/db';
import { coreRules, entryOf, type HistoryEntry, type Tx } from '#kernel/records';
import { fieldsOf, refuse, textOf } from '#kernel/schema';
import { addDays, isDay, isInstant, startOfDay } from '#kernel/values';

/** Filters of the explorer as they stand in the URL. Days count in the reader's zone, `to` included; instants are exact, `to` excluded. */
export const explorerQuery = z.strictObject({
  user: z.uuid().optional(),
  /** Number or id of a record. */
  record: z.string().max(200).optional(),
  /** One action or several, separated by commas. */
  action: z.string().max(400).optional(),
  module: z.string().max(60).optional(),
  entity: z.string().max(120).optional(),
  from: z.string().max(40).optional(),
  to: z.string().max(40).optional(),
  /** Words in any part of the event, upper or lower case. */
  q: z.string().max(200).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  format: z.enum(['csv', 'json', 'pdf']).optional(),
});
export type ExplorerQuery = z.infer<typeof explorerQuery>;
export type Filter = Omit<ExplorerQuery, 'cursor' | 'limit' | 'format'>;

/** An event as the explorer shows it. */
export interface ExplorerEntry extends HistoryEntry {
  readonly epoch: number;
  readonly ord: number;
  readonly module: string;
  readonly entity: string;
  /** Name of the record type in the reader's language; null for what is no record. */
  readonly entityLabel: string | null;
  readonly recordId: string | null;
  readonly number: string | null;
}
interface EventRow extends Readonly<Record<string, unknown>> {
  readonly entry: number | null;
  readonly epoch: number;
  readonly ord: number;
  readonly at: string;
  readonly module: string;
  readonly entity: string;
  readonly rec_id: string | null;
  readonly rec_number: string | null;
  readonly body: string;
}
export interface Found {
  readonly entry: ExplorerEntry;
  /** The very bytes that are sealed; null where the reader may not see every field of the record. */
  readonly body: string | null;
}
type Place = readonly [at: string, ord: number];

const invalid = (path: string, message: string): never => refuse(coreRules['core.invalid'], {}, [{ path, message }]);

/** The instants a `from` and a `to` stand for. */
export function boundsOf(
  tx: Tx,
  query: Pick<ExplorerQuery, 'from' | 'to'>,
): { readonly from: string | null; readonly to: string | null } {
  const bound = (path: 'from' | 'to', days: number): string | null => {
    const text = query[path];
    if (text === undefined) return null;
    if (isDay(text)) return startOfDay(addDays(text, days), tx.actor.zone);
    return isInstant(text) ? text : invalid(path, 'is neither a day nor an instant');
  };
  return { from: bound('from', 0), to: bound('to', 1) };
}

function placeOf(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(place) && typeof place[0] === 'string' && isInstant(place[0]) && Number.isSafeInteger(place[1]))
      return [place[0], Number(place[1])];
  } catch {
    // Falls through: anything that is not our own cursor is answered the same.
  }
  return invalid('cursor', 'is not a cursor of this list');
}
const cursorOf = (row: EventRow): string => Buffer.from(JSON.stringify([row.at, row.ord])).toString('base64url');

/** Events of the reader's organization, newest first. The caller has checked the permission. */
export async function findEvents(
  tx: Tx,
  query: ExplorerQuery,
): Promise<{ readonly items: readonly Found[]; readonly next: string | null }> {
  const { from, to } = boundsOf(tx, query);
  const [at, ord] = placeOf(query.cursor) ?? [null, null];
  const limit = query.limit ?? 50;
  const actions = query.action?.split(',').filter(Boolean);
  const rows = await tx.query<EventRow>(
    sql`select entry, epoch, ord, at, module, entity, rec_id, rec_number, body::text as body from audit.explore(${query.user ?? null}::uuid,
      ${actions && actions.length > 0 ? actions : null}::text[], ${query.module ?? null}, ${query.entity ?? null}, ${query.record ?? null}, ${from}::timestamptz, ${to}::timestamptz,
      ${query.q?.trim() || null}, ${limit + 1}, ${at}::timestamptz, ${ord}::bigint)`,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map((row) => foundOf(tx, row)), next: rows.length > limit && last ? cursorOf(last) : null };
}

function foundOf(tx: Tx, row: EventRow): Found {
  const record = tx.registry.records.get(row.entity);
  const body = JSON.parse(row.body) as Readonly<Record<string, unknown>>;
  const isWhole = !(record && fieldsOf(record).some(([, f]) => f.readPermission && !tx.actor.grants.has(f.readPermission)));
  return {
    entry: {
      ...entryOf(tx, record, { entry: row.entry, at: row.at, body }),
      epoch: row.epoch,
      ord: row.ord,
      module: row.module,
      entity: row.entity,
      entityLabel: record ? record.label[tx.actor.language] : null,
      recordId: row.rec_id,
      number: row.rec_number,
    },
    body: isWhole ? row.body : null,
  };
}

const names = {
  user: { en: 'Person', fr: 'Personne' },
  record: { en: 'Record', fr: 'Enregistrement' },
  action: { en: 'Action', fr: 'Action' },
  module: { en: 'Module', fr: 'Module' },
  entity: { en: 'Type', fr: 'Type' },
  from: { en: 'From', fr: 'Du' },
  to: { en: 'To', fr: 'Au' },
  q: { en: 'Words', fr: 'Mots' },
} as const;

/** The filter as it is printed on every export, so that a short list is not taken for the whole trail. */
export async function filterInWords(tx: Tx, filter: Filter): Promise<string> {
  const parts: string[] = [];
  for (const key of Object.keys(names) as (keyof typeof names)[]) {
    const value = filter[key];
    if (value === undefined || value === '') continue;
    const shown = key === 'user' ? await tx.ports.people.nameOf(tx, value).catch(() => value) : value;
    parts.push(`${textOf(names[key], tx.actor.language)} = ${shown}`);
  }
  return parts.join(' · ');
}
