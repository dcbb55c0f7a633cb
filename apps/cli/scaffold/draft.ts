import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { catalogueOf, createSchemaSql, type Drift, draftMigration, driftOf, type MigrationSource, migrate } from '#kernel/db';
import type { ModuleDefinition } from '#kernel/schema';
import { UserError } from '../user-error.ts';
import type { ModulePlace } from './place.ts';
import { vocabularyDrift } from './vocabulary.ts';

const isDefinition = (value: unknown): value is ModuleDefinition =>
  typeof value === 'object' && value !== null && 'id' in value && 'records' in value && 'dependsOn' in value;

/** The definition a module.ts exports. */
async function definitionOf(root: string, place: ModulePlace): Promise<ModuleDefinition> {
  const exported: unknown = await import(pathToFileURL(join(root, place.folder, 'module.ts')).href);
  const found = Object.values(exported ?? {}).find(isDefinition);
  if (!found) throw new UserError(`${place.folder}/module.ts exports no module.`);
  return found;
}

/** What the module's definitions ask for beyond its migrations: schema first, then tables, columns, keys, vocabularies. */
export async function driftOfModule(
  ownerUrl: string,
  module: ModuleDefinition,
  sources: readonly MigrationSource[],
): Promise<Drift[]> {
  await migrate(ownerUrl, sources);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_namespace where nspname = $1', [module.id]);
    const schema: Drift[] = rowCount ? [] : [{ message: `schema ${module.id} is missing`, sql: createSchemaSql(module.id) }];
    const shape = driftOf(module.records, await catalogueOf(client));
    return [...schema, ...shape, ...(await vocabularyDrift(client, module.records))];
  } finally {
    await client.end();
  }
}

/** `0002` after `0001_edms.sql`. */
function nextNumber(folder: string): string {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const last = Math.max(0, ...names.filter((n) => n.endsWith('.sql')).map((n) => Number.parseInt(n, 10) || 0));
  return String(last + 1).padStart(4, '0');
}

/** A word for the file name: the one thing that changed, or the module's id for its first migration. */
function slugOf(module: ModuleDefinition, drift: readonly Drift[], number: string): string {
  if (number === '0001') return module.id;
  const missing = drift.filter(({ message }) => /^(?:table|column) .* is missing$/.test(message));
  const [, name] = /^(?:table|column) [^.]+\.(\S+) is missing$/.exec(missing[0]?.message ?? '') ?? [];
  return missing.length === 1 && name ? name.replaceAll('.', '_') : 'changes';
}

export interface Drafted {
  readonly path: string;
  readonly drift: readonly Drift[];
}
/**
 * Compares a module's definitions with what its migrations make of an empty database and writes the next migration, for a person to read
 * and to fill in its header. Undefined when they agree.
 */
export async function draft(
  root: string,
  place: ModulePlace,
  options: { readonly ownerUrl: string; readonly sources: readonly MigrationSource[]; readonly name?: string | undefined },
): Promise<Drafted | undefined> {
  const module = await definitionOf(root, place);
  const folder = join(root, place.folder, 'server', 'migrations');
  const known = options.sources.some((source) => source.module === place.id);
  const sources = known ? options.sources : [...options.sources, { module: place.id, dir: folder }];
  const drift = await driftOfModule(options.ownerUrl, module, sources);
  if (drift.length === 0) return undefined;
  const number = nextNumber(folder);
  const path = `${place.folder}/server/migrations/${number}_${options.name ?? slugOf(module, drift, number)}.sql`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(root, path), draftMigration(drift));
  return { path, drift };
}
