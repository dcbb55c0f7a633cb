import { type Sql, sql } from '#kernel/db';
import { type AnyRecord, fieldsOf, type Row, refuse } from '#kernel/schema';
import { coreRules } from './rules.ts';
import { readable } from './scope.ts';
import { statementsOf } from './statements.ts';
import type { Tx } from './tx.ts';

const raw = (text: string): Sql => ({ parts: [text], values: [] });

/** One row the actor may see; absent and out of scope read the same (404). */
export async function getRow(tx: Tx, record: AnyRecord, id: string): Promise<Row> {
  const s = statementsOf(record);
  const [row] = await tx.query<Readonly<Record<string, unknown>>>(
    sql`select ${raw(s.select)} from ${raw(s.table)} t where t.id = ${id} and ${readable(tx.actor, record)}`,
  );
  if (!row) refuse(coreRules['core.not-found']);
  return masked(tx, record, row) as Row;
}

/** Row by id without scope, for the kernel's own consequences (locks, engine); never for answering a reader. */
export async function lockRow(tx: Tx, record: AnyRecord, id: string): Promise<Row> {
  const s = statementsOf(record);
  const [row] = await tx.prepared<Readonly<Record<string, unknown>>>(`lock:${record.id}`, s.lock, [tx.actor.orgId, id]);
  if (!row) refuse(coreRules['core.not-found']);
  return row as Row;
}

/** Fields behind a permission the reader lacks are left out, wherever a row is shown. */
export function masked<T extends Readonly<Record<string, unknown>>>(tx: Tx, record: AnyRecord, row: T): T {
  const hidden = fieldsOf(record).filter(
    ([, f]) => f.readPermission && tx.actor.type !== 'SYSTEM' && !tx.actor.grants.has(f.readPermission),
  );
  if (hidden.length === 0) return row;
  const copy: Record<string, unknown> = { ...row };
  for (const [name] of hidden) delete copy[name];
  return copy as T;
}

/** The record as it stood at an instant, from its history table; scope is judged by today's row. */
export async function getRowAsOf(tx: Tx, record: AnyRecord, id: string, at: string): Promise<Row> {
  await getRow(tx, record, id);
  const s = statementsOf(record);
  const [found] = await tx.query<{ row: Readonly<Record<string, unknown>> }>(
    sql`select h.row from ${raw(s.table.replace(/"$/, '_history"'))} h where h.org_id = ${tx.actor.orgId} and h.id = ${id} and h.at <= ${at} order by h.version desc limit 1`,
  );
  if (!found) refuse(coreRules['core.not-found']);
  const secret = new Set(
    fieldsOf(record)
      .filter(([, f]) => f.isSecret)
      .map(([n]) => n),
  );
  const row = Object.fromEntries(
    [...s.columns].filter(([name]) => !secret.has(name)).map(([name, column]) => [name, found.row[column] ?? null]),
  );
  return masked(tx, record, row) as Row;
}

/** Rows by a plain predicate on alias `t`, unscoped: for module rules inside their own transaction. */
export async function findRows<R extends AnyRecord>(tx: Tx, record: R, where: Sql, tail: Sql = sql.empty): Promise<Row<R>[]> {
  const s = statementsOf(record);
  return (await tx.query(
    sql`select ${raw(s.select)} from ${raw(s.table)} t where t.org_id = ${tx.actor.orgId} and ${where} ${tail}`,
  )) as Row<R>[];
}
