import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#kernel/db';
import type { JobDefinition, Kernel } from '#kernel/records';
import { drain, jobsHealth, requestStop, runJobNow, startWorker, tick, tickAll } from '../index.ts';
import { type Bench, bench } from './bench-fixture.ts';

const label = { en: 'Probe', fr: 'Essai' };
const ran: { code: string; key: string | null; day: unknown; zone: string; job: string | undefined }[] = [];
const probe = (code: string, more: Partial<JobDefinition> = {}): JobDefinition => ({
  code,
  label,
  module: 'probe',
  async run(tx, item) {
    ran.push({ code, key: item.key, day: item.data.day, zone: tx.actor.zone, job: tx.actor.job });
  },
  ...more,
});
let poisoned = true;
const mixed: JobDefinition = {
  ...probe('probe.mixed'),
  maxRetries: 2,
  items: async () => ['a', 'b', 'c'].map((key) => ({ key, data: {} })),
  async run(tx, item) {
    await tx.query(sql`insert into probe.effect (key) values (${item.key})`);
    if (poisoned && item.key === 'b') throw new Error('b cannot be done');
  },
};
let pass: () => void = () => undefined;
let reached: () => void = () => undefined;
const long: JobDefinition = {
  ...probe('probe.long'),
  items: async () => ['1', '2', '3'].map((key) => ({ key: null, data: { key } })),
  async run(tx, item) {
    await tx.query(sql`insert into probe.effect (key) values (${`long-${String(item.data.key)}`})`);
    reached();
    await new Promise<void>((resolve) => {
      pass = resolve;
    });
  },
};
const jobs = [
  probe('probe.midnight', { schedule: { at: 'midnight' } }),
  probe('probe.quarter', { schedule: { everyMinutes: 15 } }),
  probe('probe.daily', { schedule: { dailyAt: '02:00' } }),
  probe('probe.demand'),
  mixed,
  long,
];

let b: Bench;
let other: Kernel;
beforeAll(async () => {
  b = await bench({ jobs, start: '2030-03-04T10:07:00Z' });
  other = b.another();
  await b.rows(
    'create schema probe; create table probe.effect (key text); grant usage on schema probe to plumbline_app, plumbline_worker; grant all on probe.effect to plumbline_app, plumbline_worker',
  );
});
afterAll(() => b.close());
const runsOf = (code: string) =>
  b.rows<{ status: string; trigger: string; scheduled_for: string; attempt: number }>(
    'select status, trigger, scheduled_for, attempt from jobs.run where job_code = $1 and org_id = $2 order by scheduled_for',
    [code, b.org],
  );
const iso = (run: { scheduled_for: string } | undefined) => run?.scheduled_for;

