import { sql } from '#kernel/db';
import { coreRules, createRow, findRows, getRow, parseInput, schemasOf, statementsOf, type Tx } from '#kernel/records';
import { type AnyRecord, AppError, type FieldFault, fieldsOf, type Row, refuse } from '#kernel/schema';
import type { ImportedTable } from './import-file.ts';
import { fieldOfHeading, importable, namesFor, readRow, referenceTexts } from './import-values.ts';
import { transferRules } from './transfer-rules.ts';

type Values = Readonly<Record<string, unknown>>;

/** What becomes of one row of the file. */
export interface RowOutcome {
  /** Row number in the file. */
  readonly line: number;
  readonly outcome: 'create' | 'created' | 'duplicate' | 'invalid';
  /** Field by field: what there is and what the file says. */
  readonly diff: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
  readonly errors: readonly FieldFault[];
  readonly id?: string;
  readonly number?: string | null;
}
export interface ImportPlan {
  /** Heading → field; null: not read. */
  readonly columns: readonly { readonly heading: string; readonly field: string | null }[];
  readonly rows: readonly RowOutcome[];
  /** Values of the rows that can be created, by line. */
  readonly values: ReadonlyMap<number, Values>;
}

function columnsOf(
  record: AnyRecord,
  headings: readonly string[],
  mapping: Readonly<Record<string, string | null>>,
): (string | null)[] {
  const allowed = new Set(importable(record));
  for (const field of Object.values(mapping))
    if (field !== null && !allowed.has(field)) refuse(transferRules['import.mapping'], { field });
  return headings.map((heading) =>
    Object.hasOwn(mapping, heading) ? (mapping[heading] ?? null) : (fieldOfHeading(record, heading) ?? null),
  );
}

const faultsOf = (error: unknown, tx: Tx): FieldFault[] => {
  if (!(error instanceof AppError)) throw error;
  return error.faults.length > 0
    ? [...error.faults]
    : [{ path: '', message: error.detail(tx.actor.language), rule: error.rule.id }];
};

/**
 * The record with the same key, by any of the unique sets of fields that the values fill. A key is taken whoever looks; what stands
 * under it is shown only to readers of that record.
 */
async function sameKey(tx: Tx, record: AnyRecord, values: Values): Promise<{ readonly row?: Row } | undefined> {
  const s = statementsOf(record);
  for (const names of record.unique) {
    if (names.some((name) => values[name] === undefined || values[name] === null)) continue;
    const parts = names.map((name) => sql`t.${sql.id(s.columns.get(name) ?? name)}::text = ${String(values[name])}`);
    const [taken] = await findRows(tx, record, sql.join(parts, sql` and `), sql`limit 1`);
    if (!taken) continue;
    return await getRow(tx, record, taken.id).then(
      (row) => ({ row }),
      (error: unknown) => {
        if (error instanceof AppError) return {};
        throw error;
      },
    );
  }
  return undefined;
}

const keyOf = (record: AnyRecord, values: Values): string[] =>
  record.unique
    .filter((names) => names.every((n) => values[n] !== undefined))
    .map((names) => JSON.stringify([names, names.map((n) => values[n])]));

/** The checks of a creation that need no writing: schema, what the record's rules add, its pure check and its guard. */
async function judge(tx: Tx, record: AnyRecord, values: Values): Promise<Values> {
  const parsed = withPlace(tx, record, parseInput(schemasOf(record).create, values));
  const rules = tx.registry.rulesOf(record).create as
    | undefined
    | { guard?: (tx: Tx, v: Values) => Promise<void>; set?: (tx: Tx, v: Values) => Promise<Values> };
  const initial = Object.fromEntries(fieldsOf(record).flatMap(([n, f]) => (f.initial === undefined ? [] : [[n, f.initial]])));
  let whole: Values = { ...initial, ...parsed };
  if (rules?.set) whole = { ...whole, ...(await rules.set(tx, whole)) };
  record.check?.(whole as never);
  await rules?.guard?.(tx, whole);
  return parsed;
}

