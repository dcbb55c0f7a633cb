import pg from 'pg';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { openPool } from './pool.ts';
import { isUnavailable } from './unavailable.ts';

const pool = openPool(inject('superuserUrl'), { max: 1, name: 'pool-test' });
afterAll(() => pool.end());

async function terminate(pid: number): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('superuserUrl') });
  await admin.connect();
  await admin.query('select pg_terminate_backend($1)', [pid]);
  await admin.end();
}
const pidOf = async (client: pg.PoolClient) =>
  (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;

describe('a pool whose server goes away', () => {
  test('survives losing a client that is in use between two queries, says the database is unavailable, and connects anew', async () => {
    const client = await pool.connect();
    const lost = new Promise((resolve) => client.once('end', () => resolve('ended')));
    await terminate(await pidOf(client));
    expect(await lost).toBe('ended');
    const error = await client.query('select 1').catch((e: unknown) => e);
    expect(isUnavailable(error)).toBe(true);
    client.release();
    expect((await pool.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('survives losing a client in the middle of a query', async () => {
    const client = await pool.connect();
    const pid = await pidOf(client);
    const running = client.query('select pg_sleep(30)').catch((e: unknown) => e);
    await terminate(pid);
    expect(isUnavailable(await running)).toBe(true);
    // The server says farewell before it closes: only the caller knows already that this client is of no use.
    client.release(true);
    expect((await pool.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('nobody listening, a server starting up or full is unavailable; a broken statement is not', async () => {
    const nobody = openPool('postgres://nobody:secret@127.0.0.1:9/none', { max: 1 });
    expect(isUnavailable(await nobody.query('select 1').catch((e: unknown) => e))).toBe(true);
    await nobody.end();
    for (const code of ['57P03', '53300', '53100'])
      expect(isUnavailable(Object.assign(new pg.DatabaseError('refused', 7, 'error'), { code }))).toBe(true);
    expect(isUnavailable(await pool.query('select 1 / 0').catch((e: unknown) => e))).toBe(false);
    expect(isUnavailable(new TypeError('connection is not a function'))).toBe(false);
  });
});
