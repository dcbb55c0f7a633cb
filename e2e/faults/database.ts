import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import {
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../kernel/db/embedded/embedded.ts';

/** A durable PostgreSQL in a temporary folder that can be killed as a crash would and started again on the same port. */
export interface KillableDatabase {
  readonly superuserUrl: string;
  /** Temporary folder of this run; the application's files go beside the database. */
  readonly folder: string;
  /** SIGKILL to the postmaster and all its children at once; resolves when none is left. */
  kill(): Promise<void>;
  /** Starts it after `kill`; resolves when it has recovered and answers. */
  restart(): Promise<void>;
  /** Stops it in good order and deletes the folder. */
  remove(): Promise<void>;
}

/** Starts it with fsync on. `settings` are for the control that must lose writes. */
export async function startKillableDatabase(settings: Readonly<Record<string, string>>): Promise<KillableDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-faults-'));
  const dataDir = join(folder, 'postgres');
  const port = await quietPort();
  const start = () => startEmbeddedPostgres({ dataDir, port, durable: true, settings: { ...settings } });
  let server = await start();
  const place = await dataDirectory(server);
  return {
    superuserUrl: server.superuserUrl,
    folder,
    async kill() {
      // The postmaster first: it must not see a child die and begin an orderly restart.
      const postmaster = Number((await readFile(join(place, 'postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(postmaster, 'SIGKILL');
      for (let left = await processesIn(place); left.length > 0; left = await processesIn(place)) {
        for (const pid of left) killIfAlive(pid);
        await delay(5);
      }
      await server.ended;
    },
    async restart() {
      const deadline = performance.now() + 30_000;
      while (true) {
        try {
          server = await start();
          return;
        } catch (error) {
          // The port of a killed server is free only when its last process is gone.
          if (!(error instanceof EmbeddedPostgresError && performance.now() < deadline)) throw error;
          await delay(50);
        }
      }
    },
    async remove() {
      await server.stop();
      await removeEmbeddedPostgres(dataDir);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A free port below the range from which outgoing connections get theirs: while the server is down a client that keeps trying could
 * otherwise be given the very port it connects to, and would talk to itself.
 */
export async function quietPort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = 18_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
  throw new Error('no free port was found on 127.0.0.1');
}

async function dataDirectory(server: EmbeddedPostgres): Promise<string> {
  const client = new pg.Client({ connectionString: server.superuserUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ place: string }>("select current_setting('data_directory') as place");
    return rows[0]?.place ?? '';
  } finally {
    await client.end();
  }
}

/** Every process of a cluster has the data directory as its working directory. Empty where there is no /proc: there children end with their postmaster. */
export async function processesIn(folder: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  const found: number[] = [];
  for (const name of names)
    if (/^\d+$/.test(name) && (await readlink(`/proc/${name}/cwd`).catch(() => '')) === folder) found.push(Number(name));
  return found;
}

export function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
