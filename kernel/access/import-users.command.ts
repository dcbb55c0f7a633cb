import { z } from 'zod';
import { sql } from '#kernel/db';
import { coreRules, createRow, defineCommand, parseInput, schemasOf, type Tx } from '#kernel/records';
import { AppError, refuse } from '#kernel/schema';
import { parseCsv } from './csv.ts';
import { User } from './records/user.ts';
import { accountFaults, takenNames } from './user.rules.ts';

/** Columns of the file: fields of an account, with department and site by code and manager by user name. */
const columns: Readonly<Record<string, string>> = {
  username: 'username',
  firstname: 'firstName',
  lastname: 'lastName',
  email: 'email',
  employeeid: 'employeeId',
  jobtitle: 'jobTitle',
  phone: 'phone',
  language: 'language',
  timezone: 'timeZone',
  department: 'departmentId',
  site: 'siteId',
  manager: 'managerId',
};
const MOST_ROWS = 2_000;
const fold = (text: string) => text.trim().toLowerCase();

export interface RowFault {
  /** Line of the file as people count them: the heading is 1. */
  readonly row: number;
  readonly path: string;
  readonly message: string;
}
type Values = Readonly<Record<string, unknown>>;

interface Places {
  readonly departmentId: ReadonlyMap<string, string>;
  readonly siteId: ReadonlyMap<string, string>;
  readonly managerId: ReadonlyMap<string, string>;
}
async function placesOf(tx: Tx): Promise<Places> {
  type Named = { readonly id: string; readonly code: string };
  const map = (rows: readonly Named[]) => new Map(rows.map((r) => [fold(r.code), r.id]));
  const org = tx.actor.orgId;
  return {
    departmentId: map(
      await tx.query<Named>(sql`select id, code from access.department where org_id = ${org} and state = 'ACTIVE'`),
    ),
    siteId: map(await tx.query<Named>(sql`select id, code from access.site where org_id = ${org} and state = 'ACTIVE'`)),
    managerId: map(await tx.query<Named>(sql`select id, username as code from access."user" where org_id = ${org}`)),
  };
}

/** Reads the heading and the rows; unknown columns stop the import before any row is judged. */
function readRows(text: string): { readonly names: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const fail = (message: string) => refuse(coreRules['core.invalid'], {}, [{ path: 'csv', message }]);
  let parsed: string[][] = [];
  try {
    parsed = parseCsv(text);
  } catch (error) {
    fail(error instanceof SyntaxError ? error.message : 'cannot be read');
  }
  const [heading, ...rows] = parsed;
  if (!heading || rows.length === 0) return fail('has no rows');
  if (rows.length > MOST_ROWS) return fail(`has more than ${MOST_ROWS} rows`);
  const names = heading.map((cell) => columns[fold(cell).replace(/[\s_-]/g, '')] ?? fail(`has an unknown column: ${cell}`));
  if (new Set(names).size < names.length) fail('has a column twice');
  return { names, rows };
}

function valuesOf(
  names: readonly string[],
  cells: readonly string[],
  places: Places,
): { values: Values; faults: { path: string; message: string }[] } {
  const values: Record<string, unknown> = {};
  const faults: { path: string; message: string }[] = [];
  if (cells.length > names.length) faults.push({ path: 'row', message: 'has more fields than the heading' });
  names.forEach((name, i) => {
    const cell = (cells[i] ?? '').trim();
    if (cell === '') return;
    if (name !== 'departmentId' && name !== 'siteId' && name !== 'managerId') values[name] = cell;
    else if (places[name].has(fold(cell))) values[name] = places[name].get(fold(cell));
    else faults.push({ path: name, message: `there is no ${cell}` });
  });
  return { values, faults };
}

async function faultsOf(
  tx: Tx,
  values: Values,
  seen: Map<string, number>,
  row: number,
): Promise<{ path: string; message: string }[]> {
  const faults = [...accountFaults(values)].map(({ path, message }) => ({ path, message }));
  try {
    parseInput(schemasOf(User).create, values);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    faults.push(...error.faults.map(({ path, message }) => ({ path, message })));
  }
  for (const path of ['username', 'email', 'employeeId']) {
    const value = values[path];
    if (typeof value !== 'string') continue;
    const key = `${path}:${fold(value)}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) faults.push({ path, message: `is in row ${earlier} already` });
    else seen.set(key, row);
  }
  faults.push(...(await takenNames(tx, values, null)).map((path) => ({ path, message: 'is taken' })));
  return faults;
}

/**
 * Invites many people from one file. Every row is judged first; with `mode: all` one faulty row stops the whole file, with `valid` the
 * others are created, each with its own audit event under one request (USR-03).
 */
export const importUsers = defineCommand({
  id: 'access.user.import',
  label: { en: 'Import users', fr: 'Importer des utilisateurs' },
  record: User,
  onCollection: true,
  needs: 'access.user.create',
  level: 'admin',
  input: z.strictObject({ csv: z.string().min(1).max(900_000), mode: z.enum(['all', 'valid']), dryRun: z.boolean().optional() }),
  async run(tx, { csv, mode, dryRun }) {
    const { names, rows } = readRows(csv);
    const places = await placesOf(tx);
    const seen = new Map<string, number>();
    const errors: RowFault[] = [];
    const good: { readonly row: number; readonly values: Values }[] = [];
    for (const [i, cells] of rows.entries()) {
      const row = i + 2;
      const { values, faults } = valuesOf(names, cells, places);
      const all = [...faults, ...(await faultsOf(tx, values, seen, row))];
      errors.push(...all.map((fault) => ({ row, ...fault })));
      if (all.length === 0) good.push({ row, values });
    }
    const created: { readonly row: number; readonly id: string; readonly username: string }[] = [];
    if (!dryRun && (mode === 'valid' || errors.length === 0))
      for (const { row, values } of good) {
        const user = await createRow(tx, User, parseInput(schemasOf(User).create, values));
        created.push({ row, id: user.id, username: String((user as { username?: unknown }).username) });
      }
    return { rows: rows.length, valid: good.length, created, errors };
  },
});
