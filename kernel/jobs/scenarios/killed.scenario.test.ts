import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tickAll } from '../index.ts';
import { type Bench, bench } from './bench-fixture.ts';
import { countingJob, countingSubscription, EVENTS, ITEMS } from './killed-fixture.ts';

let b: Bench;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  b = await bench({ jobs: [countingJob], events: [countingSubscription] });
  await b.rows(
    'create schema probe; create table probe.effect (what text); grant usage on schema probe to plumbline_app, plumbline_worker; grant all on probe.effect to plumbline_app, plumbline_worker',
  );
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await b.close();
});

async function worker(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'worker-fixture.ts')], {
    env: { ...process.env, URLS: JSON.stringify(b.urls) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  await once(child.stdout, 'data');
  return child;
}
async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  children.delete(child);
}
const done = async () => (await b.rows<{ n: string }>('select count(*)::text as n from probe.effect'))[0]?.n ?? '0';

describe('killed workers', () => {
  test('SCH-02 workers killed in the middle of jobs and events duplicate no effect and lose none', async () => {
    await b.as(async (tx) => {
      await tx.enqueue('probe.count', {});
      for (let n = 0; n < EVENTS; n++) await tx.emit('probe.counted', { n });
    });
    let killed = 0;
    for (let round = 0; round < 6 && Number(await done()) < ITEMS + EVENTS; round++) {
      const before = Number(await done());
      const [one, two] = await Promise.all([worker(), worker()]);
      await expect
        .poll(async () => Number(await done()), { interval: 5, timeout: 60_000 })
        .toBeGreaterThanOrEqual(Math.min(before + 30, ITEMS + EVENTS));
      await Promise.all([kill(one), kill(two)]);
      killed += 2;
      // What the killed ones held counts as silent after two minutes.
      await b.ahead('2 minutes 1 second');
    }
    await tickAll(b.kernel);
    await b.ahead('2 hours');
    await tickAll(b.kernel);
    expect(killed).toBeGreaterThanOrEqual(4);
    const effects = await b.rows<{ what: string; n: number }>('select what, count(*)::int as n from probe.effect group by what');
    expect(effects.filter((e) => e.n !== 1)).toEqual([]);
    expect(effects).toHaveLength(ITEMS + EVENTS);
    const [run] = await b.rows<{ status: string; processed: number; attempt: number }>(
      `select status, processed, attempt from jobs.run where job_code = 'probe.count'`,
    );
    expect(run).toMatchObject({ status: 'SUCCESS', processed: ITEMS });
    expect(run?.attempt).toBeGreaterThan(1);
  }, 180_000);
});
