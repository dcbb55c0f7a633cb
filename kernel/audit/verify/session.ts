import pg from 'pg';
import { type Sql, toQuery } from '#kernel/db';
import type { Registry } from '#kernel/records';
import type { Checked, FaultList } from './fault.ts';

/** One verification: a single snapshot of the database, what was counted and what was found. */
export interface Session {
  readonly client: pg.Client;
  readonly checked: Checked;
  readonly faults: FaultList;
  readonly registry: Registry | undefined;
}

/**
 * Opens a read-only snapshot for the verifier role. Without a time limit: a long reading transaction stalls nobody, sealing included,
 * since it has no transaction id.
 * @param of sees exactly what this other session sees
 */
export async function openSnapshot(url: string, of?: pg.Client): Promise<pg.Client> {
  const snapshot = of ? (await of.query<{ id: string }>('select pg_export_snapshot() as id')).rows[0]?.id : undefined;
  const client = new pg.Client({
    connectionString: url,
    application_name: 'plumbline-verifier',
    options: '-c TimeZone=UTC -c statement_timeout=0',
  });
  await client.connect();
  await client.query('begin isolation level repeatable read read only');
  if (snapshot !== undefined) await client.query(`set transaction snapshot ${pg.escapeLiteral(snapshot)}`);
  await client.query("set local work_mem = '64MB'; set local jit = off");
  return client;
}

export async function rowsOf<T extends pg.QueryResultRow>(client: pg.Client, query: Sql): Promise<T[]> {
  return (await client.query<T>(toQuery(query))).rows;
}

let cursors = 0;
/**
 * Rows of a query in blocks.
 * @param ahead asks for the next block while the caller works on this one; the session must then serve nothing else
 */
export async function* blocksOf<T extends pg.QueryResultRow>(
  client: pg.Client,
  query: Sql,
  size: number,
  ahead: boolean,
): AsyncGenerator<T[]> {
  cursors += 1;
  const name = pg.escapeIdentifier(`verify_${cursors}`);
  const { text, values } = toQuery(query);
  await client.query(`declare ${name} no scroll cursor for ${text}`, values);
  const fetch = async (): Promise<T[]> => (await client.query<T>(`fetch ${size} from ${name}`)).rows;
  let next = ahead ? fetch() : undefined;
  while (true) {
    const block = await (next ?? fetch());
    if (block.length === 0) break;
    if (ahead) {
      next = fetch();
      // A caller that stops early never awaits it.
      next.catch(() => undefined);
    }
    yield block;
  }
  await client.query(`close ${name}`);
}

/** Rows of a query one by one, read in blocks; the session is free for other queries between them. */
export async function* rowStream<T extends pg.QueryResultRow>(client: pg.Client, query: Sql, size = 1000): AsyncGenerator<T> {
  for await (const block of blocksOf<T>(client, query, size, false)) yield* block;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
