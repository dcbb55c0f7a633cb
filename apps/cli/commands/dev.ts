import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../database.ts';
import type { DevServerOptions } from '../dev-server.ts';
import { dataFolder } from '../place.ts';
import { expectFree, portFrom } from '../port.ts';
import { startProgram, stopPrograms } from '../program.ts';
import { signInTable } from '../sign-ins.ts';
import { Stopped, StopRequest } from '../stop-request.ts';
import { UserError } from '../user-error.ts';
import { webRoot } from '../web-build.ts';

/** `plumbline dev`: the server under Node's watch mode and Vite's development server, on one database. */
export async function run(args: string[]): Promise<number> {
  const options = { port: { type: 'string' }, 'web-port': { type: 'string' }, data: { type: 'string' } } as const;
  const { values } = parseArgs({ args, options });
  const port = portFrom(values.port ?? process.env.PORT, 8080);
  const webPort = portFrom(values['web-port'], 5173);
  const dataDir = dataFolder(values.data);
  await expectFree(port, 'localhost');
  await expectFree(webPort, 'localhost');
  const stop = new StopRequest();
  const database = await openDatabase(dataDir);
  try {
    const { seedDemo } = await import('../../../seeds/index.ts');
    const files = join(dataDir, 'files');
    const { signIns } = await stop.during(seedDemo(database.urls, files));
    const server: DevServerOptions = { databases: database.urls, port, host: 'localhost', dataDir: files, webRoot, worker: true };
    const api = startProgram(['--watch', '--watch-preserve-output', 'apps/cli/dev-server.ts'], {
      env: { PLUMBLINE_DEV_SERVER: JSON.stringify(server) },
    });
    const web = startProgram(['node_modules/vite/bin/vite.js', '--port', String(webPort), '--strictPort'], {
      env: { PLUMBLINE_API: `http://localhost:${port}` },
    });
    process.stdout.write(
      `\nOpen http://localhost:${webPort} (API on port ${port})\n${signInTable(signIns)}\nStop it with Ctrl-C.\n`,
    );
    const ended = [once(api, 'exit').then(() => 'The API server ended.'), once(web, 'exit').then(() => 'The web server ended.')];
    const reason = await Promise.race([stop.requested, database.lost, ...ended]);
    stopPrograms('SIGTERM');
    await Promise.allSettled(ended);
    if (typeof reason === 'string') throw new UserError(reason);
    return 0;
  } catch (error) {
    if (error instanceof Stopped) return 0;
    throw error;
  } finally {
    await database.close();
  }
}
