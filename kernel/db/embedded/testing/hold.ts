import { startEmbeddedPostgres } from '../embedded.ts';

/**
 * Starts the embedded PostgreSQL of the folder in the first argument, prints `{ url, pid }` or `{ error }` as JSON and holds
 * it until the process is killed, so that tests can kill it.
 */
try {
  const server = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', durable: true });
  process.stdout.write(`${JSON.stringify({ url: server.superuserUrl, pid: process.pid })}\n`);
  await server.ended;
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: error instanceof Error ? error.message : String(error) })}\n`);
  process.exitCode = 1;
}
