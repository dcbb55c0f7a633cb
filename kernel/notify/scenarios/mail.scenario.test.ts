import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drain } from '#kernel/jobs';
import { mailHealth, notify, outboxDriver, setMailDriver, smtpDriver } from '../index.ts';
import { type Plant, plant } from './plant-fixture.ts';
import { type SmtpServer, startSmtp } from './smtp-fixture.ts';

let p: Plant;
let smtp: SmtpServer;
const setup = (url: string) =>
  setMailDriver(p.kernel, { driver: smtpDriver(url), from: 'Plumbline <qms@plant.test>', origin: 'https://qms.plant.test' });
beforeAll(async () => {
  p = await plant('2030-03-04T10:00:00Z');
  smtp = await startSmtp();
  setup(smtp.url);
});
afterAll(async () => {
  await smtp.stop();
  await p.close();
});
const mails = () =>
  p.rows<{ status: string; attempts: number; body: string | null }>(
    'select status, attempts, body from notify.mail order by created_at',
  );

describe('mail', () => {
  test('NTF-01 is sent once, with a link to the application', async () => {
    await p.assign('ada');
    await drain(p.kernel);
    await Promise.all([drain(p.kernel), drain(p.kernel)]);
    expect(smtp.received).toHaveLength(1);
    expect(smtp.received[0]).toMatchObject({ to: 'ada@plant.test' });
    expect(smtp.received[0]?.text).toContain('Subject: Task assigned: P-0007');
    expect(smtp.received[0]?.text).toContain('https://qms.plant.test/probe/papers/');
    expect(await mailHealth(p.kernel)).toMatchObject({ status: 'healthy', waiting: 0 });
  });

  test('NTF-06 while the server is down people are told in the application, health is yellow, and mail follows once', async () => {
    const port = Number(new URL(smtp.url).port);
    await smtp.stop();
    await p.assign('ada');
    await p.assign('ben', {}, 'ada');
    for (let i = 0; i < 12; i++) {
      await drain(p.kernel);
      await p.ahead('6 minutes');
    }
    expect(await p.rows(`select 1 from notify.notification where in_app and at > '2030-03-04T09:00:00Z'`)).toHaveLength(3);
    expect((await mails()).map((m) => [m.status, m.attempts])).toEqual([
      ['SENT', 1],
      ['QUEUED', 0],
      ['QUEUED', 0],
    ]);
    expect(await mailHealth(p.kernel)).toMatchObject({ status: 'degraded', waiting: 2, late: 2 });
    const before = smtp.received.length;
    smtp = await startSmtp(port);
    await drain(p.kernel);
    await drain(p.kernel);
    expect(before).toBe(1);
    expect(smtp.received.map((m) => m.to).sort()).toEqual(['ada@plant.test', 'ben@plant.test']);
    expect(await mailHealth(p.kernel)).toMatchObject({ status: 'healthy', downSince: null, waiting: 0 });
  });

  test('NTF-01 a mail the server refuses is tried eight times further and further apart, then it is on the dead-letter list', async () => {
    smtp.refuse(550);
    const before = smtp.received.length;
    await p.system((tx) => notify(tx, { recipients: [p.people.shaper], type: 'system', title: 'for a mailbox that is full' }));
    for (let i = 0; i < 8; i++) {
      expect((await mails()).at(-1)).toMatchObject({ status: 'QUEUED', attempts: i });
      await drain(p.kernel);
      await p.ahead('6 hours 1 minute');
    }
    expect((await mails()).at(-1)).toMatchObject({ status: 'DEAD', attempts: 8 });
    expect(await mailHealth(p.kernel)).toMatchObject({ status: 'degraded', dead: 1, downSince: null });
    smtp.refuse(null);
    expect(smtp.received).toHaveLength(before);
  });

  test('USR-02 the text of an invitation is erased once the server has it, and kept where there is no server', async () => {
    const invite = () =>
      p.by('sam', (tx) => tx.emit('access.invited', { userId: p.people.guest, link: '/invitation/one-time-token' }));
    await invite();
    await drain(p.kernel);
    expect(smtp.received.at(-1)?.text).toContain('https://qms.plant.test/invitation/one-time-token');
    expect((await mails()).at(-1)).toMatchObject({ status: 'SENT', body: null });
    expect(await p.rows(`select 1 from events.outbox where payload::text like '%one-time-token%'`)).toEqual([]);
    setMailDriver(p.kernel, { driver: outboxDriver, from: 'x', origin: 'http://localhost:8080' });
    await invite();
    await drain(p.kernel);
    expect((await mails()).at(-1)).toMatchObject({ status: 'KEPT' });
    expect((await mails()).at(-1)?.body).toContain('/invitation/one-time-token');
  });
});
