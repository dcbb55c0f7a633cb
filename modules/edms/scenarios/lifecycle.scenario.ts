import { beforeAll, describe, expect, test } from 'vitest';
import type { AnyRow, ListAnswer } from '#kernel/testing';
import { type Desk, type Draft, openDesk } from './edms-fixture.ts';

// Dependencies, new versions, obsolescence and periodic review.
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
const reason = 'the process was replaced by a new one';
const obsolete = async (documentId: string, approver = 'paul') =>
  (await desk.as('ana')).sign(`edms/documents/${documentId}/start-obsoletion`, { reason, approverId: desk.who[approver] });
const approveObsoletion = async (id: string, obsoletionDate: string) =>
  (await desk.as('paul')).sign(`edms/obsoletions/${id}/approve`, { obsoletionDate });
const states = async (documentId: string) =>
  (
    await desk.rows<{ label: string; state: string }>(
      'select label, state from edms.version where document_id = $1 order by major, minor',
      [documentId],
    )
  ).map((v) => `${v.label} ${v.state}`);

/** Audit events of a record: which transition, in which database transaction, in which order. */
const eventsOf = (entity: string, id: string) =>
  desk.rows<{ transition: string; xid: string; ord: number }>(
    `select body ->> 'transition' as transition, body ->> 'xid' as xid, ord from audit.record_history($1, $2, 200, null) order by ord`,
    [entity, id],
  );

/** An effective document that depends on another. */
async function dependent(on: Draft, title = 'Assemble the housing'): Promise<Draft> {
  const draft = await desk.draft({ title });
  expect((await desk.depend(draft.versionId, on.id)).status).toBe(200);
  await desk.approved(draft);
  await desk.app.settle();
  return draft;
}

describe('dependencies', () => {
  test('EDMS-04 only what is effective can be leaned on, nothing on itself and nothing in a circle', async () => {
    const base = await desk.effective();
    const draft = await desk.draft();
    const other = await desk.draft();
    expect(await desk.depend(draft.versionId, other.id)).toMatchObject({
      status: 409,
      body: { rule: 'edms.dependency-not-effective', params: { state: 'DRAFT' } },
    });
    expect(await desk.depend(draft.versionId, draft.id)).toMatchObject({ status: 422, body: { rule: 'edms.dependency-self' } });
    expect((await desk.depend(draft.versionId, base.id)).status).toBe(200);
    expect(await desk.depend(draft.versionId, base.id)).toMatchObject({ status: 409, body: { rule: 'edms.dependency-exists' } });
    await desk.approved(draft);
    await desk.app.settle();
    const up = await desk.upversion(base.id);
    const circle = await desk.depend(up.versionId, draft.id);
    expect(circle).toMatchObject({
      status: 422,
      body: { rule: 'edms.dependency-circular', params: { path: [base.number, draft.number, base.number] } },
    });
    expect((await desk.depend(up.versionId, draft.id, 'REFERENCES')).status).toBe(200);
  });

  test('EDMS-04 a submission is refused while a dependency is not effective, a removed one does not count', async () => {
    const base = await desk.effective();
    const draft = await desk.draft();
    const link = await desk.depend(draft.versionId, base.id);
    const asked = await obsolete(base.id);
    await approveObsoletion(String(asked.body.data.obsoletionId), await desk.inDays(30));
    expect(await desk.submit(draft.versionId)).toMatchObject({ status: 409, body: { rule: 'edms.dependency-not-effective' } });
    const ana = await desk.as('ana');
    const url = `edms/versions/${draft.versionId}/remove-dependency`;
    expect(await ana.post(url, { dependencyId: base.id })).toMatchObject({
      status: 422,
      body: { rule: 'edms.dependency-elsewhere' },
    });
    expect((await ana.post(url, { dependencyId: link.body.data.id })).status).toBe(200);
    expect((await desk.submit(draft.versionId)).status).toBe(200);
  });

  test('EDMS-12 the graph shows both directions', async () => {
    const base = await desk.effective({ title: 'Base of the graph' });
    const top = await dependent(base, 'Top of the graph');
    const graph = await (await desk.as('emp1')).get<{
      data: Record<'dependsOn' | 'dependents', readonly { number: string }[]> & { blocksObsoletion: boolean };
    }>(`edms/documents/${base.id}/graph`);
    expect(graph.body.data.dependents.map((d) => d.number)).toEqual([top.number]);
    expect(graph.body.data.blocksObsoletion).toBe(true);
    const up = await (await desk.as('emp1')).get<typeof graph.body>(`edms/documents/${top.id}/graph`);
    expect(up.body.data.dependsOn.map((d) => d.number)).toEqual([base.number]);
  });
});

