import { join } from 'node:path';
import type { DatabaseUrls } from '#kernel/db';
import { startEmbeddedPostgres } from '../../kernel/db/embedded/embedded.ts';
import { UserError } from './user-error.ts';

/** The database a command works with: migrated and ready. */
export interface OpenDatabase {
  urls: DatabaseUrls;
  /** True when it is the embedded one. */
  embedded: boolean;
  /** Migrations that were missing and have been applied now, as `module/name`. */
  applied: readonly string[];
  /** Resolves with a sentence when the embedded server ends by itself; never for another server. */
  lost: Promise<string>;
  close(): Promise<void>;
}

const NAME = 'plumbline';

/**
 * Opens the database named by DATABASE_URL, or starts the embedded one in `dataDir`; creates roles and database and applies
 * the migrations that are missing.
 * @throws UserError, EmbeddedPostgresError
 */
export async function openDatabase(dataDir: string): Promise<OpenDatabase> {
  const { prepareDatabase } = await import('#kernel/db');
  const { migrateDatabase } = await import('../server/migrate.ts');
  const external = process.env.DATABASE_URL;
  const secrets = join(dataDir, 'secrets.json');
  if (external !== undefined && external !== '') {
    const urls = await prepareDatabase(external, nameIn(external), secrets).catch((error: unknown) => {
      throw new UserError(
        `The database in DATABASE_URL cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    const applied = await migrateDatabase(urls);
    return { urls, embedded: false, applied, lost: new Promise(() => undefined), close: async () => undefined };
  }
  const server = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') });
  try {
    const urls = await prepareDatabase(server.superuserUrl, NAME, secrets);
    const applied = await migrateDatabase(urls);
    const lost = server.ended.then((reason) => reason ?? new Promise<string>(() => undefined));
    return { urls, embedded: true, applied, lost, close: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** `postgres` is where one connects to create databases, not a database to put records into. */
function nameIn(url: string): string {
  try {
    const name = decodeURIComponent(new URL(url).pathname.slice(1));
    return name === '' || name === 'postgres' ? NAME : name;
  } catch {
    throw new UserError('DATABASE_URL is not a connection URL: it looks like postgres://user:password@host:5432/plumbline.');
  }
}
