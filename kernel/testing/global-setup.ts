import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../db/embedded/embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser connection URL of the PostgreSQL of this test run; every test file creates its own databases there. */
    superuserUrl: string;
  }
}

const PREFIX = 'plumbline-test-';
const A_DAY = 86_400_000;

/** Starts one throw-away PostgreSQL for the run, provides its URL to the tests and removes it afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const dataDir = await mkdtemp(join(tmpdir(), PREFIX));
  // Two workers with their pools, the server under test and the maintenance sessions share these connections.
  const server = await startEmbeddedPostgres({ dataDir, durable: false, settings: { max_connections: '200' } });
  project.provide('superuserUrl', server.superuserUrl);
  return async () => {
    await server.stop();
    await removeEmbeddedPostgres(dataDir);
  };
}

/** Databases of runs that were killed: their servers have stopped by themselves, their files have not gone. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const path = join(tmpdir(), name);
    if (!name.startsWith(PREFIX)) continue;
    const age = await stat(path).then(
      (entry) => Date.now() - entry.mtimeMs,
      () => 0,
    );
    // Another user's leftovers are not ours to remove.
    if (age > A_DAY) await removeEmbeddedPostgres(path).catch(() => undefined);
  }
}
