import { createHash, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type DatabaseUrls, type MigrationSource, migrate, migrationFiles, prepareDatabase, urlsFor } from '#kernel/db';

/** Adds an offset that tests move; exists in test templates only, and a real start refuses a database that has it. */
const MOVABLE_CLOCK = `
  create table kernel.clock_offset (only_row boolean primary key default true check (only_row), ahead interval not null default '0');
  insert into kernel.clock_offset default values;
  alter table kernel.clock_offset owner to plumbline_owner;
  create or replace function kernel.now() returns timestamptz language sql volatile security definer set search_path = pg_catalog as
    'select clock_timestamp() + (select ahead from kernel.clock_offset)';`;

const asUser = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
const inDatabase = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).toString();

/** What makes a template: migrations, and whatever `fill` puts in. Made once per run and content, then only cloned. */
export interface Template {
  readonly key: string;
  readonly sources: readonly MigrationSource[];
  fill?(urls: DatabaseUrls): Promise<void>;
}

/** A fresh database for one test file, cloned from its template in a fraction of a second. */
export async function cloneDatabase(
  superuserUrl: string,
  template: Template,
): Promise<{ urls: DatabaseUrls; superuserUrl: string; drop(): Promise<void> }> {
  const fingerprint = createHash('sha256')
    .update(template.key)
    .update(
      migrationFiles(template.sources)
        .map((f) => f.checksum)
        .join(),
    )
    .digest('hex')
    .slice(0, 12);
  const base = `template_${fingerprint}`;
  const name = `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  const secrets = join(tmpdir(), `plumbline-test-roles-${new URL(superuserUrl).port}.json`);
  const urls = await asUser(superuserUrl, async (admin) => {
    // Files run side by side: one of them makes the template, the others wait for it.
    await admin.query('select pg_advisory_lock(7302)');
    try {
      const { rowCount } = await admin.query('select 1 from pg_database where datname = $1 and datistemplate', [base]);
      // Left over by a fill that failed: half a template is none.
      if (!rowCount) await admin.query(`drop database if exists ${base} with (force)`);
      const made = await prepareDatabase(superuserUrl, base, secrets);
      if (!rowCount) {
        await migrate(made.owner, template.sources);
        await asUser(inDatabase(superuserUrl, base), (c) => c.query(MOVABLE_CLOCK));
        await template.fill?.(made);
        await admin.query(`alter database ${base} is_template true`);
      }
      await admin.query(`create database ${name} template ${base} owner plumbline_owner`);
      for (const role of ['owner', 'app', 'worker', 'sealer', 'verifier'])
        await admin.query(`grant connect on database ${name} to plumbline_${role}`);
      return urlsFor(made, name);
    } finally {
      await admin.query('select pg_advisory_unlock(7302)');
    }
  });
  return {
    urls,
    superuserUrl: inDatabase(superuserUrl, name),
    drop: async () => {
      await asUser(superuserUrl, (c) => c.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** Moves the database clock of a test forward (`'5 days'`), or to an instant. */
export async function moveClock(superuserUrl: string, to: { readonly ahead: string } | { readonly at: string }): Promise<void> {
  await asUser(superuserUrl, (c) =>
    'ahead' in to
      ? c.query('update kernel.clock_offset set ahead = ahead + $1::interval', [to.ahead])
      : c.query('update kernel.clock_offset set ahead = $1::timestamptz - clock_timestamp()', [to.at]),
  );
}
