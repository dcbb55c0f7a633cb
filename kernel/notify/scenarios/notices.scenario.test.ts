import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createHttp } from '#kernel/http';
import { drain, startWatch } from '#kernel/jobs';
import { MANAGE_OUTBOX, notify, notifyRoutes } from '../index.ts';
import { type Plant, plant } from './plant-fixture.ts';

let p: Plant;
let http: FastifyInstance;
beforeAll(async () => {
  p = await plant('2030-03-04T10:00:00Z');
  http = await createHttp({
    kernel: p.kernel,
    version: 'test',
    plugins: [notifyRoutes],
    authenticate: async (request) =>
      p.actor(String(request.headers['x-person']) as 'ada', request.headers['x-person'] === 'sam' ? [MANAGE_OUTBOX] : []),
  });
});
afterAll(async () => {
  await http.close();
  await p.close();
});
beforeEach(() => p.rows('delete from notify.mail; delete from notify.notification; delete from notify.preference'));

interface Told {
  who: string;
  type: string;
  title: string;
  in_app: boolean;
  subject: string | null;
  body: string | null;
}
const told = () =>
  p.rows<Told>(`select u.username as who, n.type, n.title, n.in_app, m.subject, m.body from notify.notification n join access."user" u on u.id = n.recipient_id
    left join notify.mail m on m.notification_id = n.id order by u.username, n.type`);
const ask = async (who: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) => {
  const answer = await http.inject({
    method,
    url: `/api/v1/${url}`,
    headers: { 'x-person': who },
    ...(payload ? { payload } : {}),
  });
  return { status: answer.statusCode, body: answer.json() };
};

describe('assignments', () => {
  test('NTF-01 an assignment makes one entry and one mail, however often and from however many processes it is dispatched', async () => {
    await p.assign('ada', { kind: 'review', name: 'Review' });
    await p.assign('ada', {});
    const other = p.another();
    await Promise.all([drain(p.kernel), drain(other)]);
    await drain(p.kernel);
    expect(await told()).toMatchObject([
      { who: 'ada', type: 'approval_needed', title: 'Review: P-0007', in_app: true, subject: 'Signature needed: P-0007' },
      { who: 'ada', type: 'assignment', title: 'Prepare: P-0007', in_app: true, subject: 'Task assigned: P-0007' },
    ]);
    expect(await p.rows('select status from notify.mail')).toEqual([{ status: 'KEPT' }, { status: 'KEPT' }]);
  });

  test('NTF-01 nobody is told of their own act, and a task that was cancelled before it was told concerns nobody', async () => {
    await p.assign('ben', {}, 'ben');
    await p.assign('ada', { state: 'CANCELLED' });
    await drain(p.kernel);
    expect(await told()).toEqual([]);
  });

  test('NTF-03 mail carries number and deep link, in the language of its reader, and no content', async () => {
    await p.assign('guest', { recordId: '01890000-0000-7000-8000-000000000007' });
    await drain(p.kernel);
    const [mail] = await told();
    expect(mail?.subject).toBe('Tâche attribuée: P-0007');
    expect(mail?.body).toContain('P-0007');
    expect(mail?.body).toContain('{origin}/probe/papers/01890000-0000-7000-8000-000000000007');
    expect(mail?.body).toContain('Bonjour guest Plant,');
    expect(`${mail?.subject}${mail?.body}`).not.toContain('Secret');
    const { body } = await ask('sam', 'GET', 'system/outbox');
    expect(body.items[0].body).toContain('http://localhost:8080/probe/papers/01890000-0000-7000-8000-000000000007');
  });

  test('NTF-05 who stands in for an absent person is told of the task as well', async () => {
    await p.system((tx) =>
      tx.create(tx.registry.record('tasks.delegation'), {
        fromId: p.people.ada,
        toId: p.people.shaper,
        validFrom: '2030-03-01T00:00:00Z',
        validUntil: '2030-03-10T00:00:00Z',
        reason: 'on leave',
      }),
    );
    await p.assign('ada');
    await drain(p.kernel);
    expect((await told()).map((t) => [t.who, t.title])).toEqual([
      ['ada', 'Prepare: P-0007'],
      ['shaper', 'Prepare: P-0007 (on delegated task from ada Plant)'],
    ]);
    await p.ahead('10 days');
    await p.assign('ada');
    await drain(p.kernel);
    expect((await told()).filter((t) => t.who === 'shaper')).toHaveLength(1);
  });
});

