import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

/** Any fixed number: the session that holds this advisory lock owns the server. It ends with the owner's process, however that dies. */
const OWNER_LOCK = 7_014_825_601;

/** Connects as superuser to the server on 127.0.0.1. */
export async function connect(password: string, port: number): Promise<Client> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
    application_name: 'plumbline owner',
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
  });
  // Without a listener a connection that the server closes would end the whole process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** Tries to become the owner; false when another living process is. */
export async function takeOwnership(client: Client): Promise<boolean> {
  const result = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [OWNER_LOCK]);
  return result.rows[0]?.taken === true;
}

/** Keeps ownership for as long as the server runs, also when the server resets its sessions after a crash of one of them. */
export function keepOwnership(first: Client, password: string, port: number): { release(): Promise<void> } {
  let released = false;
  let current = first;
  const renew = async () => {
    while (!released) {
      await delay(500);
      const next = released ? undefined : await connect(password, port).catch(() => undefined);
      if (next === undefined) continue;
      await takeOwnership(next).catch(() => false);
      current = next;
      if (released) await next.end().catch(() => undefined);
      else next.once('end', () => void renew());
      return;
    }
  };
  first.once('end', () => void renew());
  return {
    async release() {
      released = true;
      await current.end().catch(() => undefined);
    },
  };
}
