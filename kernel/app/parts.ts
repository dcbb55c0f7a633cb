import { join } from 'node:path';
import { accessHalf } from '#kernel/access';
import { auditHalf } from '#kernel/audit';

import type { MigrationSource } from '#kernel/db';
import { eventsHalf } from '#kernel/events';
import { type FileStore, filesServer, type VirusScanner } from '#kernel/files';
import type { RoutePlugin } from '#kernel/http';
import { jobsHalf } from '#kernel/jobs';
import { notesServer } from '#kernel/notes';
import { notifyHalf } from '#kernel/notify';
import type { Kernel, ServerHalf } from '#kernel/records';
import { searchServer } from '#kernel/search';
import { settingsServer } from '#kernel/settings';
import { signHalf, type Vault } from '#kernel/sign';
import { tasksHalf } from '#kernel/tasks';

/** What modules may be given by the composition: the file store and the vault. */
export interface Services {
  readonly store: FileStore;
  readonly vault: Vault;
  readonly scanner: VirusScanner;
  readonly dataDir: string;
  /** Where people open the application. */
  readonly origin: string;
}
/** A module as the composition takes it. */
export interface ModulePart {
  half(services: Services): ServerHalf;
  routes?(services: Services): readonly RoutePlugin[];
  /** Master data a new organization begins with. */
  provision?(kernel: Kernel, orgId: string): Promise<void>;
  readonly migrations: MigrationSource;
}

/** The kernel's own parts, in the order their migrations run. */
export const kernelHalves = (services: Services): readonly ServerHalf[] => [
  accessHalf,
  signHalf,
  tasksHalf,
  filesServer(services.store),
  notesServer,
  settingsServer,
  searchServer(services.store),
  eventsHalf,
  jobsHalf,
  notifyHalf,
  auditHalf,
];

const kernelDir = join(import.meta.dirname, '..');
/** Migrations of the kernel, then of the modules in their order. */
export const migrationSources = (modules: readonly ModulePart[]): readonly MigrationSource[] => [
  ...['db', 'audit', 'access', 'sign', 'tasks', 'files', 'notes', 'settings', 'search', 'events', 'jobs', 'notify'].map(
    (module) => ({
      module,
      dir: join(kernelDir, module, 'migrations'),
    }),
  ),
  ...modules.map((m) => m.migrations),
];
