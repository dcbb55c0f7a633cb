import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { createKernel } from '#kernel/app';
import { createSchemaSql, createTableSql, type DatabaseUrls, openPool } from '#kernel/db';
import { eventsHalf } from '#kernel/events';
import {
  type Actor,
  coreRules,
  type Kernel,
  type Row,
  type ServerHalf,
  systemActor,
  type Tx,
  type TxOptions,
  transact,
} from '#kernel/records';
import { decimal, defineModule, defineRecord, instant, integer, refuse, text } from '#kernel/schema';
import { cloneDatabase, moveClock } from '#kernel/testing';
import { access } from '../../access/module.ts';
import { Organization } from '../../access/records/places.ts';
import {
  auditHalf,
  openLogKeys,
  publishLog,
  sealOnce,
  type VerifyOptions,
  type VerifyResult,
  verifierOf,
  verifyLog,
} from '../index.ts';

const l = (en: string, fr: string) => ({ en, fr });
/** A record with a field of every nature that matters to the trail. */
export const Sample = defineRecord('probe.sample', {
  label: l('Sample', 'Échantillon'),
  plural: l('Samples', 'Échantillons'),
  scope: 'organization',
  number: { pattern: 'SMP-{####}' },
  fields: {
    title: text(l('Title', 'Titre')),
    amount: integer(l('Amount', 'Quantité')).optional(),
    ratio: decimal(l('Ratio', 'Ratio')).optional(),
    takenAt: instant(l('Taken', 'Prélevé')).optional(),
    accessCode: text(l('Access code', 'Code')).optional().secret(),
    supplierPrice: text(l('Supplier price', 'Prix')).optional().readableBy('probe.price.read'),
    remarks: text(l('Remarks', 'Remarques'), { max: 20_000, lines: 4 }).optional(),
  },
  title: 'title',
  permissions: { release: 'approve' },
  states: {
    DRAFT: { label: l('Draft', 'Brouillon'), family: 'writing' },
    RELEASED: { label: l('Released', 'Libéré'), family: 'valid' },
  },
  initial: 'DRAFT',
  transitions: { release: { label: l('Release', 'Libérer'), from: ['DRAFT'], to: 'RELEASED', needs: 'release' } },
  list: ['title', 'amount'],
  form: [
    {
      title: l('Sample', 'Échantillon'),
      fields: ['title', 'amount', 'ratio', 'takenAt', 'accessCode', 'supplierPrice', 'remarks'],
    },
  ],
});
export type SampleRow = Row<typeof Sample>;
const probe = defineModule({ id: 'probe', label: l('Probe', 'Essai'), icon: 'x', dependsOn: [], records: [Sample] });
const probeHalf: ServerHalf = { module: probe, permissions: [{ name: 'probe.price.read', level: 'admin' }], migrations: '' };

const parts = ['db', 'audit', 'access', 'sign', 'tasks', 'files', 'notes', 'settings', 'search', 'events', 'jobs', 'notify'];
const sources = parts.map((module) => ({ module, dir: join(import.meta.dirname, '../..', module, 'migrations') }));

/** A database of its own with two organizations, a kernel, and a superuser who does what an intruder would. */
export interface Trail {
  readonly kernel: Kernel;
  readonly urls: DatabaseUrls;
  readonly dataDir: string;
  readonly org: string;
  readonly otherOrg: string;
  /** A signed-in person, all grants given. */
  person(name: string, grants?: readonly string[], org?: string): Actor;
  as<T>(work: (tx: Tx) => Promise<T>, options?: TxOptions, actor?: Actor): Promise<T>;
  sample(title: string, values?: Readonly<Record<string, unknown>>): Promise<SampleRow>;
  update(row: SampleRow, changes: Readonly<Record<string, unknown>>): Promise<SampleRow>;
  /** As the superuser. */
  rows<T>(sqlText: string, values?: readonly unknown[]): Promise<T[]>;
  /** As the superuser, who first switches off whatever stands in the way and then switches it on again. */
  tamper(sqlText: string, ...tables: readonly string[]): Promise<void>;
  /** Remembers log, samples and published copy as they are. */
  remember(): Promise<void>;
  /** Puts back what was remembered. */
  restore(): Promise<void>;
  ahead(interval: string): Promise<void>;
  /** Seals and publishes everything committed. */
  seal(limit?: number): Promise<number>;
  verify(options?: Partial<VerifyOptions>): Promise<VerifyResult>;
  close(): Promise<void>;
}

