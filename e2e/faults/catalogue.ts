import type pg from 'pg';

/** A record table that is audited. */
export interface Table {
  /** Schema and table. Its history is the same name with `_history`; behind a schema no name needs quotes. */
  readonly name: string;
  /** Name of the record type in events. */
  readonly entity: string;
}

/** Every table with a history table beside it. */
export async function auditedTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ schema: string; table: string }>(
    `select n.nspname as schema, c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and exists (select from pg_class h where h.relnamespace = c.relnamespace and h.relname = c.relname || '_history')
     order by 1, 2`,
  );
  return rows.map(({ schema, table }) => ({ name: `${schema}.${table}`, entity: `${schema}.${table.replaceAll('_', '-')}` }));
}

/** Checks every B-tree against its table and every table's pages with amcheck. Returns how many are damaged. */
export async function damagedRelations(client: pg.Client, examples: string[]): Promise<number> {
  await client.query('create extension if not exists amcheck');
  const { rows } = await client.query<{ name: string; kind: 'index' | 'table'; oid: string }>(
    `select c.oid::regclass::text as name, case c.relkind when 'i' then 'index' else 'table' end as kind, c.oid::text as oid
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_am a on a.oid = c.relam
     where a.amname in ('btree', 'heap') and c.relkind in ('i', 'r') and c.relpersistence = 'p' order by 1`,
  );
  let damaged = 0;
  for (const { name, kind, oid } of rows) {
    const text =
      kind === 'index'
        ? 'select bt_index_check($1::oid::regclass, true)::text as damage'
        : 'select msg as damage from verify_heapam($1::oid::regclass)';
    const found = await client.query<{ damage: string }>(text, [oid]).then(
      (answer) => (kind === 'index' ? [] : answer.rows.map((row) => row.damage)),
      (error: unknown) => [error instanceof Error ? error.message : String(error)],
    );
    if (found.length === 0) continue;
    damaged += 1;
    examples.push(`damaged: ${kind} ${name}: ${found[0]}`);
  }
  return damaged;
}
