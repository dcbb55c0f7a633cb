import type { DatabaseUrls } from '#kernel/db';
import { migrateDatabase } from '../server/migrate.ts';
import { startServer } from '../server/server.ts';

/** What `plumbline dev` hands to this process, as JSON in PLUMBLINE_DEV_SERVER. */
export interface DevServerOptions {
  databases: DatabaseUrls;
  port: number;
  host: string;
  dataDir: string;
  webRoot: string;
  worker: boolean;
}

// Node's watch mode runs this file anew at every change of a file it imports, so new migrations are applied as they appear.
const options: DevServerOptions = JSON.parse(process.env.PLUMBLINE_DEV_SERVER ?? '{}');
await migrateDatabase(options.databases);
const server = await startServer({ ...options, environment: 'development' });
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
