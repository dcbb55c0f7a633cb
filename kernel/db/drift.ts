import type pg from 'pg';
import { type AnyRecord, columnOf } from '#kernel/schema';
import {
  type ConstraintSpec,
  columnSpecs,
  columnSql,
  constraintSpecs,
  createTableSql,
  indexSpecs,
  tableName,
  tableOf,
} from './ddl.ts';

interface Catalogue {
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, { type: string; notNull: boolean }>>;
  readonly constraints: ReadonlySet<string>;
  readonly indexes: ReadonlySet<string>;
  readonly isolated: ReadonlySet<string>;
}

/** What the database really holds, as far as definitions speak of it. */
export async function catalogueOf(client: pg.Client | pg.Pool): Promise<Catalogue> {
  const { rows } = await client.query<{ t: string; c: string; type: string; nn: boolean }>(`
    select n.nspname || '.' || k.relname t, a.attname c, format_type(a.atttypid, a.atttypmod) type, a.attnotnull nn
    from pg_attribute a join pg_class k on k.oid = a.attrelid join pg_namespace n on n.oid = k.relnamespace
    where k.relkind = 'r' and a.attnum > 0 and not a.attisdropped and n.nspname !~ '^pg_|information_schema'`);
  const columns = new Map<string, Map<string, { type: string; notNull: boolean }>>();
  for (const r of rows) {
    const table = columns.get(r.t) ?? new Map<string, { type: string; notNull: boolean }>();
    table.set(r.c, { type: r.type, notNull: r.nn });
    columns.set(r.t, table);
  }
  const names = async (text: string) => new Set((await client.query<{ x: string }>(text)).rows.map((r) => r.x));
  return {
    columns,
    constraints: await names(`select conrelid::regclass::text || '.' || conname x from pg_constraint where conrelid <> 0`).then(
      unquote,
    ),
    indexes: await names(`select schemaname || '.' || indexname x from pg_indexes`),
    isolated: await names(
      `select n.nspname || '.' || k.relname x from pg_class k join pg_namespace n on n.oid = k.relnamespace where k.relrowsecurity and k.relforcerowsecurity`,
    ),
  };
}
const unquote = (set: Set<string>) => new Set([...set].map((x) => x.replaceAll('"', '')));

export interface Drift {
  readonly message: string;
  /** Statement that closes the gap, where one can be drafted. */
  readonly sql?: string;
}

/** Differences between definitions and database: the drift test expects none, the draft command turns them into a migration to read. */
export function driftOf(records: readonly AnyRecord[], catalogue: Catalogue): Drift[] {
  const out: Drift[] = [];
  const later: Drift[] = [];
  for (const record of records) {
    const { schema, table } = tableOf(record);
    const key = `${schema}.${table}`;
    const actual = catalogue.columns.get(key);
    if (!actual) {
      out.push({ message: `table ${key} is missing`, sql: createTableSql(record) });
      for (const c of constraintSpecs(record))
        if (c.isForeign) later.push({ message: `constraint ${c.name} on ${key} is missing`, sql: addConstraint(record, c) });
      continue;
    }
    const expected = columnSpecs(record);
    for (const column of expected) {
      const found = actual.get(column.name);
      if (!found)
        out.push({
          message: `column ${key}.${column.name} is missing`,
          sql: `alter table ${tableName(record)} add column ${columnSql(column)};`,
        });
      else if (found.type !== column.type || found.notNull !== column.notNull)
        out.push({
          message: `column ${key}.${column.name} is ${found.type}${found.notNull ? ' not null' : ''}, declared ${column.type}${column.notNull ? ' not null' : ''}`,
        });
    }
    for (const name of actual.keys())
      if (!expected.some((c) => c.name === name)) out.push({ message: `column ${key}.${name} is not declared` });
    for (const c of constraintSpecs(record))
      if (!catalogue.constraints.has(`${key}.${c.name}`))
        out.push({ message: `constraint ${c.name} on ${key} is missing`, sql: addConstraint(record, c) });
    for (const i of indexSpecs(record))
      if (!catalogue.indexes.has(`${schema}.${i.name}`))
        out.push({ message: `index ${schema}.${i.name} is missing`, sql: `create index "${i.name}" ${i.sql};` });
    for (const t of [table, `${table}_history`])
      if (!catalogue.isolated.has(`${schema}.${columnOf(t)}`))
        out.push({ message: `row-level security is not forced on ${schema}.${t}` });
  }
  return [...out, ...later];
}
const addConstraint = (record: AnyRecord, c: ConstraintSpec) =>
  `alter table ${tableName(record)} add constraint "${c.name}" ${c.sql};`;

/** Text of the next migration for a module, for a person to read and complete. */
export function draftMigration(drift: readonly Drift[]): string {
  const body = drift.map((d) => d.sql ?? `-- decide by hand: ${d.message}`).join('\n\n');
  return `-- why: <requirement or decision>   safe: <additive | expand | contract>   rollback: none needed, forward only\n${body}\n`;
}
