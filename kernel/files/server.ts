import { join } from 'node:path';
import type { ServerHalf } from '#kernel/records';
import { fileJobs } from './jobs.ts';
import { files } from './module.ts';
import type { FileStore } from './store/index.ts';

/** What files bring to the server. */
export const filesServer = (store: FileStore): ServerHalf => ({
  module: files,
  migrations: join(import.meta.dirname, 'migrations'),
  jobs: fileJobs(store),
});
