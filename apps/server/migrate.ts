import { migrationSources } from '#kernel/app';
import { type DatabaseUrls, migrate, openPool } from '#kernel/db';
import { modules } from '../../modules/index.ts';

/** Applies what is missing, kernel first, then the modules in their order. */
export async function migrateDatabase(urls: DatabaseUrls): Promise<string[]> {
  return migrate(urls.owner, migrationSources(modules));
}

/** A clock that tests may move must never reach a real installation. */
export async function refuseMovableClock(urls: DatabaseUrls): Promise<void> {
  const pool = openPool(urls.app, { max: 1 });
  try {
    const { rows } = await pool.query("select to_regclass('kernel.clock_offset') is not null as movable");
    if (rows[0]?.movable)
      throw new Error(
        'This database was made for tests: its clock can be moved (kernel.clock_offset exists). It cannot be served.',
      );
  } finally {
    await pool.end();
  }
}