describe('schedules', () => {
  test('SCH-01 two instances execute each scheduled run once', async () => {
    await b.at('2030-03-04T10:15:20Z');
    const workers = [startWorker(b.kernel, { intervalMs: 20 }), startWorker(other, { intervalMs: 20 })];
    await expect.poll(() => ran.filter((r) => r.code === 'probe.quarter').length).toBe(1);
    await Promise.all(Array.from({ length: 20 }, (_, i) => tick(i % 2 ? b.kernel : other)));
    await Promise.all(workers.map((w) => w.stop()));
    await Promise.all([drain(b.kernel), drain(other)]);
    expect(ran.filter((r) => r.code === 'probe.quarter')).toHaveLength(1);
    expect(await runsOf('probe.quarter')).toMatchObject([{ status: 'SUCCESS', trigger: 'CRON', attempt: 1 }]);
    const audited = await b.rows<{ detail: { phase: string }; job: string }>(
      `select body -> 'detail' as detail, body ->> 'job' as job from audit.event where action = 'JOB' and rec_number = 'probe.quarter' order by ord`,
    );
    expect(audited.map((a) => a.detail.phase)).toEqual(['start', 'finish']);
    expect(audited[0]?.job).toBe(ran.find((r) => r.code === 'probe.quarter')?.job);
  });

  test('SCH-01 midnight means the midnight of each site, one minute on', async () => {
    ran.length = 0;
    const chatham = await b.organization('Pacific/Chatham');
    await tickAll(b.kernel);
    // 00:00:30 in Kampala (UTC+3): not yet.
    await b.at('2030-03-04T21:00:30Z');
    await tickAll(b.kernel);
    expect(ran.filter((r) => r.code === 'probe.midnight' && r.zone === 'Africa/Kampala')).toEqual([]);
    await b.at('2030-03-04T21:01:05Z');
    await tickAll(b.kernel);
    expect(ran.filter((r) => r.code === 'probe.midnight' && r.zone === 'Africa/Kampala').map((r) => r.day)).toEqual([
      '2030-03-05',
    ]);
    expect(iso((await runsOf('probe.midnight')).at(-1))).toBe('2030-03-04T21:01:00.000000Z');
    // Chatham is 13 h 45 ahead in summer: its midnight came at 10:15 UTC and is another run.
    const theirs = await b.rows<{ at: string }>(
      `select to_char(scheduled_for at time zone 'UTC', 'HH24:MI') as at from jobs.run where job_code = 'probe.midnight' and org_id = $1`,
      [chatham],
    );
    expect(theirs).toEqual([{ at: '10:16' }]);
  });

  test('SCH-03 what was missed is caught up once at restart, for the latest time missed', async () => {
    ran.length = 0;
    await b.at('2030-03-09T09:00:00Z');
    await Promise.all([tick(b.kernel), tick(other)]);
    await tickAll(b.kernel);
    const daily = (await runsOf('probe.daily')).filter((r) => r.trigger === 'CATCHUP');
    expect(daily.map(iso)).toContain('2030-03-09T02:00:00.000000Z');
    expect(ran.filter((r) => r.code === 'probe.daily' && r.zone === 'Africa/Kampala')).toHaveLength(1);
    expect(ran.filter((r) => r.code === 'probe.midnight' && r.zone === 'Africa/Kampala').map((r) => r.day)).toEqual([
      '2030-03-09',
    ]);
    await tickAll(b.kernel);
    expect(ran.filter((r) => r.code === 'probe.daily' && r.zone === 'Africa/Kampala')).toHaveLength(1);
  });

  test('SCH-01 a short schedule does not pile up behind a run that has not ended', async () => {
    await b.at('2030-03-09T10:00:05Z');
    await tick(b.kernel);
    await b.at('2030-03-09T10:15:05Z');
    await tick(b.kernel);
    expect((await runsOf('probe.quarter')).slice(-2)).toMatchObject([{ status: 'QUEUED' }, { status: 'SKIPPED' }]);
    await tickAll(b.kernel);
  });
});