/** Rows belong to the importer's site, and department where records have one, unless the file says otherwise (as a form does). */
function withPlace(tx: Tx, record: AnyRecord, values: Values): Values {
  const { departmentId, siteId } = tx.actor;
  return record.scope === 'department' ? { departmentId, siteId, ...values } : { siteId, ...values };
}

/**
 * Judges every row of a file without writing anything, not even drawing a number: what would be created, what is there already and
 * what is wrong, cell by cell.
 */
export async function planImport(
  tx: Tx,
  record: AnyRecord,
  table: ImportedTable,
  mapping: Readonly<Record<string, string | null>>,
): Promise<ImportPlan> {
  const fields = columnsOf(record, table.headings, mapping);
  const rows = table.rows.map((row) => ({
    line: row.line,
    cells: new Map(fields.flatMap((field, i): [string, string][] => (field === null ? [] : [[field, row.cells[i] ?? '']]))),
  }));
  const names = await namesFor(
    tx,
    record,
    referenceTexts(
      record,
      rows.map((r) => r.cells),
    ),
  );
  const outcomes: RowOutcome[] = [];
  const values = new Map<number, Values>();
  const taken = new Map<string, number>();
  for (const { line, cells } of rows) {
    const read = readRow(record, cells, names, tx);
    let errors: FieldFault[] = read.faults;
    let parsed: Values | undefined;
    if (errors.length === 0) {
      try {
        parsed = await judge(tx, record, read.values);
      } catch (error) {
        errors = faultsOf(error, tx);
      }
    }
    const before = parsed ? await sameKey(tx, record, parsed) : undefined;
    const earlier = parsed
      ? keyOf(record, parsed)
          .map((key) => taken.get(key))
          .find((l) => l !== undefined)
      : undefined;
    if (earlier !== undefined) errors = [{ path: '', message: `row ${earlier} of the file has the same key` }];
    const old: Values = before?.row ? { ...before.row } : {};
    const diff = Object.entries(read.values)
      .map(([field, after]) => ({ field, before: old[field] ?? null, after }))
      .filter((d) => !before || JSON.stringify(d.before) !== JSON.stringify(d.after));
    const outcome = errors.length > 0 ? 'invalid' : before ? 'duplicate' : 'create';
    outcomes.push({ line, outcome, diff, errors, ...(before?.row ? { id: before.row.id, number: before.row.number } : {}) });
    if (outcome !== 'create' || !parsed) continue;
    values.set(line, parsed);
    for (const key of keyOf(record, parsed)) taken.set(key, line);
  }
  return { columns: table.headings.map((heading, i) => ({ heading, field: fields[i] ?? null })), rows: outcomes, values };
}

/**
 * Creates the rows of a plan in the same transaction: all of the file or nothing, or the valid rows. Each row has its own audit event,
 * all of them the same request id (AT-13).
 */
export async function applyImport(
  tx: Tx,
  record: AnyRecord,
  plan: ImportPlan,
  mode: 'all' | 'valid',
  fileName: string,
): Promise<RowOutcome[]> {
  const bad = plan.rows.filter((r) => r.outcome !== 'create');
  if (mode === 'all' && bad.length > 0) {
    const faults = bad.flatMap((r) =>
      r.outcome === 'duplicate'
        ? [
            {
              path: `rows.${r.line}`,
              message: coreRules['core.duplicate'][tx.actor.language].replace('{fields}', record.unique.flat().join(', ')),
            },
          ]
        : r.errors.map((e) => ({ ...e, path: `rows.${r.line}${e.path ? `.${e.path}` : ''}` })),
    );
    throw new AppError(transferRules['import.rows-refused'], { count: bad.length }, faults.slice(0, 200));
  }
  return tx.writing({ reason: `Import: ${fileName}` }, async () => {
    const done: RowOutcome[] = [];
    for (const row of plan.rows) {
      const values = plan.values.get(row.line);
      if (!values) {
        done.push(row);
        continue;
      }
      const made = await createRow(tx, record, values);
      done.push({ ...row, outcome: 'created', id: made.id, number: made.number });
    }
    return done;
  });
}
