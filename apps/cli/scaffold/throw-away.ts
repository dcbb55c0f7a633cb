import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type DatabaseUrls, prepareDatabase } from '#kernel/db';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../../kernel/db/embedded/embedded.ts';

/**
 * An empty database for the time of `work`: on the server of DATABASE_URL, dropped afterwards, or on an embedded server of its own.
 * @param secretsFile role passwords of that server (`secrets.json` of the data folder): new ones would lock out what runs there.
 */
export async function withThrowAwayDatabase<T>(secretsFile: string, work: (urls: DatabaseUrls) => Promise<T>): Promise<T> {
  const external = process.env.DATABASE_URL;
  if (external !== undefined && external !== '') return onServer(external, secretsFile, work);
  const dataDir = await mkdtemp(join(tmpdir(), 'plumbline-draft-'));
  try {
    const server = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), durable: false });
    try {
      return await work(await prepareDatabase(server.superuserUrl, 'draft', join(dataDir, 'secrets.json')));
    } finally {
      await server.stop();
      await removeEmbeddedPostgres(join(dataDir, 'postgres'));
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function onServer<T>(url: string, secretsFile: string, work: (urls: DatabaseUrls) => Promise<T>): Promise<T> {
  const name = `plumbline_draft_${randomBytes(4).toString('hex')}`;
  const urls = await prepareDatabase(url, name, secretsFile);
  try {
    return await work(urls);
  } finally {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
    await client.end();
  }
}
