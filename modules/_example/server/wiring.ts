import { join } from 'node:path';
import type { ModulePart } from '#kernel/app';
import { example } from '../module.ts';
import { copyNote } from './copy-note.command.ts';
import { expireNotes } from './expire-notes.job.ts';
import { noteRules } from './note.rules.ts';
import { endReplaced, tellAuthor } from './note-approved.events.ts';
import { noteLineRules } from './note-line.rules.ts';

const migrations = join(import.meta.dirname, 'migrations');

/** The server half: what happens, bound to the facts of `module.ts`. A module of the product stands in modules/index.ts. */
export const examplePart: ModulePart = {
  half: () => ({
    module: example,
    rules: [noteRules, noteLineRules],
    commands: [copyNote],
    jobs: [expireNotes],
    events: [endReplaced, tellAuthor],
    migrations,
  }),
  migrations: { module: example.id, dir: migrations },
};