describe('new versions', () => {
  test('EDMS-11 activation puts the new version into force and supersedes the old one in one instant', async () => {
    const draft = await desk.effective();
    const up = await desk.upversion(draft.id);
    await desk.approved(up, await desk.inDays(2));
    expect(await states(draft.id)).toEqual(['1.0 EFFECTIVE', '2.0 APPROVED_PENDING_EFFECTIVE']);
    await desk.wait(2);
    expect(await states(draft.id)).toEqual(['1.0 SUPERSEDED', '2.0 EFFECTIVE']);
    const transactionOf = async (id: string, transition: string) =>
      (await eventsOf('edms.version', id)).filter((e) => e.transition === transition).map((e) => e.xid);
    const activated = await transactionOf(up.versionId, 'activate');
    expect(activated).toHaveLength(1);
    expect(await transactionOf(draft.versionId, 'supersede')).toEqual(activated);
    expect(await desk.document(draft.id, 'emp1')).toMatchObject({
      label: '2.0',
      effectiveVersionId: up.versionId,
      workingVersionId: null,
    });
  });

  test('EDMS-17 a second workflow is refused and names the open one', async () => {
    const draft = await desk.effective();
    await desk.upversion(draft.id);
    const again = await (await desk.as('rita')).post(`edms/documents/${draft.id}/start-upversion`, { reason });
    expect(again).toMatchObject({
      status: 409,
      body: { rule: 'edms.workflow-open', params: { number: draft.number, label: '1.1', kind: 'New version' } },
    });
    expect(await obsolete(draft.id)).toMatchObject({ status: 409, body: { rule: 'edms.workflow-open' } });
    const other = await desk.effective();
    expect((await obsolete(other.id)).status).toBe(200);
    expect(await obsolete(other.id)).toMatchObject({
      status: 409,
      body: { params: { kind: 'Obsoletion', status: 'Pending approval' } },
    });
  });

  test('EDMS-17 two people begin a new version at the same moment: one does', async () => {
    const draft = await desk.effective();
    const both = await Promise.all(
      ['ana', 'rita'].map(async (name) => (await desk.as(name)).post(`edms/documents/${draft.id}/start-upversion`, { reason })),
    );
    expect(both.map((b) => b.status).sort()).toEqual([200, 409]);
    expect(await states(draft.id)).toEqual(['1.0 EFFECTIVE', '1.1 DRAFT']);
  });

  test('EDMS-19 author and approver of each dependent get one notification and one task, closed by a decision with comment', async () => {
    const base = await desk.effective();
    const top = await desk.draft({ title: 'Assemble the housing' });
    await desk.depend(top.versionId, base.id);
    await desk.submit(top.versionId);
    await desk.accept(top.versionId);
    await desk.route(top.versionId, 'ldir');
    expect((await desk.approve(top.versionId, undefined, 'ldir')).status).toBe(200);
    await desk.app.settle();
    const up = await desk.upversion(base.id);
    await desk.approved(up);
    await desk.app.settle();
    for (const name of ['ana', 'ldir']) {
      const client = await desk.as(name);
      const list = await client.get<ListAnswer>(`edms/impacts?documentId=${top.id}&assigneeId=me`);
      expect([name, list.body.items.length]).toEqual([name, 1]);
      const impact = list.body.items[0] as AnyRow;
      expect(impact).toMatchObject({ state: 'OPEN', causedByVersionId: up.versionId });
      expect((await desk.tasks(impact.id)).map((t) => [t.kind, t.state, t.assigneeId])).toEqual([
        ['impact', 'OPEN', desk.who[name]],
      ]);
      expect(await desk.notices(name, impact.id)).toHaveLength(1);
      expect(await client.post(`edms/impacts/${impact.id}/no-impact`)).toMatchObject({
        status: 422,
        body: { rule: 'core.reason-required' },
      });
      const decided = await client.post(`edms/impacts/${impact.id}/no-impact`, {
        reason: 'only the wording of the base changed',
      });
      expect(decided.body.data).toMatchObject({ state: 'NO_IMPACT', comment: 'only the wording of the base changed' });
      expect((await desk.tasks(impact.id)).map((t) => [t.state, t.outcome])).toEqual([['DONE', 'no-impact']]);
    }
  });

  test('EDMS-32 the revision history lists published versions; superseded ones are not in the default list', async () => {
    const draft = await desk.effective({ title: 'Xylem rinsing' });
    await desk.approved(await desk.upversion(draft.id));
    await desk.app.settle();
    const metadata = await (await desk.as('emp1')).get<{ data: { revisionHistory: readonly Record<string, string>[] } }>(
      `edms/documents/${draft.id}/metadata`,
    );
    expect(metadata.body.data.revisionHistory.map((r) => [r.version, r.author, r.reviewer, r.approver, r.reason])).toEqual([
      ['1.0', 'Ana Nakato', 'Rita Achieng', 'Paul Okello', ''],
      ['2.0', 'Ana Nakato', 'Rita Achieng', 'Paul Okello', 'the torque value has changed'],
    ]);
    const list = await (await desk.as('ana')).get<ListAnswer>(`edms/versions?documentId=${draft.id}`);
    expect(list.body.items.map((v) => v.state)).toEqual(['EFFECTIVE']);
    expect((await desk.versionAnswer(draft.versionId, 'emp1')).status).toBe(404);
  });
});

