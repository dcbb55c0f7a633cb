import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Cluster, homeOf, openCluster } from './cluster.ts';
import { asSentence, EmbeddedPostgresError } from './errors.ts';
import { clearOrphan } from './orphan.ts';
import { keepOwnership, takeOwnership } from './ownership.ts';
import { explainFailure, freePort, isFree, launch, type Server, StartFailure } from './server.ts';

const run = promisify(execFile);

export { EmbeddedPostgresError };

/** How to start the embedded PostgreSQL. */
export interface EmbeddedPostgresOptions {
  /** Folder of the database; created when missing. For root it only points to a folder below /var/lib/plumbline. */
  dataDir: string;
  /** Port on 127.0.0.1; any free one when absent. */
  port?: number;
  /** Server settings beside the defaults, as in `postgresql.conf`. */
  settings?: Record<string, string>;
  /** False for tests: a power cut may lose everything, and writes are much faster. Default true. */
  durable?: boolean;
}

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  /** Connection URL of the superuser to the database `postgres`. */
  superuserUrl: string;
  port: number;
  /** Resolves when the server process has ended: undefined after `stop()`, otherwise one sentence about what happened. */
  ended: Promise<string | undefined>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL from the installed npm package, creating the database on first use. Listens on 127.0.0.1 only. After a
 * crash of this process or the whole machine the next start recovers; a server left behind is stopped and started anew.
 * @throws EmbeddedPostgresError whose message is one sentence fit to print.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, settings = {}, durable = true } = options;
  const cluster = await openCluster(dataDir, { settings, durable });
  await clearOrphan(cluster);
  const { server, port } = await launchWithRetry(cluster, options.port);
  if (!(await takeOwnership(server.client)))
    throw new EmbeddedPostgresError(`The database in ${cluster.home} is already in use.`);
  const owner = keepOwnership(server.client, cluster.password, port);
  let stopping = false;
  const ended = server.ended.then(async (reason) => {
    await owner.release();
    return stopping ? undefined : reason;
  });
  const stop = async () => {
    if (!stopping) {
      stopping = true;
      await owner.release();
      await stopServer(cluster, server);
    }
    await ended;
  };
  const superuserUrl = `postgres://postgres:${cluster.password}@127.0.0.1:${port}/postgres`;
  return { superuserUrl, port, ended, stop };
}

/** Deletes the database of `dataDir`, which must not be running, and the folder itself. For tests and for beginning anew. */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  const home = await homeOf(dataDir);
  if (home !== undefined) await rm(home, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}

async function launchWithRetry(cluster: Cluster, wanted: number | undefined): Promise<{ server: Server; port: number }> {
  const deadline = Date.now() + 15_000;
  while (true) {
    const port = wanted ?? (await freePort());
    if (wanted !== undefined && !(await isFree(wanted))) throw portTaken(wanted);
    try {
      return { server: await launch(cluster, port), port };
    } catch (error) {
      if (!(error instanceof StartFailure)) throw asSentence(error, cluster.home);
      const taken = /could not bind|Address already in use/i.test(error.output);
      // Processes of a killed server let go of its shared memory a moment after it.
      const settling = /pre-existing shared memory block|lock file "postmaster.pid" already exists/i.test(error.output);
      if (taken && wanted !== undefined) throw portTaken(wanted);
      if (!(taken || settling) || Date.now() > deadline) throw explainFailure(error, cluster);
      await delay(250);
    }
  }
}

function portTaken(port: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `Port ${port} on 127.0.0.1 is already used by another program: choose another port for the database.`,
  );
}

async function stopServer(cluster: Cluster, server: Server): Promise<void> {
  if (process.platform === 'win32') {
    await run(cluster.binaries.pgCtl, ['stop', '-D', cluster.data, '-m', 'fast', '-w']).catch(() => undefined);
    return;
  }
  server.process.kill('SIGINT');
}
