import { beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '#kernel/testing';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ key: 'nobody', modules: [], password: '', fill: async () => ({ orgId: '' }) });
});

test('a process that ends answers what it is working on and does not wait for the connection to be used again', async () => {
  const ending = await app.another();
  const { pool } = ending.kernel.database;
  const url = await ending.http.listen({ port: 0, host: '127.0.0.1' });
  // No connection to the database is left, so that the request waits until one is given back.
  const taken = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  const answer = fetch(`${url}/health`);
  await expect.poll(() => pool.waitingCount).toBe(1);
  const closed = ending.http.close().then(() => 'closed');
  for (const client of taken) client.release();
  expect((await answer).status).toBe(200);
  const late = new Promise((resolve) => setTimeout(() => resolve('still open'), 5_000));
  expect(await Promise.race([closed, late])).toBe('closed');
});
