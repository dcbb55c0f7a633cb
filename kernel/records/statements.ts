import { standardColumns, tableName } from '#kernel/db';
import { type AnyRecord, columnOf, fieldsOf } from '#kernel/schema';

/** API name of a standard column: `created_at` → `createdAt`. */
const camel = (column: string) => column.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());

/** Names and SQL texts of one record, made once: the hot paths use them as named prepared statements. */
export interface Statements {
  readonly columns: ReadonlyMap<string, string>;
  /** `t."author_id" as "authorId", …` without secret fields. */
  readonly select: string;
  readonly selectSecret: string;
  readonly table: string;
  readonly get: string;
  readonly lock: string;
}

const cache = new WeakMap<AnyRecord, Statements>();

export function statementsOf(record: AnyRecord): Statements {
  const known = cache.get(record);
  if (known) return known;
  const columns = new Map<string, string>();
  for (const c of standardColumns) if (c.name !== 'org_id') columns.set(camel(c.name), c.name);
  const secret = new Set<string>();
  for (const [name, f] of fieldsOf(record)) {
    columns.set(name, columnOf(name));
    if (f.isSecret) secret.add(name);
  }
  const list = (keep: (name: string) => boolean) =>
    [...columns]
      .filter(([name]) => keep(name))
      .map(([name, column]) => `t."${column}" as "${name}"`)
      .join(', ');
  const table = tableName(record);
  const select = list((name) => !secret.has(name));
  const made: Statements = {
    columns,
    select,
    selectSecret: list(() => true),
    table,
    get: `select ${select} from ${table} t where t.org_id = $1 and t.id = $2`,
    lock: `select ${select} from ${table} t where t.org_id = $1 and t.id = $2 for update`,
  };
  cache.set(record, made);
  return made;
}
