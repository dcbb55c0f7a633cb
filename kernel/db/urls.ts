import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import pg from 'pg';

/** One connection per database role. The application role owns nothing and cannot bypass row-level security. */
export interface DatabaseUrls {
  /** Migrations only. */
  readonly owner: string;
  readonly app: string;
  readonly worker: string;
  readonly sealer: string;
  /** Read only, bypasses row-level security. */
  readonly verifier: string;
}
export const databaseRoles = ['owner', 'app', 'worker', 'sealer', 'verifier'] as const;
type DatabaseRole = (typeof databaseRoles)[number];

const attributes: Record<DatabaseRole, string> = {
  owner: 'bypassrls',
  app: 'nobypassrls',
  worker: 'nobypassrls',
  sealer: 'bypassrls',
  verifier: 'bypassrls',
};

function secretsOf(file: string): Record<DatabaseRole, string> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Record<DatabaseRole, string>;
  const secrets = Object.fromEntries(databaseRoles.map((r) => [r, randomBytes(24).toString('base64url')])) as Record<
    DatabaseRole,
    string
  >;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/** The same connections for another database of the same server (clones of a template). */
export function urlsFor(urls: DatabaseUrls, database: string): DatabaseUrls {
  const of = (url: string) => Object.assign(new URL(url), { pathname: `/${database}` }).toString();
  return {
    owner: of(urls.owner),
    app: of(urls.app),
    worker: of(urls.worker),
    sealer: of(urls.sealer),
    verifier: of(urls.verifier),
  };
}

/**
 * Creates the roles and the database where they are missing. Idempotent.
 * @param secretsFile keeps the generated role passwords (mode 0600).
 */
export async function prepareDatabase(superuserUrl: string, name: string, secretsFile: string): Promise<DatabaseUrls> {
  const secrets = secretsOf(secretsFile);
  const admin = new pg.Client({ connectionString: superuserUrl });
  await admin.connect();
  try {
    for (const role of databaseRoles) {
      const { rowCount } = await admin.query('select 1 from pg_roles where rolname = $1', [`plumbline_${role}`]);
      const options = `login nosuperuser nocreatedb nocreaterole ${attributes[role]} password ${pg.escapeLiteral(secrets[role])}`;
      await admin.query(`${rowCount ? 'alter' : 'create'} role plumbline_${role} ${options}`);
    }
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) {
      await admin.query(`create database ${pg.escapeIdentifier(name)} owner plumbline_owner`);
      const inside = new pg.Client({
        connectionString: Object.assign(new URL(superuserUrl), { pathname: `/${name}` }).toString(),
      });
      await inside.connect();
      await inside.query('create extension if not exists pg_trgm');
      await inside.query(
        `revoke create on schema public from public; revoke connect on database ${pg.escapeIdentifier(name)} from public`,
      );
      for (const role of databaseRoles)
        await inside.query(`grant connect on database ${pg.escapeIdentifier(name)} to plumbline_${role}`);
      await inside.end();
    }
  } finally {
    await admin.end();
  }
  const of = (role: DatabaseRole) =>
    Object.assign(new URL(superuserUrl), {
      username: `plumbline_${role}`,
      password: secrets[role],
      pathname: `/${name}`,
    }).toString();
  return { owner: of('owner'), app: of('app'), worker: of('worker'), sealer: of('sealer'), verifier: of('verifier') };
}
