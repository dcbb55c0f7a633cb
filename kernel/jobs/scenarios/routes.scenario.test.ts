import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttp } from '#kernel/http';
import type { Actor, JobDefinition } from '#kernel/records';
import { drain, jobRoutes, MANAGE_JOBS } from '../index.ts';
import { type Bench, bench } from './bench-fixture.ts';

const label = { en: 'Probe', fr: 'Essai' };
const job = (code: string, module: string, more: Partial<JobDefinition> = {}): JobDefinition => ({
  code,
  label,
  module,
  run: () => Promise.resolve(),
  ...more,
});

let b: Bench;
let http: FastifyInstance;
const people = new Map<string, Actor>();
beforeAll(async () => {
  b = await bench({
    jobs: [
      job('probe.nightly', 'probe', { schedule: { at: 'midnight' } }),
      job('tasks.sweep', 'tasks', { schedule: { everyMinutes: 30 } }),
    ],
    permissions: [{ name: 'probe.thing.shape', level: 'admin' }],
    start: '2030-03-04T10:07:00Z',
  });
  people.set('super', b.person([MANAGE_JOBS], 'Sam Super'));
  people.set('probe-admin', b.person(['probe.thing.shape']));
  people.set('nobody', b.person([]));
  http = await createHttp({
    kernel: b.kernel,
    version: 'test',
    plugins: [jobRoutes],
    authenticate: async (request) => people.get(String(request.headers['x-person'])) ?? null,
  });
});
afterAll(async () => {
  await http.close();
  await b.close();
});
const ask = async (who: string, method: 'GET' | 'POST', url: string, payload?: object) => {
  const answer = await http.inject({
    method,
    url: `/api/v1/system/${url}`,
    headers: { 'x-person': who },
    ...(payload ? { payload } : {}),
  });
  return { status: answer.statusCode, body: answer.json() };
};

describe('the scheduler over HTTP', () => {
  test('SCH-08 who is no superuser gets 403, and the refusal is in the audit trail', async () => {
    for (const [method, url] of [
      ['GET', 'jobs'],
      ['GET', 'jobs/runs'],
      ['GET', 'jobs/health'],
      ['POST', 'jobs/probe.nightly/run'],
      ['POST', `jobs/runs/${b.org}/stop`],
      ['GET', 'events/dead'],
      ['POST', `events/${b.org}/replay`],
    ] as const)
      expect(
        (await ask('nobody', method, url, method === 'POST' ? { reason: 'because I can try', subscription: 'x' } : undefined))
          .status,
        `${method} ${url}`,
      ).toBe(403);
    const denied = await b.rows(`select 1 from audit.event where action = 'ACCESS_DENIED'`);
    expect(denied).toHaveLength(7);
  });

  test('SCH-08 administrators of a module see its jobs and runs, and change nothing', async () => {
    await ask('super', 'POST', 'jobs/tasks.sweep/run', { reason: 'a run of the other module' });
    expect((await ask('probe-admin', 'GET', 'jobs')).body.items.map((j: { code: string }) => j.code)).toEqual(['probe.nightly']);
    expect((await ask('probe-admin', 'GET', 'jobs/runs')).body.items).toEqual([]);
    expect((await ask('probe-admin', 'POST', 'jobs/probe.nightly/run', { reason: 'let me try it now' })).status).toBe(403);
    await drain(b.kernel);
  });

  test('SCH-04 a manual run needs a reason and shows who asked for it', async () => {
    expect((await ask('super', 'POST', 'jobs/probe.nightly/run', {})).body).toMatchObject({
      status: 422,
      rule: 'core.reason-required',
    });
    expect((await ask('super', 'POST', 'jobs/probe.unknown/run', { reason: 'there is no such job' })).body).toMatchObject({
      status: 404,
      rule: 'jobs.unknown',
    });
    const asked = await ask('super', 'POST', 'jobs/probe.nightly/run', { reason: 'the plant was closed' });
    expect(asked).toMatchObject({ status: 202, body: { data: { status: 'QUEUED' } } });
    await drain(b.kernel);
    const { body } = await ask('super', 'GET', 'jobs/runs?job=probe.nightly&trigger=MANUAL&status=SUCCESS');
    expect(body.items).toMatchObject([
      { id: asked.body.data.id, trigger: 'MANUAL', triggeredName: 'Sam Super', reason: 'the plant was closed' },
    ]);
    const trail = await b.rows<{ who: string; why: string; phase: string }>(
      `select body ->> 'actorName' as who, body ->> 'reason' as why, body -> 'detail' ->> 'phase' as phase from audit.event where rec_id = $1 order by ord`,
      [asked.body.data.id],
    );
    expect(trail).toEqual([
      { who: 'Sam Super', why: 'the plant was closed', phase: 'requested' },
      { who: 'job:probe.nightly', why: 'the plant was closed', phase: 'start' },
      { who: 'job:probe.nightly', why: 'the plant was closed', phase: 'finish' },
    ]);
  });

  test('SCH-05 a waiting run is stopped at once, with a reason, and only once', async () => {
    const { body } = await ask('super', 'POST', 'jobs/probe.nightly/run', { reason: 'asked for by mistake' });
    const id: string = body.data.id;
    expect((await ask('super', 'POST', `jobs/runs/${id}/stop`, { reason: 'short' })).status).toBe(422);
    expect((await ask('super', 'POST', `jobs/runs/${id}/stop`, { reason: 'was asked for by mistake' })).body.data).toEqual({
      id,
      status: 'STOPPED',
    });
    expect((await ask('super', 'POST', `jobs/runs/${id}/stop`, { reason: 'was asked for by mistake' })).body).toMatchObject({
      status: 409,
      rule: 'jobs.run-ended',
    });
    await drain(b.kernel);
    expect(await b.rows('select status from jobs.run where id = $1', [id])).toEqual([{ status: 'STOPPED' }]);
  });

  test('SCH-04 the list shows every job with its last and next run, and pages through runs', async () => {
    const { body } = await ask('super', 'GET', 'jobs');
    const nightly = body.items.find((j: { code: string }) => j.code === 'probe.nightly');
    expect(nightly).toMatchObject({ nextRun: '2030-03-04T21:01:00.000000Z', lastRun: { jobCode: 'probe.nightly' } });
    const first = await ask('super', 'GET', 'jobs/runs?limit=2');
    const second = await ask('super', 'GET', `jobs/runs?limit=2&cursor=${first.body.page.next}`);
    const ids = [...first.body.items, ...second.body.items].map((r: { id: string }) => r.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(2);
    expect((await ask('super', 'GET', 'jobs/runs?status=ASLEEP')).status).toBe(422);
    expect((await ask('super', 'GET', 'jobs/runs?cursor=zzz')).status).toBe(422);
  });
});
