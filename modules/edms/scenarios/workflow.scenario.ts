import { beforeAll, describe, expect, test } from 'vitest';
import type { AnyRow, Client } from '#kernel/testing';
import { type Desk, openDesk } from './edms-fixture.ts';

// Approval chains as data (spec 1.16), shown on document versions.
let desk: Desk;
let sam: Client;
let officer: Client;
beforeAll(async () => {
  desk = await openDesk();
  sam = await desk.as('sam');
  // A second administrator of chains: the one who edits does not publish (WF-02).
  const role = (await sam.get<{ items: readonly AnyRow[] }>('roles?limit=200')).body.items.find((r) => r.code === 'superuser');
  await sam.post(`users/${desk.who.sec}/assign-role`, { roleId: role?.id, reason: 'publishes approval chains' });
  officer = await desk.app.browser('sec');
});
interface Step {
  readonly stage: string;
  readonly order: number;
  readonly name: string;
  readonly mode: string;
}
const approval: Step = { stage: 'approval', order: 1, name: 'Approve', mode: 'SEQUENTIAL' };
let made = 0;
async function chain(steps: readonly Step[]): Promise<AnyRow> {
  made += 1;
  const answer = await sam.post('tasks/chains', {
    code: `CHAIN-${made}`,
    name: `Chain ${made}`,
    recordType: 'edms.version',
    steps,
  });
  expect(answer.status).toBe(201);
  return answer.body.data;
}
const publish = (row: AnyRow) => officer.sign(`tasks/chains/${row.id}/publish`);
/** A draft under a published chain of its own. */
async function under(steps: readonly Step[]): Promise<string> {
  const row = await chain(steps);
  expect((await publish(row)).status).toBe(200);
  const dora = await desk.as('dora');
  const type = await dora.post('edms/document-types', {
    name: `Type ${made}`,
    code: `T${made}`,
    prefix: `T${made}`,
    retentionYears: 5,
    chainId: row.id,
  });
  const ana = await desk.as('ana');
  const document = (await ana.post('edms/documents', { title: `Under chain ${made}`, typeId: type.body.data.id })).body.data;
  const versionId = String(document.workingVersionId);
  await ana.patch(`edms/versions/${versionId}`, 1, { source: 'ORIGINAL_DIGITAL_DRAFT' });
  await ana.upload(`edms/versions/${versionId}/file`, { name: 'text.txt', bytes: Buffer.from('text'), type: 'text/plain' });
  return versionId;
}
const submit = async (versionId: string, assignees: readonly string[]) =>
  (await desk.as('ana')).sign(`edms/versions/${versionId}/submit-for-review`, { assignees: assignees.map((a) => desk.who[a]) });
const accept = async (versionId: string, who: string) => (await desk.as(who)).sign(`edms/versions/${versionId}/approve-review`);
const reject = async (versionId: string, who: string) =>
  (await desk.as(who)).sign(`edms/versions/${versionId}/reject-review`, { reason: 'the torque is not stated' });

