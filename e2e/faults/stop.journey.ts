import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { verifyLog } from '#kernel/audit';
import { processesIn } from './database.ts';
import { type Place, preparePlace, removePlace, type Served, serve, signIn, USERNAME } from './served.ts';
import { withClient } from './stage.ts';

const MINUTES = 60_000;
let place: Place;
let served: Served | undefined;
beforeAll(async () => {
  place = await preparePlace();
}, 3 * MINUTES);
afterEach(() => served?.killEverything());
afterAll(() => removePlace(place));

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + MINUTES;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('what was waited for did not happen');
    await delay(20);
  }
}
const isRefused = ({ port }: Served) =>
  fetch(`http://127.0.0.1:${port}/health`, { headers: { connection: 'close' } }).then(
    () => false,
    () => true,
  );
const verified = async ({ urls }: Served) => verifyLog({ urls, dataDir: join(place.folder, 'files'), keepResult: false });

describe('plumbline start', () => {
  test(
    'ALC-E-1 stopped by SIGTERM it answers the request it is working on, takes no new one, ends with 0 and stops its database',
    async () => {
      const running = await serve(place);
      served = running;
      const browser = await signIn(running);
      const { answer, code } = await withClient(running.urls.owner, async (client) => {
        // The request waits for this lock for as long as we like.
        await client.query('begin');
        await client.query('select 1 from access."user" where username = $1 for update', [USERNAME]);
        const waiting = browser.setPhone('+47 22 00 00 01');
        await until(async () => {
          const { rowCount } = await client.query('select 1 from pg_locks where not granted');
          return (rowCount ?? 0) > 0;
        });
        const ended = running.terminate();
        await until(() => isRefused(running));
        expect(running.isRunning).toBe(true);
        await client.query('rollback');
        return { answer: await waiting, code: await ended };
      });
      expect(answer).toEqual({ status: 200, phone: '+47 22 00 00 01' });
      expect(code).toBe(0);
      expect(await processesIn(place.databaseFolder)).toEqual([]);
    },
    3 * MINUTES,
  );

  test(
    'ALC-E-1 started again after everything was killed at once it has what was answered before, and the trail verifies',
    async () => {
      const first = await serve(place);
      served = first;
      const before = await (await signIn(first)).profile();
      expect(before.phone).toBe('+47 22 00 00 01');
      const answer = await (await signIn(first)).setPhone('+47 22 00 00 02');
      await first.killEverything();
      expect(answer.status).toBe(200);

      const second = await serve(place);
      served = second;
      expect(await (await signIn(second)).profile()).toMatchObject({ phone: '+47 22 00 00 02', version: before.version + 1 });
      const { ok, faults } = await verified(second);
      expect({ ok, faults }).toEqual({ ok: true, faults: [] });
      expect(await second.terminate()).toBe(0);
    },
    3 * MINUTES,
  );
});
