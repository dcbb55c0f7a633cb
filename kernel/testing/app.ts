import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import type { AccessOptions } from '#kernel/access';
import { type Application, createApplication, type ModulePart, migrationSources, pageOf, serveWeb } from '#kernel/app';
import { type Sealer, startSealer } from '#kernel/audit';
import type { DatabaseUrls } from '#kernel/db';
import { drain, runJobNow, tickAll } from '#kernel/jobs';
import { type Client, createClient } from './client.ts';
import { cloneDatabase, moveClock } from './database.ts';

/** Cheap password derivation: tests prove behaviour; the cost in force is measured in `bench/`. */
export const TEST_COST = { memoryKiB: 1024, iterations: 1, parallelism: 1 } as const;
const ACCESS: Omit<AccessOptions, 'vault' | 'origin' | 'environment'> = {
  cost: TEST_COST,
  signInRate: { perSecond: 10_000, burst: 10_000 },
};

export interface Fixture {
  /** Changes when the content does. */
  readonly key: string;
  readonly modules: readonly ModulePart[];
  readonly password: string;
  /** Fills the template through the application itself. Files go to `app.services.dataDir`, which every clone shares read-only by hash. */
  fill(app: Application): Promise<{ readonly orgId: string }>;
}
export interface TestApp extends Application {
  readonly urls: DatabaseUrls;
  readonly superuserUrl: string;
  readonly dataDir: string;
  readonly sealer: Sealer;
  readonly orgId: string;
  /** A signed-in person of the fixture; the same client each time. */
  as(username: string): Promise<Client>;
  /** Another browser of the same person. */
  browser(
    username: string,
    options?: { readonly userAgent?: string; readonly address?: string; readonly signIn?: boolean; readonly password?: string },
  ): Promise<Client>;
  advance(ahead: string): Promise<void>;
  setClock(at: string): Promise<void>;
  /** Schedules, queue and outbox until nothing is left. */
  settle(): Promise<void>;
  run(job: string): ReturnType<typeof runJobNow>;
  /** A second application process on the same database. */
  another(role?: 'app' | 'worker'): Promise<Application>;
}

async function open(
  urls: DatabaseUrls,
  dataDir: string,
  fixture: Fixture,
  role: 'app' | 'worker' = 'app',
  logDir?: string,
  webRoot?: string,
): Promise<Application> {
  return createApplication({
    urls,
    modules: fixture.modules,
    dataDir,
    origin: 'http://localhost',
    environment: { isProduction: false, name: 'Test' },
    access: ACCESS,
    trustedProxies: ['10.0.0.1'],
    role,
    ...(logDir ? { logDir } : {}),
    ...(webRoot ? pageOf(webRoot) : {}),
    onDefect: (error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
  });
}

/** The real application on a fresh database of this test file; closed and dropped after its tests. */
export async function startTestApp(fixture: Fixture, webRoot?: string): Promise<TestApp> {
  const serverUrl = inject('superuserUrl');
  const shared = join(tmpdir(), `plumbline-test-data-${new URL(serverUrl).port}-${fixture.key}`);
  let filled = { orgId: '' };
  const database = await cloneDatabase(serverUrl, {
    key: fixture.key,
    sources: migrationSources(fixture.modules),
    async fill(urls) {
      const app = await open(urls, shared, fixture);
      try {
        filled = await fixture.fill(app);
        await drain(app.kernel);
      } finally {
        await app.close();
      }
    },
  });
  const dataDir = shared;
  const sealDir = await mkdtemp(join(tmpdir(), 'plumbline-test-log-'));
  const app = await open(database.urls, dataDir, fixture, 'app', sealDir, webRoot);
  if (webRoot) await serveWeb(app.http, webRoot);
  const sealer = startSealer({ url: database.urls.sealer, dataDir: sealDir, intervalMs: 100 });
  const others: Application[] = [];
  const clients = new Map<string, Promise<Client>>();
  if (!filled.orgId) {
    const { rows } = await app.kernel.database.pool.query<{ org_id: string }>(
      "select org_id from access.organizations() where org_id <> '00000000-0000-7000-8000-000000000000' order by org_id limit 1",
    );
    filled = { orgId: rows[0]?.org_id ?? '' };
  }
  const browser: TestApp['browser'] = async (username, options = {}) => {
    const client = createClient(app.http, { username, password: options.password ?? fixture.password }, new Map(), options);
    if (options.signIn !== false) {
      const answer = await client.post('auth/login', { username, password: client.password });
      if (answer.status !== 200) throw new Error(`${username} cannot sign in: ${JSON.stringify(answer.body)}`);
    }
    return client;
  };
  const test: TestApp = {
    ...app,
    urls: database.urls,
    superuserUrl: database.superuserUrl,
    dataDir: sealDir,
    sealer,
    orgId: filled.orgId,
    as(username) {
      const known = clients.get(username) ?? browser(username);
      clients.set(username, known);
      return known;
    },
    browser,
    advance(ahead) {
      // Idle sessions lock: whoever is asked for after a jump signs in again.
      clients.clear();
      return moveClock(database.superuserUrl, { ahead });
    },
    setClock(at) {
      clients.clear();
      return moveClock(database.superuserUrl, { at });
    },
    async settle() {
      await tickAll(app.kernel);
      await drain(app.kernel);
    },
    run: (job) => runJobNow(app.kernel, filled.orgId, job),
    async another(role = 'app') {
      const second = await open(database.urls, dataDir, fixture, role, sealDir);
      others.push(second);
      return second;
    },
  };
  afterAll(async () => {
    await Promise.all(others.map((o) => o.close()));
    await app.close();
    await sealer.stop();
    await database.drop();
    await rm(sealDir, { recursive: true, force: true });
  });
  return test;
}