describe('obsolescence', () => {
  test('EDMS-12 a document others depend on cannot become obsolete; each is named', async () => {
    const base = await desk.effective();
    const top = await dependent(base, 'Leans on the base');
    const refused = await obsolete(base.id);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        rule: 'edms.dependents',
        params: { dependents: [{ number: top.number, title: 'Leans on the base', version: '1.0', status: 'EFFECTIVE' }] },
      },
    });
    expect((await desk.document(base.id)).obsoletionId).toBeNull();
  });

  test('EDMS-13 a dependent approved meanwhile ends the request, although its approval is refused', async () => {
    const base = await desk.effective();
    const draft = await desk.draft({ title: 'Came in between' });
    await desk.depend(draft.versionId, base.id);
    const asked = await obsolete(base.id);
    const obsoletionId = String(asked.body.data.obsoletionId);
    await desk.approved(draft);
    const refused = await approveObsoletion(obsoletionId, await desk.inDays(3));
    expect(refused).toMatchObject({
      status: 409,
      body: { rule: 'edms.dependents', params: { dependents: [{ number: draft.number }] } },
    });
    const ended = await (await desk.as('ana')).get(`edms/obsoletions/${obsoletionId}`);
    expect(ended.body.data).toMatchObject({ state: 'TERMINATED', outcomeReason: 'dependents found' });
    expect((await desk.notices('ana', obsoletionId)).filter((n) => n.type === 'rejected')).toHaveLength(1);
    expect((await desk.tasks(obsoletionId)).map((t) => t.state)).toEqual(['CANCELLED']);
    expect(await desk.document(base.id)).toMatchObject({ state: 'EFFECTIVE', obsoletionId: null });
  });

  test('EDMS-13 of an obsolescence and a dependent approved at the same moment, one gives way', async () => {
    const base = await desk.effective();
    const draft = await desk.draft({ title: 'At the same moment' });
    await desk.depend(draft.versionId, base.id);
    await desk.submit(draft.versionId);
    await desk.accept(draft.versionId);
    await desk.route(draft.versionId, 'ldir');
    const request = String((await obsolete(base.id)).body.data.obsoletionId);
    const [dependentApproved, obsoletionApproved] = await Promise.all([
      desk.approve(draft.versionId, undefined, 'ldir'),
      approveObsoletion(request, await desk.inDays(9)),
    ]);
    expect([dependentApproved.status, obsoletionApproved.status].sort()).toEqual([200, 409]);
    const isDependent = (await desk.version(draft.versionId)).state === 'APPROVED_PENDING_EFFECTIVE';
    expect((await desk.document(base.id)).state).toBe(isDependent ? 'EFFECTIVE' : 'PENDING_OBSOLETION');
  });

  test('EDMS-14 in the time before obsolescence nothing new begins', async () => {
    const base = await desk.effective();
    const asked = await obsolete(base.id);
    expect((await approveObsoletion(String(asked.body.data.obsoletionId), await desk.inDays(20))).status).toBe(200);
    expect((await desk.document(base.id)).state).toBe('PENDING_OBSOLETION');
    const draft = await desk.draft();
    for (const answer of [
      await (await desk.as('ana')).post(`edms/documents/${base.id}/start-upversion`, { reason }),
      await obsolete(base.id),
      await desk.depend(draft.versionId, base.id),
    ])
      expect(answer.status).toBe(409);
  });

  test('EDMS-15 on its day it is obsolete: out of the list, still retrievable by those who may', async () => {
    const base = await desk.effective({ title: 'Yttrium weighing' });
    const asked = await obsolete(base.id);
    const obsoletionId = String(asked.body.data.obsoletionId);
    expect((await approveObsoletion(obsoletionId, await desk.inDays(-1))).status).toBe(422);
    await approveObsoletion(obsoletionId, await desk.inDays(2));
    await desk.wait(2);
    const document = await desk.document(base.id);
    expect(document.state).toBe('OBSOLETE');
    expect(String(document.retentionUntil).slice(0, 4)).toBe(String(Number((await desk.today()).slice(0, 4)) + 7));
    expect((await (await desk.as('ana')).get(`edms/obsoletions/${obsoletionId}`)).body.data.state).toBe('EXECUTED');
    const list = await (await desk.as('ana')).get<ListAnswer>('edms/documents?q=Yttrium');
    expect(list.body.page.total).toBe(0);
    expect((await (await desk.as('emp1')).get(`edms/documents/${base.id}`)).status).toBe(404);
    const copy = await (await desk.as('insp')).get(`edms/documents/${base.id}/download?kind=official`);
    expect(copy.status).toBe(200);
  });

  test('EDMS-12 the approver rejects or the requester withdraws: the document stays as it was', async () => {
    const base = await desk.effective();
    const self = await (await desk.as('ana')).sign(`edms/documents/${base.id}/start-obsoletion`, {
      reason,
      approverId: desk.who.ana,
    });
    expect(self).toMatchObject({ status: 409, body: { code: 'SOD_CONFLICT' } });
    const dueDate = await desk.inDays(4);
    const asked = await (await desk.as('ana')).sign(`edms/documents/${base.id}/start-obsoletion`, {
      reason,
      approverId: desk.who.paul,
      dueDate,
    });
    const first = String(asked.body.data.obsoletionId);
    expect((await desk.tasks(first)).map((t) => t.dueAt?.slice(0, 10))).toEqual([dueDate]);
    expect((await (await desk.as('paul')).sign(`edms/obsoletions/${first}/reject`, { reason })).body.data.state).toBe('REJECTED');
    const second = String((await obsolete(base.id)).body.data.obsoletionId);
    expect((await (await desk.as('ana')).post(`edms/obsoletions/${second}/terminate`, { reason })).body.data.state).toBe(
      'TERMINATED',
    );
    expect(await desk.document(base.id)).toMatchObject({ state: 'EFFECTIVE', obsoletionId: null });
  });
});