describe('chains', () => {
  test('WF-02 another administrator than the editor publishes, signed, and only new records follow', async () => {
    const row = await chain([{ stage: 'review', order: 1, name: 'Review', mode: 'SEQUENTIAL' }, approval]);
    expect(await sam.sign(`tasks/chains/${row.id}/publish`)).toMatchObject({
      status: 409,
      body: { rule: 'tasks.chain-own-edit' },
    });
    const published = await publish(row);
    expect(published.body.data.state).toBe('ACTIVE');
    const signatures = await officer.get<{ items: readonly AnyRow[] }>(`tasks/chains/${row.id}/signatures`);
    expect(signatures.body.items.map((s) => [s.meaning, s.username])).toEqual([['APPROVED', 'sec']]);
    expect(
      await sam.patch(`tasks/chains/${row.id}`, published.body.data.version, { name: 'Edited', reason: 'after publishing' }),
    ).toMatchObject({ status: 409, body: { rule: 'core.frozen' } });
  });

  test('WF-03 WF-10 a chain shorter than the minimum, or with an unknown stage, is refused with every fault', async () => {
    const short = await chain([{ stage: 'review', order: 1, name: 'Review', mode: 'SEQUENTIAL' }]);
    expect(await publish(short)).toMatchObject({
      status: 422,
      body: { rule: 'tasks.chain-faulty', params: { faults: ['Approval needs at least 1 signed step'] } },
    });
    const lost = await chain([{ stage: 'nowhere', order: 1, name: 'Lost', mode: 'SEQUENTIAL' }, approval]);
    const { params } = (await publish(lost)).body;
    expect(params?.faults).toHaveLength(2);
  });

  test('WF-10 P11-10f-2 a longer chain signs in order: a later step before the earlier one is out of sequence', async () => {
    const versionId = await under([
      { stage: 'review', order: 1, name: 'Technical review', mode: 'SEQUENTIAL' },
      { stage: 'review', order: 2, name: 'Quality review', mode: 'SEQUENTIAL' },
      approval,
    ]);
    expect(await submit(versionId, ['rita'])).toMatchObject({ status: 422, body: { rule: 'tasks.assignee-count' } });
    expect((await submit(versionId, ['rita', 'rita2'])).status).toBe(200);
    expect(await accept(versionId, 'rita2')).toMatchObject({ status: 409, body: { code: 'OUT_OF_SEQUENCE' } });
    expect((await accept(versionId, 'rita')).body.data.state).toBe('PENDING_REVIEW');
    expect((await accept(versionId, 'rita2')).body.data.state).toBe('REVIEWED');
  });

  test('WF-04 in a parallel step all must act; one rejection rejects and cancels the others', async () => {
    const parallel: Step = { stage: 'review', order: 1, name: 'Review', mode: 'PARALLEL_ALL' };
    const all = await under([parallel, approval]);
    await submit(all, ['rita', 'rita2', 'lrev']);
    expect((await accept(all, 'rita2')).body.data.state).toBe('PENDING_REVIEW');
    expect((await accept(all, 'rita')).body.data.state).toBe('PENDING_REVIEW');
    expect((await accept(all, 'lrev')).body.data.state).toBe('REVIEWED');
    const one = await under([parallel, approval]);
    await submit(one, ['rita', 'rita2']);
    expect((await reject(one, 'rita')).body.data.state).toBe('DRAFT');
    expect((await desk.tasks(one)).map((t) => t.state)).toEqual(['DONE', 'CANCELLED']);
    const any = await under([{ ...parallel, mode: 'PARALLEL_ANY' }, approval]);
    await submit(any, ['rita', 'rita2']);
    expect((await accept(any, 'rita2')).body.data.state).toBe('REVIEWED');
  });

  test('WF-05 a failing consequence leaves the old state and no signature', async () => {
    const draft = await desk.draft({ title: 'Consequence fails' });
    const superuser = await desk.superuser();
    await superuser.query(
      "create function public.refuse_task() returns trigger language plpgsql as $$ begin raise exception 'no' using errcode = '53100'; end $$",
    );
    await superuser.query(
      'create trigger refuse_task before insert on tasks.task for each row execute function public.refuse_task()',
    );
    expect((await desk.submit(draft.versionId)).status).toBe(503);
    await superuser.query('drop trigger refuse_task on tasks.task; drop function public.refuse_task()');
    expect((await desk.version(draft.versionId)).state).toBe('DRAFT');
    expect(await desk.rows('select id from sign.signature where record_id = $1', [draft.versionId])).toEqual([]);
  });

  test('WF-06 of two people acting at once one wins, the other is told the new state', async () => {
    const versionId = await under([{ stage: 'review', order: 1, name: 'Review', mode: 'PARALLEL_ANY' }, approval]);
    await submit(versionId, ['rita', 'rita2']);
    const answers = await Promise.all([accept(versionId, 'rita'), reject(versionId, 'rita2')]);
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
    const lost = answers.find((a) => a.status === 409);
    expect(lost?.body).toMatchObject({ code: 'INVALID_TRANSITION' });
    expect(
      await desk.rows('select meaning from sign.signature where record_id = $1 and signer_id = any($2)', [
        versionId,
        [desk.who.rita, desk.who.rita2],
      ]),
    ).toHaveLength(1);
  });

  test('WF-08 the timeline has step, person, action, comment, signature and time', async () => {
    const draft = await desk.draft({ title: 'Timeline' });
    await desk.submit(draft.versionId);
    await (await desk.as('rita')).sign(`edms/versions/${draft.versionId}/approve-review`, {
      reason: 'all steps can be followed',
    });
    const tasks = await (await desk.as('dora')).get<{ items: readonly AnyRow[]; refs: Record<string, { title: string }> }>(
      `edms/versions/${draft.versionId}/tasks`,
    );
    const [task] = tasks.body.items;
    expect(task).toMatchObject({
      name: 'Review',
      state: 'DONE',
      outcome: 'approve',
      comment: 'all steps can be followed',
      completedBy: desk.who.rita,
    });
    expect([task?.signatureId, task?.completedAt, task?.dueAt].every(Boolean)).toBe(true);
    expect(tasks.body.refs[String(task?.assigneeId)]?.title).toBe('Rita Achieng');
  });
});

describe('delegation', () => {
  test('NTF-05 a delegate signs in their own name on the task of the other, and separation of duties still binds', async () => {
    const draft = await desk.draft({ title: 'While rita is away' });
    await desk.submit(draft.versionId);
    const rita = await desk.as('rita');
    const now = Date.parse(String((await desk.rows<{ now: string }>('select kernel.now() as now'))[0]?.now));
    const period = { validFrom: new Date(now - 60_000).toISOString(), validUntil: new Date(now + 86_400_000).toISOString() };
    await rita.post('tasks/delegations/delegate', { toId: desk.who.rita2, ...period, reason: 'away for one day only' });
    const second = await desk.as('rita2');
    const delegated = await second.get<{ items: readonly AnyRow[] }>('tasks?of=delegated');
    expect(delegated.body.items.map((t) => t.recordId)).toContain(draft.versionId);
    expect((await accept(draft.versionId, 'rita2')).body.data.state).toBe('REVIEWED');
    const [signature] = await desk.rows<{ name: string; forWhom: string }>(
      'select printed_name as name, on_behalf_of as "forWhom" from sign.signature where record_id = $1 and meaning = \'REVIEWED\'',
      [draft.versionId],
    );
    expect(signature).toEqual({ name: 'Rita Kimani', forWhom: 'Rita Achieng' });
    const own = await desk.draft({ title: 'Delegated to its author' });
    await desk.submit(own.versionId);
    await rita.post('tasks/delegations/delegate', { toId: desk.who.paul, ...period, reason: 'away for one day only' });
    const mgr = await desk.draft({ title: 'Delegate is the author', author: 'mgr1' });
    await desk.submit(mgr.versionId, 'rita', 'mgr1');
    expect((await accept(mgr.versionId, 'paul')).status).toBe(200);
    await desk
      .route(mgr.versionId, 'paul', 'mgr1')
      .then((routed) => expect(routed).toMatchObject({ status: 409, body: { code: 'SOD_CONFLICT' } }));
  });
});
