import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Cluster } from './cluster.ts';
import { EmbeddedPostgresError, systemCode } from './errors.ts';
import { connect, takeOwnership } from './ownership.ts';

const run = promisify(execFile);

/** First lines of `postmaster.pid`. */
interface Postmaster {
  pid: number;
  port: number;
}

/**
 * Clears the way for a new server on this cluster: stops one whose owner died, waits for one that is going down, and
 * removes a lock file left by a crash.
 * @throws EmbeddedPostgresError when the cluster is in use by a living process.
 */
export async function clearOrphan(cluster: Cluster): Promise<void> {
  const deadline = Date.now() + 60_000;
  let refusals = 0;
  while (Date.now() < deadline) {
    const postmaster = await readPostmaster(cluster.data);
    if (postmaster === undefined) return;
    const state = await stateOf(cluster, postmaster);
    if (state === 'gone') return await rm(join(cluster.data, 'postmaster.pid'), { force: true });
    if (state === 'unknown') return;
    const client = state === 'running' ? await connect(cluster.password, postmaster.port).catch(() => undefined) : undefined;
    if (client !== undefined) {
      const ours = await takeOwnership(client).finally(() => client.end());
      if (ours)
        await run(cluster.binaries.pgCtl, ['stop', '-D', cluster.data, '-m', 'fast', '-w'], {
          cwd: cluster.home,
          ...cluster.account,
        });
      // An owner that died a moment ago may still hold its session: only a lasting refusal means the cluster is in use.
      else refusals += 1;
      if (refusals > 10)
        throw new EmbeddedPostgresError(`The database in ${cluster.home} is already in use by another running Plumbline.`);
    }
    await delay(200);
  }
  throw new EmbeddedPostgresError(`An earlier PostgreSQL in ${cluster.home} does not stop: end its processes and start again.`);
}

async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const content = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (content === undefined) return undefined;
  const lines = content.split('\n');
  return { pid: Math.abs(Number(lines[0])), port: Number(lines[3]) };
}

/**
 * `running`: the postmaster lives. `ending`: it is gone but some of its children still work in the data directory.
 * `gone`: nothing of it is left. `unknown`: PostgreSQL's own check of its lock file has to decide.
 */
async function stateOf(cluster: Cluster, postmaster: Postmaster): Promise<'running' | 'ending' | 'gone' | 'unknown'> {
  if (process.platform === 'linux') {
    const pids = await processesIn(await realpath(cluster.data));
    if (pids.length === 0) return 'gone';
    return pids.includes(postmaster.pid) ? 'running' : 'ending';
  }
  if (!isAlive(postmaster.pid)) return 'unknown';
  const { stdout } = await run('ps', ['-o', 'command=', '-p', String(postmaster.pid)]).catch(() => ({ stdout: '' }));
  return basename(stdout.split(' ')[0] ?? '').startsWith('postgres') ? 'running' : 'unknown';
}

/** Every process of a cluster has the data directory as its working directory; process numbers alone are reused. */
async function processesIn(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found: number[] = [];
  for (const pid of pids) {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    if (cwd === folder) found.push(Number(pid));
  }
  return found;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
