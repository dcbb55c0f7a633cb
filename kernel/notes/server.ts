import { join } from 'node:path';
import type { ServerHalf } from '#kernel/records';
import { notes } from './module.ts';

/** What comments and links bring to the server. */
export const notesServer: ServerHalf = { module: notes, migrations: join(import.meta.dirname, 'migrations') };