describe('time', () => {
  test('EDMS-31 after a standstill over several midnights all that was due is done once, in the order of its days', async () => {
    const base = await desk.effective();
    const request = String((await obsolete(base.id)).body.data.obsoletionId);
    await approveObsoletion(request, await desk.inDays(2));
    const [later, sooner] = [await desk.draft(), await desk.draft()];
    await desk.approved(later, await desk.inDays(3));
    await desk.approved(sooner, await desk.inDays(1));
    await desk.app.settle();
    await desk.wait(5);
    const moments = [
      ...(await eventsOf('edms.version', sooner.versionId)).filter((e) => e.transition === 'activate'),
      ...(await eventsOf('edms.obsoletion', request)).filter((e) => e.transition === 'execute'),
      ...(await eventsOf('edms.version', later.versionId)).filter((e) => e.transition === 'activate'),
    ].map((e) => e.ord);
    expect(moments).toHaveLength(3);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    await desk.app.run('edms.activate');
    const effects = await desk.rows<{ n: number }>(`select count(*)::int as n from jobs.effect where key like any($1)`, [
      [`%${request}`, `%${later.versionId}`, `%${sooner.versionId}`],
    ]);
    expect(effects[0]?.n).toBe(3);
  });

  test('EDMS-30 the owner is asked 60, 30 and 0 days before the next review, and answers', async () => {
    const dora = await desk.as('dora');
    const type = await dora.post('edms/document-types', {
      name: 'Checklist',
      code: 'CHK',
      prefix: 'CHK',
      retentionYears: 3,
      reviewPeriodMonths: 2,
    });
    expect(type.status).toBe(201);
    const draft = await desk.draft({ values: { typeId: type.body.data.id } });
    await desk.approved(draft);
    await desk.wait(0);
    const document = await desk.document(draft.id);
    const open = async () =>
      (await (await desk.as('ana')).get<ListAnswer>(`edms/periodic-reviews?documentId=${draft.id}`)).body.items;
    expect(String(document.nextReviewDate) > (await desk.inDays(58))).toBe(true);
    await desk.wait(3);
    const [review] = await open();
    expect(review).toMatchObject({ state: 'OPEN', dueDate: document.nextReviewDate, ownerId: desk.who.ana });
    const id = String(review?.id);
    expect((await desk.tasks(id)).map((t) => [t.kind, t.state])).toEqual([['periodic-review', 'OPEN']]);
    await desk.wait(30);
    expect((await desk.notices('ana', id)).map((n) => n.type)).toEqual(['assignment', 'due_soon']);
    const ana = await desk.as('ana');
    expect((await ana.post(`edms/periodic-reviews/${id}/still-valid`)).status).toBe(428);
    const answered = await ana.sign(`edms/periodic-reviews/${id}/still-valid`, { reason: 'read again with the team' });
    expect(answered.body.data.state).toBe('STILL_VALID');
    const next = String((await desk.document(draft.id)).nextReviewDate);
    expect([next > String(document.nextReviewDate), answered.body.data.nextReviewDate]).toEqual([true, next]);
    expect(await open()).toHaveLength(1);
  });
});
