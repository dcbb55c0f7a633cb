import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createPerson, provisionDeployment, provisionOrganization } from '#kernel/access';
import { createApplication, migrationSources } from '#kernel/app';
import { type DatabaseUrls, migrate, prepareDatabase } from '#kernel/db';
import { startEmbeddedPostgres } from '../kernel/db/embedded/embedded.ts';
import { benchPart } from './module.ts';

export const PASSWORD = 'Basin-Torque-Rinse-48';
export interface Stage {
  readonly urls: DatabaseUrls;
  readonly superuserUrl: string;
  readonly dataDir: string;
  readonly orgId: string;
  readonly userId: string;
  close(): Promise<void>;
}

/** A durable PostgreSQL (fsync on), the product's schema, one organization, one person of full level, and `rows` items on both sides. */
export async function setUp(rows: number): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
  const server = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), durable: true });
  const urls = await prepareDatabase(server.superuserUrl, 'bench', join(dataDir, 'roles.json'));
  await migrate(urls.owner, migrationSources([benchPart]));
  const app = await createApplication({
    urls,
    modules: [benchPart],
    dataDir,
    origin: 'http://localhost',
    environment: { isProduction: false, name: 'Bench' },
  });
  await provisionDeployment(app.kernel);
  const { orgId } = await provisionOrganization(app.kernel, app.access, {
    name: 'Bench',
    code: 'BENCH',
    sites: [{ code: 'S', name: 'Site', zone: 'UTC' }],
    departments: [{ code: 'D', name: 'Department' }],
  });
  const userId = await createPerson(app.kernel, app.access, orgId, {
    username: 'bench',
    firstName: 'Bea',
    lastName: 'Ench',
    email: 'bench@bench.example',
    site: 'S',
    department: 'D',
    roles: ['bench.admin'],
    password: PASSWORD,
  });
  await app.close();
  await fill(urls, orgId, userId, rows);
  return { urls, superuserUrl: server.superuserUrl, dataDir, orgId, userId, close: () => server.stop() };
}

async function fill(urls: DatabaseUrls, orgId: string, userId: string, rows: number): Promise<void> {
  const client = new pg.Client({ connectionString: urls.owner, options: '-c TimeZone=UTC' });
  await client.connect();
  const values = `select $1::uuid, 'OPEN', $2::uuid, $2::uuid, (array['Basin', 'Faucet', 'Drain', 'Frame', 'Pump'])[1 + i % 5] || ' deviation ' || i, 'Found during inspection of lot ' || i,
    (array['minor', 'major', 'critical'])[1 + i % 3], 3, date '2026-01-01' + i % 300, 'Station ' || i % 9, 'B-' || i % 500 from generate_series($3::int, $4::int) i`;
  const columns = 'org_id, state, created_by, updated_by, title, description, severity, quantity, found, location, batch';
  await client.query("select set_config('app.ctx', $1, false), set_config('app.org_id', $2, false)", [
    JSON.stringify({ actor: userId, name: 'Bench', type: 'SYSTEM', reason: 'bench data' }),
    orgId,
  ]);
  for (let from = 1; from <= rows; from += 10_000) {
    const to = Math.min(from + 9_999, rows);
    await client.query(`insert into bench.item (${columns}) ${values}`, [orgId, userId, from, to]);
    await client.query(`insert into bench.plain (${columns}) ${values}`, [orgId, userId, from, to]);
  }
  await client.query(
    "alter table bench.item disable trigger user; update bench.item set number = 'ITM-2025-' || lpad((random() * 1e9)::bigint::text, 10, '0') || right(id::text, 4); alter table bench.item enable trigger user",
  );
  await client.query(
    "update bench.plain set number = 'ITM-2025-' || lpad((random() * 1e9)::bigint::text, 10, '0') || right(id::text, 4)",
  );
  await client.query(
    "create index if not exists plain_words on bench.plain using gin (to_tsvector('english', title || ' ' || coalesce(description, '')))",
  );
  await client.query('vacuum analyze');
  await client.end();
}

/** A server under test, in a process of its own. */
export async function startServer(file: string, options: Readonly<Record<string, unknown>>): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'servers', file), {
    env: { ...process.env, BENCH: JSON.stringify(options) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}