describe('preferences', () => {
  test('NTF-02 security, overdue and approval cannot be switched off', async () => {
    for (const type of ['security', 'overdue', 'approval_needed'])
      for (const channel of ['in_app', 'mail']) {
        const refused = await ask('ada', 'PUT', 'notifications/preferences', {
          preferences: [
            { type: 'mention', channel: 'mail', enabled: false },
            { type, channel, enabled: false },
          ],
        });
        expect(refused).toMatchObject({ status: 422, body: { rule: 'notify.mandatory' } });
      }
    // Refused as a whole, and the database refuses too.
    expect(await p.rows('select 1 from notify.preference')).toEqual([]);
    const forced = p.rows(
      `insert into notify.preference select org_id, id, 'overdue', 'mail', false from access."user" where username = 'ada'`,
    );
    await expect(forced).rejects.toThrow('check constraint');
    const { body } = await ask('ada', 'GET', 'notifications/preferences');
    expect(body.items.filter((i: { mandatory: boolean }) => i.mandatory)).toHaveLength(6);
  });

  test('NTF-02 other types are silent where they were switched off, channel by channel', async () => {
    await ask('ada', 'PUT', 'notifications/preferences', {
      preferences: [
        { type: 'assignment', channel: 'mail', enabled: false },
        { type: 'mention', channel: 'mail', enabled: false },
        { type: 'mention', channel: 'in_app', enabled: false },
      ],
    });
    await p.system(async (tx) => {
      for (const type of ['assignment', 'mention', 'overdue'] as const)
        await notify(tx, { recipients: [p.people.ada], type, title: type });
    });
    expect((await told()).map((t) => [t.type, t.in_app, t.subject !== null])).toEqual([
      ['assignment', true, false],
      ['overdue', true, true],
    ]);
  });
});

describe('the inbox', () => {
  test('NTF-01 people see, count and mark their own notifications and nobody else’s', async () => {
    await p.system((tx) =>
      notify(tx, {
        recipients: [p.people.ada, p.people.ben],
        type: 'effective',
        title: { en: 'P-0007 is in force', fr: 'P-0007 est en vigueur' },
        entity: 'probe.paper',
        number: 'P-0007',
      }),
    );
    await p.system((tx) => notify(tx, { recipients: [p.people.ada], type: 'rejected', title: 'P-0008 was returned' }));
    const first = (await ask('ada', 'GET', 'notifications?limit=1')).body;
    expect(first).toMatchObject({ unread: 2, items: [{ title: 'P-0008 was returned' }] });
    const second = (await ask('ada', 'GET', `notifications?limit=1&cursor=${first.page.next}`)).body;
    expect(second.items).toMatchObject([{ title: 'P-0007 is in force', number: 'P-0007', readAt: null }]);
    expect((await ask('ben', 'POST', `notifications/${second.items[0].id}/read`)).status).toBe(404);
    expect((await ask('ada', 'POST', `notifications/${second.items[0].id}/acknowledge`)).status).toBe(200);
    expect((await ask('ada', 'GET', 'notifications?unread=true')).body).toMatchObject({
      unread: 1,
      items: [{ title: 'P-0008 was returned' }],
    });
    expect((await ask('ada', 'POST', 'notifications/read-all')).body.data).toEqual({ read: 1 });
    expect((await ask('ada', 'GET', 'notifications')).body.unread).toBe(0);
    expect((await ask('ben', 'GET', 'notifications')).body.unread).toBe(1);
  });
});

describe('what the kernel has to say', () => {
  test('NTF-01 mentions, security matters and failed jobs reach those they concern', async () => {
    await p.by('ben', async (tx) => {
      await tx.emit('notes.mentioned', {
        commentId: 'c1',
        entity: 'probe.paper',
        id: '01890000-0000-7000-8000-000000000007',
        number: 'P-0007',
        people: [p.people.ada, p.people.ben],
        by: p.people.ben,
      });
      await tx.emit('access.security', { kind: 'account-locked', userId: p.people.ada, by: p.people.ada });
      await tx.emit('jobs.failed', { code: 'probe.sweep', module: 'probe', error: 'the disk is full' });
    });
    await drain(p.kernel);
    expect((await told()).map((t) => [t.who, t.type, t.title])).toEqual([
      ['ada', 'mention', 'ben Plant mentioned you in P-0007'],
      ['ada', 'security', 'An account was locked after wrong passwords'],
      ['sam', 'security', 'An account was locked after wrong passwords'],
      ['sam', 'system', 'Job probe.sweep failed'],
      ['shaper', 'system', 'Job probe.sweep failed'],
    ]);
  });

  test('SCH-06 superusers are told when the only worker falls silent, by a process that is none', async () => {
    await p.rows(`insert into jobs.worker (id) values ('plant:1')`);
    await p.ahead('2 minutes 5 seconds');
    const stop = startWatch(p.kernel, { intervalMs: 20 });
    await expect
      .poll(async () => (await told()).map((t) => [t.who, t.title]))
      .toEqual([['sam', 'No sign of life for two minutes: plant:1']]);
    await expect.poll(() => p.rows('select status from notify.mail')).toEqual([{ status: 'KEPT' }]);
    stop();
    expect(await told()).toHaveLength(1);
  });

  test('NTF-03 the outbox is for superusers and looking into it is audited', async () => {
    expect((await ask('ada', 'GET', 'system/outbox')).status).toBe(403);
    expect((await ask('sam', 'GET', 'system/outbox?status=DEAD')).body.items).toEqual([]);
    expect(
      await p.rows(`select 1 from audit.event where action = 'VIEW' and entity = 'notify.mail' and body ->> 'actorName' = 'sam'`),
    ).not.toEqual([]);
  });
});
