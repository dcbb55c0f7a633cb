import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { createPerson, provisionDeployment, provisionOrganization } from '#kernel/access';
import { createApplication, migrationSources } from '#kernel/app';
import { type DatabaseUrls, migrate, prepareDatabase } from '#kernel/db';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../kernel/db/embedded/embedded.ts';
import { modules } from '../../modules/index.ts';
import { killIfAlive, processesIn, quietPort } from './database.ts';
import { CHEAP_DERIVATION } from './node-options.ts';
import { PASSWORD, withClient } from './stage.ts';

export const USERNAME = 'kim.olsen';

/** The data folder of `plumbline start`, with one organization and one person in it and nothing running. */
export interface Place {
  readonly folder: string;
  /** Folder of PostgreSQL's own files. */
  readonly databaseFolder: string;
  /** Connections by role; the port is the one of the server that made them. */
  readonly urls: DatabaseUrls;
}

export async function preparePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-served-'));
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  try {
    const urls = await prepareDatabase(server.superuserUrl, 'plumbline', join(folder, 'secrets.json'));
    await migrate(urls.owner, migrationSources(modules));
    const app = await createApplication({
      urls,
      modules,
      dataDir: join(folder, 'files'),
      origin: 'http://localhost',
      environment: { isProduction: false, name: 'Served' },
      access: { cost: CHEAP_DERIVATION },
    });
    try {
      await provisionDeployment(app.kernel);
      const { orgId } = await provisionOrganization(app.kernel, app.access, {
        name: 'Served',
        code: 'SERVED',
        sites: [{ code: 'S', name: 'Site', zone: 'UTC' }],
        departments: [{ code: 'D', name: 'Department' }],
      });
      const names = { username: USERNAME, firstName: 'Kim', lastName: 'Olsen', email: 'kim.olsen@served.example' };
      await createPerson(app.kernel, app.access, orgId, { ...names, site: 'S', department: 'D', roles: [], password: PASSWORD });
    } finally {
      await app.close();
    }
    const [{ place = '' } = {}] = await withClient(
      server.superuserUrl,
      async (client) => (await client.query<{ place: string }>("select current_setting('data_directory') as place")).rows,
    );
    return { folder, databaseFolder: place, urls };
  } finally {
    await server.stop();
  }
}

export const removePlace = async ({ folder }: Place): Promise<void> => {
  await removeEmbeddedPostgres(join(folder, 'postgres'));
  await removeEmbeddedPostgres(folder);
};

/** `plumbline start`, running. */
export interface Served {
  readonly port: number;
  /** Connections to the database it started. */
  readonly urls: DatabaseUrls;
  readonly isRunning: boolean;
  /** SIGTERM to the command; resolves with its exit code. */
  terminate(): Promise<number | null>;
  /** SIGKILL to the command, what it started, and the database, at once. */
  killEverything(): Promise<void>;
}

export async function serve(place: Place): Promise<Served> {
  const port = await quietPort();
  const main = join(import.meta.dirname, '../../apps/cli/main.ts');
  const child = spawn(process.execPath, [main, 'start', '--port', String(port), '--data', place.folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: '', PLUMBLINE_ENVIRONMENT: 'development' },
  });
  await announced(child);
  const file = join(place.databaseFolder, 'postmaster.pid');
  const databasePort = (await readFile(file, 'utf8')).split('\n')[3] ?? '';
  const at = (url: string) => Object.assign(new URL(url), { port: databasePort }).toString();
  const { owner, app, worker, sealer, verifier } = place.urls;
  return {
    port,
    urls: { owner: at(owner), app: at(app), worker: at(worker), sealer: at(sealer), verifier: at(verifier) },
    get isRunning() {
      return child.exitCode === null && child.signalCode === null;
    },
    async terminate() {
      const gone = once(child, 'exit') as Promise<[number | null]>;
      child.kill('SIGTERM');
      return (await gone)[0];
    },
    async killEverything() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      const started = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').catch(() => '');
      child.kill('SIGKILL');
      for (const pid of started.split(' ').filter(Boolean)) killIfAlive(Number(pid));
      for (let left = await processesIn(place.databaseFolder); left.length > 0; left = await processesIn(place.databaseFolder)) {
        for (const pid of left) killIfAlive(pid);
        await delay(5);
      }
      await gone;
    },
  };
}

/** Waits for the line that says it is running; the command ending first is an error. */
async function announced(child: ChildProcess): Promise<void> {
  if (!child.stdout) throw new Error('the command has no output');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    if (!line.startsWith('Plumbline is running at')) continue;
    child.stdout.resume();
    return;
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  throw new Error(`the command ended with ${child.exitCode ?? child.signalCode} before it was running`);
}

/** A signed-in browser of the one person there is. */
export interface Browser {
  profile(): Promise<{ readonly phone: string | null; readonly version: number }>;
  /** Status and phone number answered. */
  setPhone(phone: string): Promise<{ readonly status: number; readonly phone: string | null }>;
}

export async function signIn({ port }: Served): Promise<Browser> {
  const api = `http://127.0.0.1:${port}/api/v1/auth`;
  const common = { 'user-agent': 'plumbline-faults', 'content-type': 'application/json' };
  const body = JSON.stringify({ username: USERNAME, password: PASSWORD });
  const answer = await fetch(`${api}/login`, { method: 'POST', headers: common, body });
  if (answer.status !== 200) throw new Error(`the sign-in was answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const headers = { ...common, cookie };
  type Person = { readonly phone: string | null; readonly version: number };
  return {
    async profile() {
      const read = (await (await fetch(`${api}/profile`, { headers })).json()) as { data: { user: Person } };
      return read.data.user;
    },
    async setPhone(phone) {
      const done = await fetch(`${api}/profile`, { method: 'PATCH', headers, body: JSON.stringify({ phone }) });
      const { data } = (await done.json()) as { data?: Person };
      return { status: done.status, phone: data?.phone ?? null };
    },
  };
}
