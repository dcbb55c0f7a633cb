import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleGraph } from './modules.ts';
import { repository, root } from './source.ts';

/** A query whose rows must not exist. The name is that of its file in checks/invariants. */
export interface Invariant {
  readonly name: string;
  readonly sql: string;
}

export function invariants(): Invariant[] {
  const dir = join(root, 'checks/invariants');
  return readdirSync(dir)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({ name: file.slice(0, -4), sql: readFileSync(join(dir, file), 'utf8') }));
}

/** What an invariant needs of a database: rows of one query. `pg.Client` fits. */
export interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: { subject?: string }[] }>;
}

/** Broken invariants as `name: subject`, one line per row that must not exist. Reads only; run as an owner or superuser. */
export async function brokenInvariants(database: Queryable): Promise<string[]> {
  await database.query(`select set_config('checks.modules', $1, false)`, [moduleGraph(repository()).order.join(',')]);
  const broken: string[] = [];
  for (const { name, sql } of invariants()) {
    for (const row of (await database.query(sql)).rows) broken.push(`${name}: ${row.subject ?? ''}`);
  }
  return broken;
}

/** Kernel parts whose migrations others build on, in that order; the rest follow by name, modules in their own order. */
const first = ['db', 'audit', 'access'];

/** Every folder with migrations in the tree, bottom to top. */
export function migrationSources(): { module: string; dir: string }[] {
  const parts = readdirSync(join(root, 'kernel')).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  const kernel = parts.map((part) => ({ module: `kernel/${part}`, dir: join(root, 'kernel', part, 'migrations') }));
  const modules = moduleGraph(repository()).order.map((module) => ({
    module,
    dir: join(root, 'modules', module, 'server/migrations'),
  }));
  return [...kernel, ...modules].filter(({ dir }) => existsSync(dir));
}

function rank(part: string): number {
  const at = first.indexOf(part);
  return at < 0 ? first.length : at;
}
