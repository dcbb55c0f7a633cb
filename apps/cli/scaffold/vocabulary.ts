import type pg from 'pg';
import { constraintSpecs, type Drift, tableName, tableOf } from '#kernel/db';
import type { AnyRecord } from '#kernel/schema';

const literals = (sql: string) => [...sql.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '').sort();

/** States and choices whose list in the database is another than in the definitions, with the statements that replace it. */
export async function vocabularyDrift(client: pg.Client, records: readonly AnyRecord[]): Promise<Drift[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select n.nspname || '.' || k.relname || '.' || c.conname as name, pg_get_constraintdef(c.oid) as definition
     from pg_constraint c join pg_class k on k.oid = c.conrelid join pg_namespace n on n.oid = k.relnamespace where c.contype = 'c'`,
  );
  const actual = new Map(rows.map((row) => [row.name, row.definition]));
  return records.flatMap((record) => {
    const { schema, table } = tableOf(record);
    return constraintSpecs(record).flatMap(({ name, sql }): Drift[] => {
      const definition = actual.get(`${schema}.${table}.${name}`);
      if (definition === undefined || literals(definition).join() === literals(sql).join()) return [];
      const change = `alter table ${tableName(record)}`;
      return [
        {
          message: `constraint ${name} on ${schema}.${table} lists other values than the definition`,
          sql: `${change} drop constraint "${name}";\n${change} add constraint "${name}" ${sql};`,
        },
      ];
    });
  });
}
