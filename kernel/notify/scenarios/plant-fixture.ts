import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { createPeople } from '#kernel/access';
import { createKernel } from '#kernel/app';
import { eventsHalf } from '#kernel/events';
import { createFileLister } from '#kernel/files';
import { enqueue, jobsHalf } from '#kernel/jobs';
import { type Actor, coreRules, type Kernel, systemActor, type Tx, transact } from '#kernel/records';
import { defineModule, defineRecord, person, refuse, text } from '#kernel/schema';
import { createIndexer } from '#kernel/search';
import { createStages } from '#kernel/tasks';
import { cloneDatabase, moveClock } from '#kernel/testing';
import { access } from '../../access/module.ts';
import { Organization, Site } from '../../access/records/places.ts';
import { Role, RoleAssignment } from '../../access/records/role.ts';
import { User } from '../../access/records/user.ts';
import { tasks } from '../../tasks/module.ts';
import { Task } from '../../tasks/records/task.ts';
import { notifyHalf } from '../index.ts';

/** A record type whose tasks are signed (`review`) or not (`prepare`); only its definition is used. */
export const Paper = defineRecord('probe.paper', {
  label: { en: 'Paper', fr: 'Papier' },
  plural: { en: 'Papers', fr: 'Papiers' },
  scope: 'organization',
  fields: { title: text({ en: 'Title', fr: 'Titre' }), authorId: person({ en: 'Author', fr: 'Auteur' }) },
  title: 'title',
  permissions: { read: 'read', review: 'review', shape: 'admin' },
  states: {
    DRAFT: { label: { en: 'Draft', fr: 'Brouillon' }, family: 'writing' },
    VALID: { label: { en: 'Valid', fr: 'Valable' }, family: 'valid' },
  },
  initial: 'DRAFT',
  stages: {
    review: { label: { en: 'Review', fr: 'Relecture' }, task: { en: 'Review', fr: 'Relire' }, needs: 'review', minimumSteps: 1 },
  },
  list: ['title', 'state'],
  form: [{ title: { en: 'Paper', fr: 'Papier' }, fields: ['title', 'authorId'] }],
  transitions: {
    approve: {
      label: { en: 'Approve', fr: 'Approuver' },
      from: ['DRAFT'],
      to: 'VALID',
      needs: 'review',
      completes: 'review',
      outcome: 'approve',
      sign: { meaning: 'APPROVED' },
    },
  },
});

