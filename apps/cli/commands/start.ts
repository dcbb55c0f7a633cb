import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type OpenDatabase, openDatabase } from '../database.ts';
import { dataFolder } from '../place.ts';
import { expectFree, portFrom } from '../port.ts';
import { signInTable } from '../sign-ins.ts';
import { Stopped, StopRequest } from '../stop-request.ts';
import { UserError } from '../user-error.ts';
import { buildWeb, webRoot } from '../web-build.ts';

const DRAIN_MS = 15_000;
const ENVIRONMENTS = ['demo', 'production', 'validation', 'development'] as const;
type Environment = (typeof ENVIRONMENTS)[number];

/** `plumbline start`: everything on this machine, until it is asked to stop. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { port: { type: 'string' }, host: { type: 'string' }, data: { type: 'string' } },
  });
  const port = portFrom(values.port ?? process.env.PORT, 8080);
  const host = values.host ?? process.env.HOST ?? 'localhost';
  const dataDir = dataFolder(values.data);
  await expectFree(port, host);
  const stop = new StopRequest();
  // The build needs no database and the database no build.
  const build = buildWeb({ force: false, quiet: true });
  build.catch(() => undefined);
  let database: OpenDatabase | undefined;
  let server: { url: string; close(): Promise<void> } | undefined;
  try {
    // Not raced against a stop: the server process must be known before it can be stopped.
    database = await openDatabase(dataDir);
    const environment = environmentOf(database);
    const signIns = environment === 'demo' ? await stop.during(loadDemo(database, dataDir)) : [];
    await stop.during(build);
    const { startServer } = await import('../../server/server.ts');
    const options = { port, host, dataDir: join(dataDir, 'files'), webRoot, environment, worker: true };
    server = await stop.during(startServer({ databases: database.urls, ...options }));
    process.stdout.write(`\nPlumbline is running at ${server.url}\n${signInTable(signIns)}\nStop it with Ctrl-C.\n`);
    const lost = await Promise.race([stop.requested, database.lost]);
    if (typeof lost === 'string') throw new UserError(lost);
    return 0;
  } catch (error) {
    if (error instanceof Stopped) return 0;
    throw error;
  } finally {
    // Requests being served finish first; the database goes last.
    if (server !== undefined) await Promise.race([server.close(), delay(DRAIN_MS, undefined, { ref: false })]);
    await database?.close();
  }
}

async function loadDemo(database: OpenDatabase, dataDir: string) {
  const { seedDemo } = await import('../../../seeds/index.ts');
  return (await seedDemo(database.urls, join(dataDir, 'files'))).signIns;
}

/** Demo people with known passwords are put into the embedded database only, unless somebody asks for them by name. */
function environmentOf(database: OpenDatabase): Environment {
  const wanted = process.env.PLUMBLINE_ENVIRONMENT;
  if (wanted === undefined || wanted === '') return database.embedded ? 'demo' : 'production';
  const found = ENVIRONMENTS.find((name) => name === wanted);
  if (found === undefined)
    throw new UserError(`PLUMBLINE_ENVIRONMENT is "${wanted}": it must be one of ${ENVIRONMENTS.join(', ')}.`);
  return found;
}
