import { sql } from '#kernel/db';
import type { Registry } from '#kernel/records';
import { columnOf, fieldsOf } from '#kernel/schema';
import { rowsOf, type Session } from './session.ts';

/** An audited table with its history. `exists` is false when a definition or the log knows it and the database does not. */
export interface AuditedTable {
  readonly schema: string;
  readonly table: string;
  readonly history: string;
  /** Name of the record type in events, `module.record-type`. */
  readonly entity: string;
  readonly exists: boolean;
}

const partsOf = (entity: string) => {
  const [schema = '', name = ''] = entity.split('.');
  return { schema, table: name.replaceAll('-', '_') };
};

/**
 * Every table that must be audited, from three sources, so that none disappears by losing its triggers: tables with a history table,
 * entities the log has records of, and record definitions.
 */
export async function auditedTables(session: Session): Promise<AuditedTable[]> {
  const present = await rowsOf<{ schema: string; table: string }>(
    session.client,
    sql`select n.nspname as schema, c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema$|audit$)'
        and exists (select from pg_class h join pg_attribute a on a.attrelid = h.oid and a.attname = 'row' and not a.attisdropped
          where h.relnamespace = c.relnamespace and h.relname = c.relname || '_history')`,
  );
  const heads = await rowsOf<{ entity: string }>(session.client, sql`select distinct entity from audit.head`);
  const here = new Set(present.map((t) => `${t.schema}.${t.table}`));
  const wanted = new Map(present.map((t) => [`${t.schema}.${t.table}`, `${t.schema}.${t.table.replaceAll('_', '-')}`]));
  for (const entity of [...heads.map((h) => h.entity), ...recordEntities(session.registry)]) {
    const { schema, table } = partsOf(entity);
    wanted.set(`${schema}.${table}`, entity);
  }
  return [...wanted].sort().map(([name, entity]) => {
    const { schema, table } = partsOf(entity);
    return { schema, table, history: `${table}_history`, entity, exists: here.has(name) };
  });
}
const recordEntities = (registry: Registry | undefined): string[] =>
  [...(registry?.records.values() ?? [])].map((r) => `${r.module}.${columnOf(r.name).replaceAll('_', '-')}`);

/** Whether the verifier may read a table and its history; where it may not, somebody has taken the right away. */
export async function isReadable(session: Session, t: AuditedTable): Promise<boolean> {
  const names = [t.table, t.history];
  const [answer] = await rowsOf<{ readable: boolean }>(
    session.client,
    sql`select has_schema_privilege(${t.schema}::text, 'usage') and (select bool_and(has_table_privilege(format('%I.%I', ${t.schema}::text, name), 'select'))
      from unnest(${names}::text[]) as name) as readable`,
  );
  if (answer?.readable) return true;
  const detail = `the verifier may not read ${t.schema}.${t.table} or its history`;
  session.faults.add({ kind: 'table-unreadable', epoch: null, entity: t.entity, detail });
  return false;
}

/** Name of a column as people know it: the field of the definition, or the column itself in camel case. */
export function fieldName(registry: Registry | undefined, entity: string, column: string): string {
  const record = registry?.records.get(entity);
  const field = record && fieldsOf(record).find(([name]) => columnOf(name) === column)?.[0];
  return field ?? column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
