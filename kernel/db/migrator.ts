import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** Where a part of the product keeps its reviewed SQL files, in the order they must run. */
export interface MigrationSource {
  readonly module: string;
  readonly dir: string;
}
interface MigrationFile {
  readonly module: string;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

export function migrationFiles(sources: readonly MigrationSource[]): MigrationFile[] {
  return sources.flatMap(({ module, dir }) =>
    (existsSync(dir) ? readdirSync(dir) : [])
      .filter((f) => f.endsWith('.sql'))
      .sort()
      .map((name) => {
        const sql = readFileSync(join(dir, name), 'utf8');
        return { module, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
      }),
  );
}

/**
 * Applies what is missing, each file in its own transaction, one migrator at a time. An applied file whose text changed stops the start:
 * history is never edited.
 * @returns the files applied now, as `module/name`.
 */
export async function migrate(ownerUrl: string, sources: readonly MigrationSource[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, options: '-c TimeZone=UTC' });
  await client.connect();
  const applied: string[] = [];
  try {
    await client.query('select pg_advisory_lock(7301)');
    await client.query(`create schema if not exists migration;
      create table if not exists migration.applied (module text, name text, checksum text not null, applied_at timestamptz not null default now(), primary key (module, name))`);
    const { rows } = await client.query<{ module: string; name: string; checksum: string }>(
      'select module, name, checksum from migration.applied',
    );
    const known = new Map(rows.map((r) => [`${r.module}/${r.name}`, r.checksum]));
    for (const file of migrationFiles(sources)) {
      const key = `${file.module}/${file.name}`;
      const checksum = known.get(key);
      if (checksum === file.checksum) continue;
      if (checksum)
        throw new Error(`migration ${key} was changed after it was applied: restore its text and write a new file instead`);
      try {
        await client.query('begin');
        await client.query(file.sql);
        await client.query('insert into migration.applied (module, name, checksum) values ($1, $2, $3)', [
          file.module,
          file.name,
          file.checksum,
        ]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`migration ${key} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
      applied.push(key);
    }
  } finally {
    await client.end();
  }
  return applied;
}
