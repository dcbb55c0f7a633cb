import { join } from 'node:path';
import pg from 'pg';
import { createPerson, provisionDeployment, provisionOrganization } from '#kernel/access';
import { type Application, createApplication, migrationSources } from '#kernel/app';
import { type DatabaseUrls, migrate, prepareDatabase } from '#kernel/db';
import { benchPart } from '../../bench/module.ts';
import { type KillableDatabase, startKillableDatabase } from './database.ts';
import { CHEAP_DERIVATION } from './node-options.ts';

export const PASSWORD = 'Basin-Torque-Rinse-48';

/** A migrated database with one organization and one person for each client. */
export interface Stage {
  readonly database: KillableDatabase;
  readonly urls: DatabaseUrls;
  /** Superuser connection to the application's database. */
  readonly adminUrl: string;
  /** Files, keys and the published log. */
  readonly dataDir: string;
  readonly people: readonly string[];
}

/** The application in this process, for setting up and for verifying; nothing listens. */
export const openApplication = (urls: DatabaseUrls, dataDir: string): Promise<Application> =>
  createApplication({
    urls,
    modules: [benchPart],
    dataDir,
    origin: 'http://localhost',
    environment: { isProduction: false, name: 'Faults' },
    access: { cost: CHEAP_DERIVATION },
  });

export async function setStage(clients: number, settings: Readonly<Record<string, string>>): Promise<Stage> {
  const database = await startKillableDatabase(settings);
  try {
    const dataDir = join(database.folder, 'files');
    const urls = await prepareDatabase(database.superuserUrl, 'faults', join(database.folder, 'roles.json'));
    await migrate(urls.owner, migrationSources([benchPart]));
    const adminUrl = Object.assign(new URL(database.superuserUrl), { pathname: '/faults' }).toString();
    const app = await openApplication(urls, dataDir);
    try {
      const people = await populate(app, clients);
      return { database, urls, adminUrl, dataDir, people };
    } finally {
      await app.close();
      // The people stay even where the control loses writes.
      await withClient(adminUrl, (client) => client.query('checkpoint'));
    }
  } catch (error) {
    await database.remove();
    throw error;
  }
}

async function populate(app: Application, clients: number): Promise<string[]> {
  await provisionDeployment(app.kernel);
  const { orgId } = await provisionOrganization(app.kernel, app.access, {
    name: 'Faults',
    code: 'FAULTS',
    sites: [{ code: 'S', name: 'Site', zone: 'UTC' }],
    departments: [{ code: 'D', name: 'Department' }],
  });
  const people: string[] = [];
  for (let n = 1; n <= clients; n += 1) {
    const username = `client.${n}`;
    await createPerson(app.kernel, app.access, orgId, {
      username,
      firstName: 'Client',
      lastName: String(n),
      email: `${username}@faults.example`,
      site: 'S',
      department: 'D',
      roles: ['bench.admin'],
      password: PASSWORD,
    });
    people.push(username);
  }
  return people;
}

/** One connection for one piece of work. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, options: '-c TimeZone=UTC' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
