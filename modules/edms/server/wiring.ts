import { join } from 'node:path';
import type { ModulePart, Services } from '#kernel/app';
import type { RoutePlugin } from '#kernel/http';
import type { ServerHalf } from '#kernel/records';
import { edms } from '../module.ts';
import { reassignVersion, share, transferOwner, unshare } from './administration.commands.ts';
import { candidateRoutes } from './candidate.routes.ts';
import { categoryRules, documentTypeRules, placeholderRules } from './catalogue.rules.ts';
import { provisionEdms } from './catalogue.ts';
import { copyRoutes } from './copy.routes.ts';
import { addDependency, removeDependency } from './dependency.commands.ts';
import { documentRules } from './document.rules.ts';
import { impactRules } from './impact.rules.ts';
import { edmsJobs } from './jobs.ts';
import { obsoletionRules } from './obsoletion.rules.ts';
import { overviewRoutes } from './overview.routes.ts';
import { periodicReviewRules } from './periodic-review.rules.ts';
import { placeholderRoutes } from './placeholder.routes.ts';
import { versionRoutes } from './version.routes.ts';
import { versionRules } from './version.rules.ts';

const migrations = join(import.meta.dirname, 'migrations');

export const edmsHalf = (services: Services): ServerHalf => ({
  module: edms,
  rules: [
    documentTypeRules,
    categoryRules,
    placeholderRules,
    documentRules,
    versionRules,
    impactRules,
    obsoletionRules,
    periodicReviewRules,
  ],
  commands: [addDependency, removeDependency, reassignVersion, share, unshare, transferOwner],
  jobs: edmsJobs(services.store),
  migrations,
});

export const edmsRoutes = (services: Services): readonly RoutePlugin[] => [
  copyRoutes({ store: services.store, vault: services.vault, scanner: services.scanner }),
  overviewRoutes(services.store),
  candidateRoutes,
  placeholderRoutes,
  versionRoutes,
];

/** The document module as the composition takes it. */
export const edmsPart: ModulePart = {
  half: edmsHalf,
  routes: edmsRoutes,
  provision: provisionEdms,
  migrations: { module: 'edms', dir: migrations },
};