describe('items', () => {
  test('SCH-02 run twice, done once: an item key already in the ledger is left out', async () => {
    poisoned = false;
    expect(await runJobNow(b.kernel, b.org, 'probe.mixed')).toMatchObject({ status: 'SUCCESS', processed: 3 });
    expect(await runJobNow(b.kernel, b.org, 'probe.mixed')).toMatchObject({ status: 'SUCCESS', processed: 0 });
    expect(await b.rows('select key from probe.effect order by key')).toEqual([{ key: 'a' }, { key: 'b' }, { key: 'c' }]);
  });

  test('SCH-07 a failing item blocks no other, the run is retried by its policy, then it alerts', async () => {
    await b.rows('delete from jobs.effect; delete from probe.effect');
    poisoned = true;
    expect(await runJobNow(b.kernel, b.org, 'probe.mixed')).toMatchObject({
      status: 'QUEUED',
      processed: 2,
      failed: 1,
      error: 'b cannot be done',
    });
    // The failed item left nothing behind, the others are done.
    expect(await b.rows('select key from probe.effect order by key')).toEqual([{ key: 'a' }, { key: 'c' }]);
    const failures = () => b.rows(`select 1 from events.outbox where event = 'jobs.failed'`);
    for (let retry = 0; retry < 2; retry++) {
      expect(await failures()).toEqual([]);
      await b.ahead('61 minutes');
      await tickAll(b.kernel);
    }
    const [last] = await b.rows<{ status: string; attempt: number; failed: number; log: { item: string }[] }>(
      `select status, attempt, failed, log from jobs.run where job_code = 'probe.mixed' order by created_at desc limit 1`,
    );
    expect(last).toMatchObject({ status: 'FAILED', attempt: 3, failed: 3 });
    expect(last?.log.map((l) => l.item)).toEqual(['b', 'b', 'b']);
    expect(await failures()).toHaveLength(1);
    expect(await b.rows('select key from probe.effect order by key')).toEqual([{ key: 'a' }, { key: 'c' }]);
  });

  test('SCH-05 stop takes effect before the next item and leaves none half done', async () => {
    const begun = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const running = runJobNow(b.kernel, b.org, 'probe.long');
    await begun;
    const [run] = await b.rows<{ id: string }>(`select id from jobs.run where job_code = 'probe.long' and status = 'RUNNING'`);
    expect(await b.as((tx) => requestStop(tx, run?.id ?? '', 'the line is being cleaned'))).toBe('RUNNING');
    pass();
    expect(await running).toMatchObject({ status: 'STOPPED', processed: 1 });
    expect(await b.rows(`select key from probe.effect where key like 'long-%'`)).toEqual([{ key: 'long-1' }]);
  });

  test('SCH-05 a worker that is asked to end finishes its item and hands the run back', async () => {
    await b.rows('delete from probe.effect');
    const begun = new Promise<void>((resolve) => {
      reached = resolve;
    });
    await b.as((tx) => tx.enqueue('probe.long', {}));
    const worker = startWorker(b.kernel, { intervalMs: 20 });
    await begun;
    const ended = worker.stop();
    pass();
    await ended;
    const [run] = await b.rows<{ id: string; status: string; processed: number; attempt: number }>(
      `select id, status, processed, attempt from jobs.run where job_code = 'probe.long' and trigger = 'EVENT'`,
    );
    expect(run).toMatchObject({ status: 'QUEUED', processed: 1, attempt: 0 });
    await b.as((tx) => requestStop(tx, run?.id ?? '', 'enough has been seen'));
  });

  test('SCH-01 enqueued work commits with its cause, and one run waits per key', async () => {
    ran.length = 0;
    await b.as(async (tx) => {
      await tx.enqueue('probe.demand', { n: 1 }, { key: 'same' });
      await tx.enqueue('probe.demand', { n: 2 }, { key: 'same' });
    });
    const failed = b.as(async (tx) => {
      await tx.enqueue('probe.demand', { n: 3 });
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    await b.as((tx) => tx.enqueue('probe.demand', { n: 4 }, { runAt: '2031-01-01T00:00:00Z' }));
    await drain(b.kernel);
    expect(ran.filter((r) => r.code === 'probe.demand')).toHaveLength(1);
    expect(
      await b.rows(
        `select payload -> 'n' as n, status from jobs.run where job_code = 'probe.demand' and trigger = 'EVENT' order by created_at`,
      ),
    ).toEqual([
      { n: 2, status: 'SUCCESS' },
      { n: 4, status: 'QUEUED' },
    ]);
  });
});

describe('silence', () => {
  test('SCH-06 no heartbeat for two minutes: health red, notification, and the run is taken over', async () => {
    const worker = startWorker(b.kernel, { intervalMs: 20 });
    await expect.poll(async () => (await jobsHealth(b.kernel)).liveWorkers).toBe(1);
    expect((await jobsHealth(b.kernel)).silentRuns).toBe(0);
    await worker.stop();
    // A worker that ended properly is not missed, but somebody must be working.
    expect(await jobsHealth(b.kernel)).toMatchObject({ status: 'unhealthy', liveWorkers: 0, silentWorkers: 0 });
    await b.rows(`insert into jobs.worker (id) values ('killed')`);
    await b.rows(
      `insert into jobs.run (org_id, job_code, trigger, status, attempt, worker, started_at, heartbeat) values ($1, 'probe.demand', 'EVENT', 'RUNNING', 1, 'killed', kernel.now(), kernel.now())`,
      [b.org],
    );
    await b.ahead('1 minute 50 seconds');
    expect(await jobsHealth(b.kernel)).toMatchObject({ silentWorkers: 0, silentRuns: 0 });
    await b.ahead('15 seconds');
    expect(await jobsHealth(b.kernel)).toMatchObject({ status: 'unhealthy', silentWorkers: 1, silentRuns: 1 });
    ran.length = 0;
    await tickAll(b.kernel);
    await tickAll(b.kernel);
    expect(ran.filter((r) => r.code === 'probe.demand')).toHaveLength(1);
    const told = await b.rows<{ payload: { worker?: string; code?: string } }>(
      `select payload from events.outbox where event = 'jobs.silent' and org_id = $1`,
      [b.org],
    );
    expect(told.map((t) => t.payload.worker ?? t.payload.code).sort()).toEqual(['killed', 'probe.demand']);
  });
});
