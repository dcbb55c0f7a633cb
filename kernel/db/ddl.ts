import { type AnyRecord, columnOf, type FieldFacts, fieldsOf } from '#kernel/schema';

/** Standard columns of every record table, in order, as PostgreSQL declares them. */
export const standardColumns: readonly {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default?: string;
}[] = [
  { name: 'org_id', type: 'uuid', notNull: true },
  { name: 'id', type: 'uuid', notNull: true, default: 'uuidv7()' },
  { name: 'number', type: 'text', notNull: false },
  { name: 'state', type: 'text', notNull: true },
  { name: 'version', type: 'integer', notNull: true, default: '1' },
  { name: 'revision', type: 'integer', notNull: true, default: '1' },
  { name: 'site_id', type: 'uuid', notNull: false },
  { name: 'department_id', type: 'uuid', notNull: false },
  { name: 'confidentiality', type: 'text', notNull: true, default: "'internal'" },
  { name: 'created_at', type: 'timestamp with time zone', notNull: true, default: 'kernel.now()' },
  { name: 'created_by', type: 'uuid', notNull: true },
  { name: 'updated_at', type: 'timestamp with time zone', notNull: true, default: 'kernel.now()' },
  { name: 'updated_by', type: 'uuid', notNull: true },
  { name: 'retention_until', type: 'date', notNull: false },
  { name: 'legal_hold', type: 'boolean', notNull: true, default: 'false' },
  { name: 'voided_at', type: 'timestamp with time zone', notNull: false },
  { name: 'voided_by', type: 'uuid', notNull: false },
  { name: 'void_reason', type: 'text', notNull: false },
  { name: 'extra', type: 'jsonb', notNull: true, default: "'{}'" },
];

const typeOf: Record<FieldFacts['kind'], (f: FieldFacts) => string> = {
  text: () => 'text',
  integer: () => 'bigint',
  decimal: () => 'numeric',
  day: () => 'date',
  instant: () => 'timestamp with time zone',
  flag: () => 'boolean',
  choice: () => 'text',
  ref: () => 'uuid',
  texts: () => 'text[]',
  refs: () => 'uuid[]',
  json: () => 'jsonb',
};

export const tableOf = (record: AnyRecord): { schema: string; table: string } => ({
  schema: record.module,
  table: columnOf(record.name),
});
const quoted = (name: string) => `"${name}"`;
/** `"edms"."document"`. Definitions are code, so the names are trusted. */
export const tableName = (record: AnyRecord): string => `${quoted(record.module)}.${quoted(columnOf(record.name))}`;

export interface ColumnSpec {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default?: string;
}
export function columnSpecs(record: AnyRecord): ColumnSpec[] {
  const own = fieldsOf(record).map(([name, f]): ColumnSpec => {
    const array = f.kind === 'texts' || f.kind === 'refs';
    const initial = f.kind === 'flag' ? String(f.initial ?? false) : array ? "'{}'" : undefined;
    return {
      name: columnOf(name),
      type: typeOf[f.kind](f),
      notNull: !f.isOptional || f.kind === 'flag' || array,
      ...(initial === undefined ? {} : { default: initial }),
    };
  });
  return [...standardColumns, ...own];
}

export interface ConstraintSpec {
  readonly name: string;
  readonly sql: string;
  /** Added after all tables exist: records may refer to each other in a circle. */
  readonly isForeign?: boolean;
}
/** Keys, references and vocabularies. Every key of an organization-owned table begins with org_id. */
export function constraintSpecs(record: AnyRecord): ConstraintSpec[] {
  const { table } = tableOf(record);
  const name = (suffix: string) => `${table}_${suffix}`.slice(0, 63);
  const out: ConstraintSpec[] = [{ name: name('pkey'), sql: 'primary key (org_id, id)' }];
  if (record.number) out.push({ name: name('number_key'), sql: 'unique (org_id, number)' });
  const states = Object.keys(record.states ?? {});
  if (states.length > 0)
    out.push({ name: name('state_check'), sql: `check (state in (${states.map((s) => `'${s}'`).join(', ')}))` });
  for (const columns of record.unique)
    out.push({
      name: name(`${columns.map(columnOf).join('_')}_key`),
      sql: `unique (org_id, ${columns.map((c) => quoted(columnOf(c))).join(', ')})`,
    });
  for (const [field, f] of fieldsOf(record)) {
    const column = columnOf(field);
    if (f.kind === 'ref' && f.to) {
      const [m = '', r = ''] = f.to.split('.');
      out.push({
        name: name(`${column}_fkey`),
        sql: `foreign key (org_id, ${quoted(column)}) references ${quoted(m)}.${quoted(columnOf(r))} (org_id, id)`,
        isForeign: true,
      });
    }
    if (f.kind === 'choice')
      out.push({
        name: name(`${column}_check`),
        sql: `check (${quoted(column)} in (${Object.keys(f.choices ?? {})
          .map((c) => `'${c}'`)
          .join(', ')}))`,
      });
  }
  return out;
}

/** Indexes: the default order, the state filter and every reference, each led by org_id. */
export function indexSpecs(record: AnyRecord): ConstraintSpec[] {
  const { table } = tableOf(record);
  const out: ConstraintSpec[] = [
    { name: `${table}_state_idx`, sql: `on ${tableName(record)} (org_id, state, updated_at desc, id)` },
  ];
  for (const [field, f] of fieldsOf(record))
    if (f.kind === 'ref')
      out.push({
        name: `${table}_${columnOf(field)}_idx`.slice(0, 63),
        sql: `on ${tableName(record)} (org_id, ${quoted(columnOf(field))})`,
      });
  return out;
}

export const columnSql = (c: ColumnSpec): string =>
  `${quoted(c.name)} ${c.type}${c.notNull ? ' not null' : ''}${c.default ? ` default ${c.default}` : ''}`;

/** The statements that create a record's table, audited and isolated. */
export function createTableSql(record: AnyRecord): string {
  const { schema, table } = tableOf(record);
  const secret = fieldsOf(record)
    .filter(([, f]) => f.isSecret)
    .map(([n]) => columnOf(n));
  const array = (items: readonly string[]) => `'{${items.join(',')}}'`;
  const lines = [
    ...columnSpecs(record).map((c) => `  ${columnSql(c)}`),
    ...constraintSpecs(record)
      .filter((c) => !c.isForeign)
      .map((c) => `  constraint ${quoted(c.name)} ${c.sql}`),
  ];
  return [
    `create table ${tableName(record)} (\n${lines.join(',\n')});`,
    ...indexSpecs(record).map((i) => `create index ${quoted(i.name)} ${i.sql};`),
    `select audit.attach('${schema}', '${table}', ${array(secret)}, ${array(draftStates(record))});`,
  ].join('\n');
}

/** States of a regulated record in which an edit needs no reason. */
export function draftStates(record: AnyRecord): string[] {
  if (!record.regulated || !record.initial) return [];
  return Object.entries(record.states ?? {})
    .filter(([, s]) => s.family === 'writing')
    .map(([name]) => name);
}