export async function trail(halves: readonly ServerHalf[] = []): Promise<Trail> {
  const database = await cloneDatabase(inject('superuserUrl'), {
    key: 'audit-trail-1',
    sources,
    async fill(urls) {
      const owner = new pg.Client({ connectionString: urls.owner });
      await owner.connect();
      await owner.query(`${createSchemaSql('probe')}\n${createTableSql(Sample)}`);
      await owner.end();
    },
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'plumbline-audit-'));
  const kernel = createKernel({
    urls: database.urls,
    halves: [{ module: access, migrations: '' }, eventsHalf, auditHalf, probeHalf, ...halves],
    enqueue: () => Promise.resolve(),
    ports: {
      signer: { authenticate: () => refuse(coreRules['core.forbidden']) },
      stages: {
        open: async () => {},
        taskOf: async () => undefined,
        assignees: async () => [],
        complete: async () => ({ finished: true }),
        cancel: async () => {},
        openInputs: () => [],
      },
      files: { filesOf: () => Promise.resolve([]) },
      indexer: { indexed: () => Promise.resolve() },
      people: { mayAct: () => Promise.resolve(true), nameOf: (_tx, id) => Promise.resolve(id) },
    },
  });
  const superuser = new pg.Pool({ connectionString: database.superuserUrl, max: 2, options: '-c TimeZone=UTC' });
  superuser.on('error', () => undefined);
  await superuser.query('grant select on kernel.clock_offset to plumbline_owner');
  const sealerPool = openPool(database.urls.sealer, { max: 2 });
  const keys = openLogKeys(dataDir);

  const organization = async (name: string): Promise<string> => {
    const id = randomUUID();
    await transact(kernel, systemActor(id, 'Setup'), (tx) => tx.create(Organization, { id, name, code: id.slice(0, 8) }));
    return id;
  };
  const org = await organization('CleanStation Pharma');
  const otherOrg = await organization('Other Works');
  const person: Trail['person'] = (
    name,
    grants = ['probe.sample.read', 'probe.sample.create', 'probe.sample.edit', 'probe.sample.release'],
    of = org,
  ) => ({
    ...systemActor(of, name),
    type: 'USER',
    userId: randomUUID(),
    username: name.toLowerCase(),
    grants: new Map(grants.map((g) => [g, 'all' as const])),
    ip: '192.0.2.7',
    userAgent: 'probe/1',
    sessionRef: '0011223344556677',
  });
  const ada = person('Ada Owen');
  const rows = async <T>(sqlText: string, values: readonly unknown[] = []): Promise<T[]> =>
    (await superuser.query(sqlText, [...values])).rows;

  const tamper: Trail['tamper'] = async (sqlText, ...tables) => {
    const client = await superuser.connect();
    try {
      const names = tables.map((t) =>
        t
          .split('.')
          .map((part) => pg.escapeIdentifier(part))
          .join('.'),
      );
      for (const table of names) await client.query(`alter table ${table} disable trigger user`);
      const { rowCount } = await client.query(sqlText);
      for (const table of names) await client.query(`alter table ${table} enable trigger user`);
      if (rowCount === 0) throw new Error('the intruder changed nothing');
      // Triggers are switched on again as they were: an intruder who leaves traces in the catalogue is caught by those.
      const always = await client.query<{ table: string; name: string }>(
        `select t.tgrelid::regclass::text as table, t.tgname as name from pg_trigger t where not t.tgisinternal and t.tgenabled = 'O'`,
      );
      for (const t of always.rows)
        await client.query(`alter table ${t.table} enable always trigger ${pg.escapeIdentifier(t.name)}`);
    } finally {
      client.release();
    }
  };
  const remembered = [
    'audit.head',
    'audit.batch',
    'audit.checkpoint',
    'audit.cursor',
    'probe.sample',
    'probe.sample_history',
    'audit.event',
  ];
  const copy = `${dataDir}-remembered`;
  let partitions: readonly string[] = [];

  return {
    kernel,
    urls: database.urls,
    dataDir,
    org,
    otherOrg,
    person,
    as: (work, options = {}, actor = ada) => transact(kernel, actor, work, options),
    sample: (title, values = {}) => transact(kernel, ada, (tx) => tx.create(Sample, { title, ...values })),
    update: (row, changes) => transact(kernel, ada, (tx) => tx.update(Sample, row, changes)),
    rows,
    tamper,
    async remember() {
      await rows('create schema remembered');
      for (const table of remembered) await rows(`create table remembered.${table.split('.')[1]}_copy as select * from ${table}`);
      partitions = (await rows<{ name: string }>('select distinct tableoid::regclass::text as name from audit.event')).map(
        (r) => r.name,
      );
      await cp(join(dataDir, 'log'), copy, { recursive: true });
    },
    async restore() {
      const back = remembered.map(
        (table) => `delete from ${table}; insert into ${table} select * from remembered.${table.split('.')[1]}_copy;`,
      );
      await tamper(back.join('\n'), ...remembered.filter((table) => table !== 'audit.event'), ...partitions);
      await rm(join(dataDir, 'log'), { recursive: true, force: true });
      await cp(copy, join(dataDir, 'log'), { recursive: true });
    },
    ahead: (interval) => moveClock(database.superuserUrl, { ahead: interval }),
    async seal(limit) {
      const signer = keys.signerFor((await rows<{ epoch: number }>('select audit.current_epoch() as epoch'))[0]?.epoch ?? 1);
      // A transaction of another test on the same server holds the horizon back for as long as it lasts.
      const waiting = `select exists (select from audit.event where xid >= pg_snapshot_xmin(pg_current_snapshot())) as waiting`;
      for (let tries = 0; tries < 2000 && (await rows<{ waiting: boolean }>(waiting))[0]?.waiting; tries++) await delay(10);
      let count: number;
      do ({ count } = await sealOnce(sealerPool, { origin: signer.name, signer, ...(limit === undefined ? {} : { limit }) }));
      while (count > 0 && limit === undefined);
      return publishLog(sealerPool, signer.epoch, dataDir, verifierOf(signer));
    },
    verify: (options = {}) => verifyLog({ urls: database.urls, dataDir, registry: kernel.registry, ...options }),
    async close() {
      await Promise.all([sealerPool.end(), superuser.end(), kernel.close()]);
      await database.drop();
      await Promise.all([dataDir, copy].map((dir) => rm(dir, { recursive: true, force: true })));
    },
  };
}
