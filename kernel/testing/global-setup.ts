import { mkdtemp } from 'node:fs/promises';
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

/** Starts one throw-away PostgreSQL for the run, provides its URL to the tests and removes it afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'plumbline-test-'));
  // Two workers with their pools, the server under test and the maintenance sessions share these connections.
  const server = await startEmbeddedPostgres({ dataDir, durable: false, settings: { max_connections: '200' } });
  project.provide('superuserUrl', server.superuserUrl);
  return async () => {
    await server.stop();
    await removeEmbeddedPostgres(dataDir);
  };
}
