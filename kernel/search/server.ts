import { join } from 'node:path';
import type { FileStore } from '#kernel/files';
import type { ServerHalf } from '#kernel/records';
import { indexFiles, rebuildIndex } from './jobs.ts';
import { search } from './module.ts';

/** What search brings to the server. */
export const searchServer = (store: FileStore): ServerHalf => ({
  module: search,
  migrations: join(import.meta.dirname, 'migrations'),
  jobs: [indexFiles(store), rebuildIndex],
});
