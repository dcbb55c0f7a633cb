import { type Sql, sql } from '#kernel/db';
import { type AnyRecord, AppError, type FieldFacts, fieldsOf, type Row } from '#kernel/schema';
import { masked } from './read.ts';
import { coreRules } from './rules.ts';
import { readable } from './scope.ts';
import { statementsOf } from './statements.ts';
import type { Tx } from './tx.ts';

/** A list as asked for: the grammar of saved views and of the address bar is the same (design 6). */
export interface ListQuery {
  readonly filters: Readonly<Record<string, string>>;
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}
export interface Page {
  readonly items: readonly Row[];
  readonly page: { readonly next: string | null; readonly total: number; readonly estimated?: true };
}
const raw = (text: string): Sql => ({ parts: [text], values: [] });
const invalid = (path: string, message: string) => new AppError(coreRules['core.invalid'], {}, [{ path, message }]);
const EXACT_TOTAL = 10_000;

const standardKinds: Readonly<Record<string, FieldFacts['kind']>> = {
  id: 'ref',
  number: 'text',
  state: 'choice',
  version: 'integer',
  revision: 'integer',
  siteId: 'ref',
  departmentId: 'ref',
  confidentiality: 'choice',
  createdAt: 'instant',
  createdBy: 'ref',
  updatedAt: 'instant',
  updatedBy: 'ref',
  retentionUntil: 'day',
  legalHold: 'flag',
  voidedAt: 'instant',
  voidedBy: 'ref',
};
const notNull = new Set([
  'id',
  'state',
  'version',
  'revision',
  'createdAt',
  'updatedAt',
  'createdBy',
  'updatedBy',
  'confidentiality',
  'legalHold',
]);

interface Column {
  readonly sql: Sql;
  readonly kind: FieldFacts['kind'];
  readonly nullable: boolean;
}
function columnFor(tx: Tx, record: AnyRecord, name: string): Column {
  const column = statementsOf(record).columns.get(name);
  const field = Object.hasOwn(record.fields, name) ? (record.fields as Record<string, FieldFacts>)[name] : undefined;
  const hidden =
    field?.isSecret || (field?.readPermission && tx.actor.type !== 'SYSTEM' && !tx.actor.grants.has(field.readPermission));
  if (!column || hidden) throw invalid(name, 'is not a field of this record');
  return {
    sql: sql`t.${sql.id(column)}`,
    kind: field?.kind ?? standardKinds[name] ?? 'text',
    nullable: field ? field.isOptional : !(notNull.has(name) || (name === 'number' && record.number)),
  };
}
const pgType: Record<FieldFacts['kind'], string> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  day: 'date',
  instant: 'timestamptz',
  flag: 'boolean',
  choice: 'text',
  ref: 'uuid',
  texts: 'text',
  refs: 'uuid',
  json: 'text',
};
const patterns: Partial<Record<FieldFacts['kind'], RegExp>> = {
  integer: /^-?\d{1,15}$/,
  decimal: /^-?\d{1,20}(\.\d{1,12})?$/,
  day: /^\d{4}-\d{2}-\d{2}$/,
  instant: /^\d{4}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/,
  flag: /^(true|false)$/,
  ref: /^[0-9a-f-]{36}$/,
  refs: /^[0-9a-f-]{36}$/,
};
const operators: Readonly<Record<string, string>> = { gte: '>=', gt: '>', lte: '<=', lt: '<' };

