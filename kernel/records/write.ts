import { type AnyRecord, AppError, columnOf, fieldsOf, type Row, refuse, rule, type StateSpec } from '#kernel/schema';
import { lockRow } from './read.ts';
import { coreRules } from './rules.ts';
import { statementsOf } from './statements.ts';
import type { Tx } from './tx.ts';

type Values = Readonly<Record<string, unknown>>;
const standardWritable = new Set([
  'siteId',
  'departmentId',
  'confidentiality',
  'extra',
  'number',
  'state',
  'revision',
  'retentionUntil',
  'legalHold',
  'voidedAt',
  'voidedBy',
  'voidReason',
]);

/** JSON columns take text; everything else travels as the driver sends it. */
function toColumn(record: AnyRecord, name: string, value: unknown): unknown {
  const f = (record.fields as Record<string, { kind?: string }>)[name];
  return (f?.kind === 'json' || name === 'extra') && value !== null && value !== undefined
    ? JSON.stringify(value)
    : (value ?? null);
}

/** Draws the next number of the record's pattern. A draw whose transaction fails is recorded as lost (CORE-07). */
async function nextNumber(tx: Tx, record: AnyRecord, values: Values): Promise<string | null> {
  if (!record.number) return null;
  const year = tx.now.slice(0, 4);
  let prefix = '';
  const from = record.number.prefixFrom;
  if (from) {
    const target = (record.fields as Record<string, { to?: string }>)[from.field]?.to ?? '';
    const row = (await lockless(tx, tx.registry.record(target), String(values[from.field]))) as Values;
    prefix = String(row[from.targetField]);
  }
  const shape = record.number.pattern.replace('{prefix}', prefix).replace('{yyyy}', year);
  const [drawn] = await tx.prepared<{ n: number }>('number', 'select kernel.next_number($1) as n', [`${record.id}:${shape}`]);
  return shape.replace(/\{(#+)\}/, (_, hashes: string) => String(drawn?.n ?? 0).padStart(hashes.length, '0'));
}
async function lockless(tx: Tx, record: AnyRecord, id: string): Promise<Row> {
  const s = statementsOf(record);
  const [row] = await tx.prepared<Values>(`get:${record.id}`, s.get, [tx.actor.orgId, id]);
  if (!row) refuse(coreRules['core.unknown-reference']);
  return row as Row;
}

/** A part changes only while its parent is open, and moves the parent's version with it. */
async function touchParent(tx: Tx, record: AnyRecord, values: Values): Promise<void> {
  if (!record.partOf) return;
  const parent = tx.registry.record(record.partOf.record);
  const row = await lockRow(tx, parent, String(values[record.partOf.field]));
  refuseFrozen(parent, row);
  const s = statementsOf(parent);
  await tx.prepared(
    `touch:${parent.id}`,
    `update ${s.table} t set version = version + 1, updated_at = kernel.now(), updated_by = $3 where org_id = $1 and id = $2`,
    [tx.actor.orgId, row.id, tx.actor.userId],
  );
}

export function refuseFrozen(record: AnyRecord, row: Row): void {
  const state = (record.states as Record<string, StateSpec> | undefined)?.[row.state];
  if (state?.frozen) refuse(coreRules['core.frozen'], { state: state.label });
}

/** Inserts a row: pure check, number, insert, `then`, index. Input has been parsed by the caller. */
export async function createRow(tx: Tx, record: AnyRecord, given: Values): Promise<Row> {
  const rules = tx.registry.rulesOf(record).create as
    | undefined
    | {
        guard?: (tx: Tx, v: Values) => Promise<void>;
        set?: (tx: Tx, v: Values) => Promise<Values>;
        then?: (tx: Tx, row: Row) => Promise<void>;
      };
  const initial = Object.fromEntries(
    fieldsOf(record)
      .filter(([, f]) => f.initial !== undefined)
      .map(([n, f]) => [n, f.initial]),
  );
  let values: Values = { ...initial, ...given };
  if (rules?.set) values = { ...values, ...(await rules.set(tx, values)) };
  record.check?.(values as never);
  await rules?.guard?.(tx, values);
  await touchParent(tx, record, values);
  const number = values.number ?? (await nextNumber(tx, record, values));
  const all: Values = { ...values, number, state: values.state ?? record.initial ?? 'ACTIVE' };
  const s = statementsOf(record);
  const names = Object.keys(all).filter(
    (n) => n === 'id' || ((s.columns.has(n) || standardWritable.has(n)) && all[n] !== undefined),
  );
  const columns = ['org_id', 'created_by', 'updated_by', ...names.map((n) => s.columns.get(n) ?? columnOf(n))];
  const text = `insert into ${s.table} as t (${columns.map((c) => `"${c}"`).join(', ')}) values ($1, $2, $2, ${names.map((_, i) => `$${i + 3}`).join(', ')}) returning ${s.select}`;
  const [row] = await tx.prepared<Values>(statementName(text), text, [
    tx.actor.orgId,
    tx.actor.userId,
    ...names.map((n) => toColumn(record, n, all[n])),
  ]);
  const inserted = row as Row;
  await rules?.then?.(tx, inserted);
  // `then` may have written the row again (a document gets its first version).
  const created = rules?.then ? await lockRow(tx, record, inserted.id) : inserted;
  if (!record.internal) await tx.ports.indexer.indexed(tx, record, created);
  return created;
}

/**
 * Writes changed values with the version compared; a row changed by somebody else meanwhile is a 412 naming them.
 * @param set values to write, field names as in the definition (workflow and standard columns included).
 */
export async function writeRow(tx: Tx, record: AnyRecord, row: Row, set: Values): Promise<Row> {
  const s = statementsOf(record);
  const names = Object.keys(set).filter((n) => (s.columns.has(n) || standardWritable.has(n)) && set[n] !== undefined);
  const assignments = names.map((n, i) => `"${s.columns.get(n) ?? columnOf(n)}" = $${i + 5}`);
  const text = `update ${s.table} t set ${[...assignments, 'version = version + 1', 'updated_at = kernel.now()', 'updated_by = $4'].join(', ')}
    where t.org_id = $1 and t.id = $2 and t.version = $3 returning ${s.select}`;
  const [written] = await tx.prepared<Values>(statementName(text), text, [
    tx.actor.orgId,
    row.id,
    row.version,
    tx.actor.userId,
    ...names.map((n) => toColumn(record, n, set[n])),
  ]);
  if (!written) await refuseStale(tx, record, row.id, row.version);
  return written as Row;
}

export async function refuseStale(tx: Tx, record: AnyRecord, id: string, expected: number): Promise<never> {
  const now = await lockRow(tx, record, id);
  return refuse(coreRules['core.stale'], {
    person: await tx.ports.people.nameOf(tx, now.updatedBy),
    actual: now.version,
    expected,
  });
}

/** Prepared statements are named by a counter per distinct text: PostgreSQL cuts names at 63 characters. */
const statementNames = new Map<string, string>();
function statementName(text: string): string {
  const known = statementNames.get(text);
  if (known) return known;
  const name = `w${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}

const sameValue = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Edits fields: only what differs is written; after draft a regulated record needs a reason (CORE-01). */
export async function updateRow(tx: Tx, record: AnyRecord, row: Row, changes: Values, reason: string | null): Promise<Row> {
  const before = row as Values;
  const set = Object.fromEntries(Object.entries(changes).filter(([n, v]) => v !== undefined && !sameValue(v, before[n])));
  if (Object.keys(set).length === 0) return row;
  const rules = tx.registry.rulesOf(record).edit as
    | undefined
    | { guard?: (tx: Tx, row: Row, c: Values) => Promise<void>; then?: (tx: Tx, row: Row, before: Row) => Promise<void> };
  record.check?.({ ...before, ...set } as never);
  await rules?.guard?.(tx, row, set);
  await touchParent(tx, record, before);
  const written = await tx.writing({ action: 'UPDATE', ...(reason === null ? {} : { reason }) }, () =>
    writeRow(tx, record, row, set),
  );
  await rules?.then?.(tx, written, row);
  if (!record.internal) await tx.ports.indexer.indexed(tx, record, written);
  return written;
}

/** Refuses changes of fields that a person may not edit directly. */
export function refuseImmutable(record: AnyRecord, row: Row, changes: Values): void {
  for (const [name, f] of fieldsOf(record))
    if (f.isImmutable && name in changes && !sameValue(changes[name], (row as Values)[name]))
      refuse(coreRules['core.immutable'], { field: f.label.en });
}

export function needReason(reason: string | null | undefined): string {
  const given = (reason ?? '').normalize('NFC').trim();
  if (given.length < 10)
    throw new AppError(coreRules['core.reason-required'], {}, [{ path: 'reason', message: 'needs at least 10 characters' }]);
  rule(given.length <= 2000, coreRules['core.invalid'], {});
  return given;
}
