import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { databaseRoles, migrate } from '#kernel/db';
import { brokenInvariants, invariants, migrationSources } from './invariants.ts';

const name = `checks_${process.pid}`;
const urlOf = (database: string, role?: string): string => {
  const url = Object.assign(new URL(inject('superuserUrl')), { pathname: `/${database}` });
  // The superuser acts as the role, so that nobody's password has to be known or changed.
  if (role) url.searchParams.set('options', `-c role=${role} -c TimeZone=UTC`);
  return url.toString();
};

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  await withClient(urlOf('postgres'), async (admin) => {
    for (const role of databaseRoles) {
      // Another test file may create the same roles of this server at the same moment.
      await admin.query(
        `do $$ begin create role plumbline_${role} login; exception when duplicate_object or unique_violation then null; end $$`,
      );
    }
    await admin.query(`create database ${name} owner plumbline_owner`);
  });
  await withClient(urlOf(name), (client) =>
    client.query('create extension if not exists pg_trgm; revoke create on schema public from public'),
  );
  await migrate(urlOf(name, 'plumbline_owner'), migrationSources());
});

afterAll(() => withClient(urlOf('postgres'), (admin) => admin.query(`drop database if exists ${name} with (force)`)));

/** One planted violation per invariant; each runs in a transaction that is rolled back. */
const planted: Readonly<Record<string, string>> = {
  'row-security-forced': 'create table kernel.leak (org_id uuid primary key); alter table kernel.leak enable row level security',
  'keys-start-with-organization': 'create table kernel.leak (org_id uuid not null, id uuid primary key)',
  'application-owns-nothing': 'create table kernel.mine (id int); alter table kernel.mine owner to plumbline_app',
  'audit-closed-to-application': 'grant select on audit.event to plumbline_app',
  'definer-functions-pinned': `create function kernel.open() returns int language sql security definer as 'select 1'`,
  'definer-functions-granted': `create function kernel.open() returns int language sql security definer set search_path = pg_catalog as 'select 1'`,
  'triggers-always-enabled': 'alter table audit.batch enable trigger z_refuse',
  'records-audited':
    'create table kernel.silent (org_id uuid, id uuid, state text, version int, created_by uuid, updated_by uuid)',
  'history-append-only': 'alter table audit.event_default disable trigger z_refuse',
  'foreign-keys-point-down':
    'create table kernel.upwards (org_id uuid, document_id uuid, foreign key (org_id, document_id) references edms.document (org_id, id))',
  'exact-types': 'create table kernel.rough (amount double precision)',
};

test('every invariant has its planted violation', () => {
  expect(Object.keys(planted).sort()).toEqual(invariants().map((invariant) => invariant.name));
});

test.each(Object.entries(planted))('planted: %s', async (invariant, ddl) => {
  await withClient(urlOf(name), async (client) => {
    const before = await brokenInvariants(client);
    await client.query('begin');
    await client.query(ddl);
    const fresh = (await brokenInvariants(client)).filter((line) => !before.includes(line));
    await client.query('rollback');
    expect(fresh.filter((line) => line.startsWith(`${invariant}: `))).toHaveLength(1);
  });
});

test('the migrated database breaks no invariant', async () => {
  expect(await withClient(urlOf(name), brokenInvariants)).toEqual([]);
});