function filterSql(tx: Tx, record: AnyRecord, key: string, given: string): Sql {
  const [name = '', operator] = key.split('.');
  const column = columnFor(tx, record, name);
  const values = given
    .split(',')
    .map((v) => (v === 'me' && (column.kind === 'ref' || column.kind === 'refs') ? tx.actor.userId : v));
  const wanted = values.filter((v) => v !== 'none');
  const pattern = patterns[column.kind];
  for (const v of wanted)
    if (pattern && !pattern.test(v) && operator !== 'contains') throw invalid(key, `${v} is not a ${column.kind} value`);
  const cast = raw(`::${pgType[column.kind]}`);
  if (operator && Object.hasOwn(operators, operator))
    return sql`${column.sql} ${raw(operators[operator] ?? '=')} ${wanted[0] ?? ''}${cast}`;
  if (operator === 'contains') return sql`${column.sql}::text ilike ${`%${given.replace(/[\\%_]/g, '\\$&')}%`}`;
  const isArray = column.kind === 'texts' || column.kind === 'refs';
  const arrayCast = raw(`::${pgType[column.kind]}[]`);
  const match = isArray ? sql`${column.sql} && ${wanted}${arrayCast}` : sql`${column.sql} = any(${wanted}${arrayCast})`;
  const withNone = values.includes('none') ? sql`(${match} or ${column.sql} is null)` : match;
  if (operator === 'ne') return sql`not coalesce(${withNone}, false)`;
  if (operator !== undefined) throw invalid(key, `${operator} is not a comparison (gte, gt, lte, lt, ne, contains)`);
  return withNone;
}

interface SortKey {
  readonly name: string;
  readonly column: Column;
  readonly descending: boolean;
}
function sortKeys(tx: Tx, record: AnyRecord, sort: string): SortKey[] {
  const keys = sort
    .split(',')
    .filter(Boolean)
    .map((part) => {
      const descending = part.startsWith('-');
      const name = descending ? part.slice(1) : part;
      return { name, column: columnFor(tx, record, name), descending };
    });
  return keys.some((k) => k.name === 'id')
    ? keys
    : [...keys, { name: 'id', column: columnFor(tx, record, 'id'), descending: keys.at(-1)?.descending ?? false }];
}
/** Rows after the cursor in the given order; nulls stand last in both directions. */
function afterCursor(keys: readonly SortKey[], cursor: string): Sql {
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw invalid('cursor', 'is not a cursor of this list');
  }
  if (!Array.isArray(values) || values.length !== keys.length || !values.every((v) => v === null || typeof v === 'string'))
    throw invalid('cursor', 'is not a cursor of this list');
  const equal: Sql[] = [];
  const branches: Sql[] = [];
  keys.forEach((key, i) => {
    const value = (values as (string | null)[])[i] ?? null;
    const cast = raw(`::${pgType[key.column.kind]}`);
    const beyond =
      value === null
        ? sql`false`
        : sql`(${key.column.sql} ${raw(key.descending ? '<' : '>')} ${value}${cast}${key.column.nullable ? sql` or ${key.column.sql} is null` : sql.empty})`;
    branches.push(sql`(${sql.join([...equal, beyond], sql` and `)})`);
    equal.push(value === null ? sql`${key.column.sql} is null` : sql`${key.column.sql} = ${value}${cast}`);
  });
  return sql`(${sql.join(branches, sql` or `)})`;
}

/** Predicate of a list on alias `t`: scope first, so that totals never reveal what is out of reach (CORE-06). */
export function listWhere(tx: Tx, record: AnyRecord, query: ListQuery): Sql {
  const parts: Sql[] = [readable(tx.actor, record)];
  for (const [key, value] of Object.entries(query.filters)) parts.push(filterSql(tx, record, key, value));
  const hidden = Object.entries(record.states ?? {})
    .filter(([, s]) => s.hidden)
    .map(([n]) => n);
  if (hidden.length > 0 && !Object.keys(query.filters).some((k) => k.split('.')[0] === 'state'))
    parts.push(sql`t.state <> all(${hidden})`);
  const q = query.q?.trim();
  if (q) {
    const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
    const columns = [...(record.number ? ['number'] : []), record.title, ...record.search.filter((n) => n !== record.title)];
    const kinds = columns.map((n) => ({ n, c: columnFor(tx, record, n) }));
    parts.push(
      sql`(${sql.join(
        kinds.map(({ c }) =>
          c.kind === 'texts' ? sql`array_to_string(${c.sql}, ' ') ilike ${like}` : sql`${c.sql}::text ilike ${like}`,
        ),
        sql` or `,
      )})`,
    );
  }
  return sql.join(parts, sql` and `);
}

