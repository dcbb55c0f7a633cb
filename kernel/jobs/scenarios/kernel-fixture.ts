import { createPeople } from '#kernel/access';
import { createKernel } from '#kernel/app';
import type { DatabaseUrls } from '#kernel/db';
import { eventsHalf } from '#kernel/events';
import { createFileLister } from '#kernel/files';
import { notifyHalf } from '#kernel/notify';
import { coreRules, type JobDefinition, type ServerHalf, type Subscription } from '#kernel/records';
import { defineModule, refuse } from '#kernel/schema';
import { createIndexer } from '#kernel/search';
import { createStages } from '#kernel/tasks';
import { access } from '../../access/module.ts';
import { tasks } from '../../tasks/module.ts';
import { enqueue, jobsHalf } from '../index.ts';

export interface Probe {
  readonly jobs?: readonly JobDefinition[];
  readonly events?: readonly Subscription[];
  readonly permissions?: ServerHalf['permissions'];
}

/** The kernel of one process with a module of the test's own jobs and subscriptions. Nobody signs here. */
export function kernelOn(urls: DatabaseUrls, given: Probe, role: 'app' | 'worker' = 'worker') {
  const module = defineModule({ id: 'probe', label: { en: 'Probe', fr: 'Essai' }, icon: 'x', dependsOn: [], records: [] });
  const probe: ServerHalf = {
    module,
    jobs: given.jobs ?? [],
    events: given.events ?? [],
    permissions: given.permissions ?? [],
    migrations: '',
  };
  return createKernel({
    urls,
    role,
    halves: [{ module: access, migrations: '' }, { module: tasks, migrations: '' }, eventsHalf, jobsHalf, notifyHalf, probe],
    enqueue,
    ports: {
      signer: { authenticate: async () => refuse(coreRules['core.forbidden']) },
      stages: createStages(),
      files: createFileLister(),
      indexer: createIndexer(),
      people: createPeople(),
    },
  });
}