export interface Plant {
  readonly kernel: Kernel;
  /** A second process. */
  another(): Kernel;
  /** User ids by name. */
  readonly people: Readonly<Record<'ada' | 'ben' | 'manager' | 'shaper' | 'sam' | 'guest', string>>;
  system<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** As a person, without permissions unless given. */
  actor(name: keyof Plant['people'], grants?: readonly string[]): Actor;
  by<T>(name: keyof Plant['people'], work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A task on paper P-0007, assigned with its event. */
  assign(to: keyof Plant['people'], more?: Readonly<Record<string, unknown>>, by?: keyof Plant['people']): Promise<string>;
  rows<T>(query: string, values?: readonly unknown[]): Promise<T[]>;
  at(instant: string): Promise<void>;
  ahead(interval: string): Promise<void>;
  close(): Promise<void>;
}
const parts = ['db', 'audit', 'access', 'sign', 'tasks', 'files', 'notes', 'settings', 'search', 'events', 'jobs', 'notify'];

/** People of a plant: two workers with a manager, who shapes the module, a superuser, and a guest who reads French. */
export async function plant(start: string): Promise<Plant> {
  const sources = parts.map((module) => ({ module, dir: join(import.meta.dirname, '../..', module, 'migrations') }));
  const database = await cloneDatabase(inject('superuserUrl'), { key: 'notify-plant', sources });
  const owner = new pg.Pool({ connectionString: database.superuserUrl, max: 3, options: '-c TimeZone=UTC' });
  owner.on('error', () => undefined);
  await moveClock(database.superuserUrl, { at: start });
  const probe = defineModule({ id: 'probe', label: { en: 'Probe', fr: 'Essai' }, icon: 'x', dependsOn: [], records: [Paper] });
  const facts = [access, tasks, probe].map((module) => ({ module, migrations: '' }));
  const kernels: (Kernel & { close(): Promise<void> })[] = [];
  const another = () => {
    const ports = {
      signer: { authenticate: async () => refuse(coreRules['core.forbidden']) },
      stages: createStages(),
      files: createFileLister(),
      indexer: createIndexer(),
      people: createPeople(),
    };
    const made = createKernel({
      urls: database.urls,
      halves: [...facts, eventsHalf, jobsHalf, notifyHalf],
      enqueue,
      ports,
      role: 'worker',
    });
    kernels.push(made);
    return made;
  };
  const kernel = another();
  const org = randomUUID();
  const system = <T>(work: (tx: Tx) => Promise<T>) =>
    transact(kernel, systemActor(org, 'setup', 'Africa/Kampala'), work, { reason: 'setting up the test' });
  const people = await system(populate(org));
  const actor: Plant['actor'] = (name, grants = []) => ({
    ...systemActor(org, name, 'Africa/Kampala'),
    type: 'USER',
    userId: people[name],
    name,
    grants: new Map(grants.map((g) => [g, 'organization'])),
  });
  const by: Plant['by'] = (name, work) => transact(kernel, actor(name), work, { reason: 'trying it out' });
  return {
    kernel,
    another,
    people,
    system,
    actor,
    by,
    assign: (to, more = {}, from = 'ben') =>
      by(from, async (tx) => {
        const task = await tx.create(Task, {
          entity: 'probe.paper',
          recordId: randomUUID(),
          recordNumber: 'P-0007',
          recordTitle: 'Secret recipe of the cola',
          recordRevision: 1,
          kind: 'prepare',
          name: 'Prepare',
          step: 1,
          assigneeId: people[to],
          ...more,
        });
        await tx.emit('tasks.assigned', { taskId: task.id, userId: people[to] });
        return task.id;
      }),
    rows: async (query, values = []) => (await owner.query(query, [...values])).rows,
    at: (instant) => moveClock(database.superuserUrl, { at: instant }),
    ahead: (interval) => moveClock(database.superuserUrl, { ahead: interval }),
    async close() {
      await Promise.all(kernels.map((k) => k.close()));
      await owner.end();
      await database.drop();
    },
  };
}

const populate =
  (org: string) =>
  async (tx: Tx): Promise<Plant['people']> => {
    await tx.create(Organization, { id: org, name: 'Plant', code: 'PLANT' });
    await tx.create(Site, { name: 'Main', code: 'M', zone: 'Africa/Kampala' });
    const user = async (name: string, more: Readonly<Record<string, unknown>> = {}) =>
      (
        await tx.create(User, {
          username: name,
          firstName: name,
          lastName: 'Plant',
          name,
          email: `${name}@plant.test`,
          state: 'ACTIVE',
          ...more,
        })
      ).id;
    const manager = await user('manager');
    const people = {
      ada: await user('ada', { managerId: manager }),
      ben: await user('ben', { managerId: manager }),
      manager,
      shaper: await user('shaper'),
      sam: await user('sam'),
      guest: await user('guest', { language: 'fr' }),
    };
    const give = async (userId: string, code: string, grants: readonly object[]) => {
      const role = await tx.create(Role, { code, name: code, module: 'access', grants: grants as never });
      await tx.create(RoleAssignment, { userId, roleId: role.id, reason: 'set up for the test' });
    };
    await give(people.shaper, 'shaper', [{ module: 'probe', level: 'admin', scope: 'organization' }]);
    await give(people.sam, 'superuser', [
      { permission: 'system.job.manage', scope: 'all' },
      { permission: 'access.security.watch', scope: 'all' },
    ]);
    return people;
  };