/** One page of a list, filtered, sorted and keyset-paged; the total is exact up to 10 000. */
export async function listRows(tx: Tx, record: AnyRecord, query: ListQuery): Promise<Page> {
  const limit = Math.min(Math.max(query.limit ?? 25, 1), 200);
  const keys = sortKeys(tx, record, query.sort ?? record.sort);
  const where = listWhere(tx, record, query);
  const s = statementsOf(record);
  const order = sql.join(
    keys.map((k) => sql`${k.column.sql} ${raw(`${k.descending ? 'desc' : 'asc'}${k.column.nullable ? ' nulls last' : ''}`)}`),
  );
  const rows = await tx.query<Readonly<Record<string, unknown>>>(
    sql`select ${raw(s.select)} from ${raw(s.table)} t where ${where}${query.cursor ? sql` and ${afterCursor(keys, query.cursor)}` : sql.empty} order by ${order} limit ${limit + 1}`,
  );
  const more = rows.length > limit;
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next =
    more && last
      ? Buffer.from(JSON.stringify(keys.map((k) => (last[k.name] === null ? null : String(last[k.name]))))).toString('base64url')
      : null;
  const total = !more && !query.cursor ? items.length : await countUpTo(tx, s.table, where);
  return {
    items: items.map((row) => masked(tx, record, row)) as Row[],
    page: { next, total: Math.min(total, EXACT_TOTAL), ...(total > EXACT_TOTAL ? { estimated: true as const } : {}) },
  };
}
async function countUpTo(tx: Tx, table: string, where: Sql): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    sql`select count(*) as n from (select 1 from ${raw(table)} t where ${where} limit ${EXACT_TOTAL + 1}) x`,
  );
  return row?.n ?? 0;
}

/** Names of what rows refer to, for the reader: id → type, number and title. Targets out of the reader's scope stay nameless. */
export async function referencesOf(
  tx: Tx,
  record: AnyRecord,
  rows: readonly Row[],
): Promise<Record<string, { type: string; number: string | null; title: string }>> {
  const wanted = new Map<string, Set<string>>();
  const want = (type: string, id: unknown) => {
    if (typeof id !== 'string') return;
    const ids = wanted.get(type) ?? new Set<string>();
    ids.add(id);
    wanted.set(type, ids);
  };
  for (const row of rows) {
    const values = row as Readonly<Record<string, unknown>>;
    want('access.user', row.createdBy);
    want('access.user', row.updatedBy);
    want('access.department', row.departmentId);
    want('access.site', row.siteId);
    for (const [name, f] of fieldsOf(record)) {
      if (f.kind === 'ref' && f.to) want(f.to, values[name]);
      if (f.kind === 'refs' && f.to) for (const id of (values[name] as readonly unknown[] | null) ?? []) want(f.to, id);
    }
  }
  const out: Record<string, { type: string; number: string | null; title: string }> = {};
  // One round trip for all types: what is shown beside ids is asked for with every record and list.
  const parts = [...wanted].map(([type, ids]) => {
    const target = tx.registry.record(type);
    const s = statementsOf(target);
    const scope = target.module === 'access' ? sql`t.org_id = ${tx.actor.orgId}` : readable(tx.actor, target);
    return sql`select t.id, ${type}::text as type, t.number, t.${sql.id(s.columns.get(target.title) ?? 'number')}::text as title from ${raw(s.table)} t where t.id = any(${[...ids]}) and ${scope}`;
  });
  if (parts.length === 0) return out;
  for (const n of await tx.query<{ id: string; type: string; number: string | null; title: string }>(
    sql.join(parts, sql` union all `),
  ))
    out[n.id] = { type: n.type, number: n.number, title: n.title };
  return out;
}
