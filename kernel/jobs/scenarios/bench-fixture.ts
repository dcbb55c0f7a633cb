import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { DatabaseUrls } from '#kernel/db';
import { type Actor, type Kernel, systemActor, type Tx, transact } from '#kernel/records';
import { cloneDatabase, moveClock } from '#kernel/testing';
import { Organization, Site } from '../../access/records/places.ts';
import { kernelOn, type Probe } from './kernel-fixture.ts';

const parts = ['db', 'audit', 'access', 'sign', 'tasks', 'files', 'notes', 'settings', 'search', 'events', 'jobs', 'notify'];

/** A fresh database with one organization in Kampala, and the kernel of a process that works on it. */
export interface Bench {
  readonly kernel: Kernel;
  readonly org: string;
  readonly urls: DatabaseUrls;
  /** In a transaction of the system. */
  as<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A second process' kernel on the same database. */
  another(): Kernel;
  person(grants: readonly string[], name?: string): Actor;
  rows<T>(text: string, values?: readonly unknown[]): Promise<T[]>;
  ahead(interval: string): Promise<void>;
  at(instant: string): Promise<void>;
  /** @returns the id of a further organization with one site. */
  organization(zone: string): Promise<string>;
  close(): Promise<void>;
}

export async function bench(given: Probe & { readonly start?: string }): Promise<Bench> {
  const sources = parts.map((module) => ({ module, dir: join(import.meta.dirname, '../..', module, 'migrations') }));
  const database = await cloneDatabase(inject('superuserUrl'), { key: 'jobs-bench', sources });
  const owner = new pg.Pool({ connectionString: database.superuserUrl, max: 3, options: '-c TimeZone=UTC' });
  owner.on('error', () => undefined);
  if (given.start) await moveClock(database.superuserUrl, { at: given.start });
  const kernels: ReturnType<typeof kernelOn>[] = [];
  const another = () => {
    const made = kernelOn(database.urls, given);
    kernels.push(made);
    return made;
  };
  const kernel = another();
  const organization = async (zone: string) => {
    const id = randomUUID();
    await transact(kernel, systemActor(id, 'setup'), async (tx) => {
      await tx.create(Organization, { id, name: `Plant ${id.slice(0, 4)}`, code: id.slice(0, 8) });
      await tx.create(Site, { name: 'Main', code: 'M', zone });
    });
    return id;
  };
  const org = await organization('Africa/Kampala');
  return {
    kernel,
    org,
    urls: database.urls,
    organization,
    another,
    as: (work) => transact(kernel, systemActor(org, 'test'), work, { reason: 'trying the kernel' }),
    person: (grants, name = 'Ada Owen') => ({
      ...systemActor(org, name),
      type: 'USER',
      userId: randomUUID(),
      grants: new Map(grants.map((g) => [g, 'organization'])),
    }),
    rows: async (text, values = []) => (await owner.query(text, [...values])).rows,
    ahead: (interval) => moveClock(database.superuserUrl, { ahead: interval }),
    at: (instant) => moveClock(database.superuserUrl, { at: instant }),
    async close() {
      await Promise.all(kernels.map((k) => k.close()));
      await owner.end();
      await database.drop();
    },
  };
}
