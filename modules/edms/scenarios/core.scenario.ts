import { beforeAll, describe, expect, test } from 'vitest';
import type { ListAnswer } from '#kernel/testing';
import { type Desk, openDesk } from './edms-fixture.ts';

// The contract every record keeps (spec 0.5), shown on documents.
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

describe('the contract of records', () => {
  test('CORE-01 an edit after draft needs a reason; without one nothing changes and only the refusal is recorded', async () => {
    const done = await desk.effective({ title: 'Reason needed' });
    const ana = await desk.as('ana');
    const before = await desk.document(done.id);
    const events = () =>
      desk.rows<{ n: number }>("select count(*) as n from audit.record_history('edms.document', $1, 100, null)", [done.id]);
    const [count] = await events();
    const refused = await ana.patch(`edms/documents/${done.id}`, before.version, { keywords: ['torque'] });
    expect(refused).toMatchObject({ status: 422, body: { code: 'REASON_REQUIRED' } });
    const short = await ana.patch(`edms/documents/${done.id}`, before.version, { keywords: ['torque'], reason: 'typo' });
    expect(short).toMatchObject({ status: 422, body: { code: 'REASON_REQUIRED' } });
    expect(await desk.document(done.id)).toMatchObject({ version: before.version, keywords: [] });
    expect((await events())[0]?.n).toBe(count?.n);
    const sec = await desk.as('sec');
    const denied = await sec.get<{ items: readonly { detail: { rule: string } }[] }>(
      `system/audit-trail?action=ACCESS_DENIED&record=${done.id}`,
    );
    expect(denied.body.items[0]?.detail.rule).toBe('core.reason-required');
    const given = await ana.patch(`edms/documents/${done.id}`, before.version, {
      keywords: ['torque'],
      reason: 'keyword for the search',
    });
    expect(given).toMatchObject({ status: 200, body: { data: { keywords: ['torque'], version: before.version + 1 } } });
  });

  test('CORE-02 an outdated version is refused with 412 naming the other person, whose change stays', async () => {
    const draft = await desk.draft({ file: false });
    const ana = await desk.as('ana');
    const dora = await desk.as('dora');
    const version = (await desk.document(draft.id)).version;
    expect((await dora.patch(`edms/documents/${draft.id}`, version, { tags: ['dora'] })).status).toBe(200);
    const stale = await ana.patch(`edms/documents/${draft.id}`, version, { tags: ['ana'] });
    expect(stale).toMatchObject({ status: 412, body: { code: 'STALE_VERSION', params: { person: 'Dora Tumusiime' } } });
    expect((await desk.document(draft.id)).tags).toEqual(['dora']);
    const blind = await ana.request('PATCH', `edms/documents/${draft.id}`, { tags: ['ana'] });
    expect(blind).toMatchObject({ status: 428, body: { rule: 'core.if-match-required' } });
  });

  test('CORE-03 nothing is deleted: a draft is voided with its number used, everything else answers 405', async () => {
    const done = await desk.effective({ title: 'Not to be deleted' });
    const ana = await desk.as('ana');
    expect(await ana.del(`edms/documents/${done.id}`, { reason: 'no longer wanted here' })).toMatchObject({ status: 405 });
    expect((await desk.document(done.id)).state).toBe('EFFECTIVE');
    const draft = await desk.draft({ file: false });
    // A document's draft ends by its author's signed termination; its number stays used and the next is a later one.
    expect(await ana.del(`edms/documents/${draft.id}`, { reason: 'created by mistake twice' })).toMatchObject({ status: 405 });
    const ended = await ana.sign(`edms/versions/${draft.versionId}/terminate`, { reason: 'created by mistake twice' });
    expect(ended.body.data.state).toBe('TERMINATED');
    expect((await desk.draft({ file: false })).number > draft.number).toBe(true);
    const sam = await desk.as('sam');
    const steps = [{ stage: 'review', order: 1, name: 'Review', mode: 'SEQUENTIAL' }];
    const chain = await sam.post('tasks/chains', { code: 'VOID', name: 'Made by mistake', recordType: 'edms.version', steps });
    expect(await sam.del(`tasks/chains/${chain.body.data.id}`, { reason: 'short' })).toMatchObject({
      status: 422,
      body: { code: 'REASON_REQUIRED' },
    });
    const voided = await sam.del(`tasks/chains/${chain.body.data.id}`, { reason: 'created by mistake twice' });
    expect(voided).toMatchObject({ status: 200, body: { data: { state: 'VOIDED', voidReason: 'created by mistake twice' } } });
    const voids = await sam.get<ListAnswer>('tasks/chains?state=VOIDED');
    expect(voids.body.items.map((c) => c.code)).toEqual(['VOID']);
    expect((await sam.get<ListAnswer>('tasks/chains?q=mistake')).body.items).toEqual([]);
  });

  test('CORE-05 state, audit, signature, task and message are one transaction: a failing side effect leaves none of them', async () => {
    const draft = await desk.draft({ title: 'All or nothing' });
    const counts = async () =>
      (
        await desk.rows<Record<string, number>>(
          `select (select count(*) from sign.signature where record_id = $1) as signatures, (select count(*) from tasks.task where record_id = $1) as tasks,
            (select count(*) from events.outbox where payload ->> 'id' = $1::text) as messages, (select version from edms.version where id = $1) as version`,
          [draft.versionId],
        )
      )[0];
    const before = await counts();
    const superuser = await desk.superuser();
    // The last write of the act fails: the outbox refuses, long after state, signature and task were written.
    await superuser.query(
      "create function public.refuse() returns trigger language plpgsql as $$ begin raise exception 'disk full' using errcode = '53100'; end $$",
    );
    await superuser.query('create trigger refuse before insert on events.outbox for each row execute function public.refuse()');
    const failed = await desk.submit(draft.versionId);
    await superuser.query('drop trigger refuse on events.outbox; drop function public.refuse()');
    expect(failed.status).toBe(503);
    expect(await counts()).toEqual(before);
    expect((await desk.submit(draft.versionId)).status).toBe(200);
    expect(await counts()).toMatchObject({ signatures: 1, tasks: 1 });
  });

  test('CORE-07 fifty parallel creations have fifty distinct consecutive numbers', async () => {
    const ana = await desk.as('ana');
    const typeId = await desk.typeId('FORM');
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, i) => ana.post('edms/documents', { title: `Form ${i}`, typeId })),
    );
    expect(made.map((m) => m.status)).toEqual(Array.from({ length: 50 }, () => 201));
    const numbers = made.map((m) => Number(String(m.body.data.number).slice(5))).sort((a, b) => a - b);
    expect(new Set(numbers).size).toBe(50);
    expect((numbers[49] ?? 0) - (numbers[0] ?? 0)).toBe(49);
  });

  test('CORE-09 the same idempotency key creates one record and answers the first result; another request under it is refused', async () => {
    const ana = await desk.as('ana');
    const body = { title: 'Once only', typeId: await desk.typeId('WI') };
    const key = { 'idempotency-key': 'scenario-once' };
    const answers = await Promise.all([ana.post('edms/documents', body, key), ana.post('edms/documents', body, key)]);
    const again = await ana.post('edms/documents', body, key);
    const created = answers.filter((a) => a.status === 201);
    expect(created.length).toBeGreaterThanOrEqual(1);
    expect(again.body.data.id).toBe(created[0]?.body.data.id);
    const list = await ana.get<ListAnswer>('edms/documents?q=Once%20only');
    expect(list.body.page.total).toBe(1);
    const other = await ana.post('edms/documents', { ...body, title: 'Something else' }, key);
    expect(other).toMatchObject({ status: 422, body: { rule: 'core.idempotency-mismatch' } });
  });
});
