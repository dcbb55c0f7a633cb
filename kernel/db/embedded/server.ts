import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Cluster } from './cluster.ts';
import { EmbeddedPostgresError, explainOutput, systemCode } from './errors.ts';
import { connect } from './ownership.ts';

const LOG_LIMIT = 10_000_000;

/** A server process and the first session on it. */
export interface Server {
  process: ChildProcess;
  client: Client;
  /** Resolves with one sentence when the process ends, whoever ended it. */
  ended: Promise<string>;
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new EmbeddedPostgresError('No free network port was found on 127.0.0.1.');
  return port;
}

/** True when `port` on 127.0.0.1 can be listened on. */
export async function isFree(port: number): Promise<boolean> {
  return (await tryPort(port)) !== undefined;
}

async function tryPort(port: number): Promise<number | undefined> {
  const probe = createServer();
  try {
    probe.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(probe, 'listening');
    const address = probe.address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  } catch {
    return undefined;
  } finally {
    probe.close();
  }
}

/** What went wrong with one attempt, so that the caller can decide whether another makes sense. */
export class StartFailure extends Error {
  readonly output: string;
  constructor(output: string) {
    super('PostgreSQL ended while starting');
    this.output = output;
  }
}

/**
 * Starts the server process and waits until it answers; recovery after a crash may take its time.
 * @throws StartFailure with what the server wrote, EmbeddedPostgresError when it could not be run at all.
 */
export async function launch(cluster: Cluster, port: number): Promise<Server> {
  await rotateLog(cluster.log);
  const log = await open(cluster.log, 'a', 0o600);
  const from = (await log.stat()).size;
  const network = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', `port=${port}`];
  const child = spawn(cluster.binaries.postgres, ['-D', cluster.data, ...network], {
    cwd: cluster.home,
    // Its own process group: Ctrl-C in the terminal must not take the database away from requests being finished.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    ...cluster.account,
  });
  let running = true;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`PostgreSQL cannot be run: ${systemCode(error) ?? error.message}.`));
    child.once('exit', (code, signal) => resolve(`PostgreSQL ended with ${signal ?? `exit code ${code}`}; see ${cluster.log}.`));
  }).finally(() => {
    running = false;
  });
  // Before anything can interrupt this process: from now on the server never outlives it.
  const dismissGuard = guard(child);
  void ended.then(dismissGuard);
  await log.close();
  const output = async () => (await readFile(cluster.log)).subarray(from).toString('utf8');
  while (running) {
    if (child.pid !== undefined) {
      const client = await connect(cluster.password, port).catch(() => undefined);
      if (client !== undefined && (await isOurs(client, cluster))) return { process: child, client, ended };
    }
    await Promise.race([delay(50), ended]);
  }
  if (child.pid === undefined) throw new EmbeddedPostgresError(await ended);
  throw new StartFailure(await output());
}

/** Turns the last failed attempt into a sentence. */
export function explainFailure(failure: StartFailure, cluster: Cluster): EmbeddedPostgresError {
  return explainOutput(failure.output, cluster.home);
}

/**
 * Sends the server a fast shutdown when this process dies without stopping it. A shell waits for the end of a pipe that
 * only this process holds, so that it works for every kind of death. Returns what ends the guarding.
 */
function guard(server: ChildProcess): () => void {
  if (process.platform === 'win32' || server.pid === undefined) return () => undefined;
  const watcher = spawn('/bin/sh', ['-c', 'cat >/dev/null; kill -INT "$1" 2>/dev/null', 'plumbline-guard', String(server.pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  watcher.on('error', () => undefined);
  watcher.stdin?.on('error', () => undefined);
  return () => {
    // The whole group: the shell and the `cat` it waits for.
    if (watcher.pid === undefined || watcher.exitCode !== null || watcher.signalCode !== null) return;
    try {
      process.kill(-watcher.pid, 'SIGKILL');
    } catch {
      watcher.kill('SIGKILL');
    }
  };
}

/** True when the answering server is the one of this cluster: another one may have taken the port. */
async function isOurs(client: Client, cluster: Cluster): Promise<boolean> {
  const { rows } = await client.query<{ data_directory: string }>(`select current_setting('data_directory') as data_directory`);
  if (rows[0]?.data_directory === cluster.data) return true;
  await client.end();
  return false;
}

async function rotateLog(path: string): Promise<void> {
  const size = await stat(path).then(
    (entry) => entry.size,
    () => 0,
  );
  if (size > LOG_LIMIT) await rename(path, `${path}.1`);
}
