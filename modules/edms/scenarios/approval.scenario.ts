import { beforeAll, describe, expect, test } from 'vitest';
import { lockRow, systemActor, transact, writeRow } from '#kernel/records';
import type { ListAnswer } from '#kernel/testing';
import { Version } from '../records/version.ts';
import { type Desk, openDesk, txt } from './edms-fixture.ts';

// From draft to effective: numbers, submission, review, approval, activation.
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
const reason = 'the steps are not in the order of the work';

describe('creation', () => {
  test('EDMS-01 a placeholder has its number and is a draft; who only reads may not create one', async () => {
    const draft = await desk.draft({ file: false });
    expect(draft.number).toMatch(/^WI-\d{5}$/);
    expect(await desk.document(draft.id)).toMatchObject({ state: 'DRAFT', label: '0.1', authorId: desk.who.ana });
    expect(await desk.version(draft.versionId)).toMatchObject({
      state: 'DRAFT',
      number: draft.number,
      kind: 'REVIEW',
      major: 0,
      minor: 1,
    });
    const reader = await (await desk.as('emp1')).post('edms/documents', {
      title: 'Not mine to write',
      typeId: await desk.typeId('WI'),
    });
    expect(reader).toMatchObject({ status: 403, body: { rule: 'core.forbidden' } });
  });

  test('EDMS-02 the type stays once the number exists', async () => {
    const draft = await desk.draft({ file: false });
    const ana = await desk.as('ana');
    const document = await desk.document(draft.id);
    const changed = await ana.patch(`edms/documents/${draft.id}`, document.version, { typeId: await desk.typeId('POL') });
    expect(changed).toMatchObject({ status: 409, body: { rule: 'core.immutable' } });
    expect((await desk.document(draft.id)).typeId).toBe(document.typeId);
  });

  test('EDMS-02 a version comes with its document only, and content changes in a draft only', async () => {
    const ana = await desk.as('ana');
    const draft = await desk.effective();
    const lone = await ana.post('edms/versions', { documentId: draft.id, title: 'A version on its own' });
    expect(lone).toMatchObject({ status: 405, body: { rule: 'edms.version-by-document' } });
    const document = await desk.document(draft.id);
    const renamed = await ana.patch(`edms/documents/${draft.id}`, document.version, { title: 'Another title', reason });
    expect(renamed).toMatchObject({ status: 409, body: { rule: 'edms.in-version' } });
    const keywords = await ana.patch(`edms/documents/${draft.id}`, document.version, { keywords: ['gowning'], reason });
    expect([keywords.status, keywords.body.data.keywords]).toEqual([200, ['gowning']]);
    const fresh = await desk.draft({ file: false });
    const row = await desk.document(fresh.id);
    await ana.patch(`edms/documents/${fresh.id}`, row.version, { title: 'Called otherwise' });
    expect((await desk.version(fresh.versionId)).title).toBe('Called otherwise');
  });

  test('EDMS-03 a submission names everything that is missing at once', async () => {
    const ana = await desk.as('ana');
    const made = await ana.post('edms/documents', { title: 'Empty placeholder', typeId: await desk.typeId('WI') });
    const versionId = String(made.body.data.workingVersionId);
    const refused = await ana.sign(`edms/versions/${versionId}/submit-for-review`);
    expect(refused).toMatchObject({ status: 422, body: { rule: 'edms.incomplete' } });
    expect(refused.body.errors?.map((e) => e.path)).toEqual(['file', 'source', 'reviewerId']);
    const copy = await ana.patch(`edms/versions/${versionId}`, 1, { source: 'SCANNED_COPY' });
    expect(copy.status).toBe(200);
    const again = await ana.sign(`edms/versions/${versionId}/submit-for-review`, { reviewerId: desk.who.rita });
    expect(again.body.errors?.map((e) => e.path)).toEqual(['file', 'trueCopyVerifierId', 'trueCopyStatement']);
    expect((await desk.version(versionId)).state).toBe('DRAFT');
  });
});

describe('review and approval', () => {
  test('EDMS-05 the author is no reviewer, the reviewer no approver', async () => {
    const draft = await desk.draft();
    expect(await desk.submit(draft.versionId, 'ana')).toMatchObject({
      status: 409,
      body: { code: 'SOD_CONFLICT', params: { sod: 'SOD-1' } },
    });
    expect((await desk.submit(draft.versionId)).status).toBe(200);
    expect((await desk.accept(draft.versionId)).status).toBe(200);
    expect(await desk.route(draft.versionId, 'rita')).toMatchObject({ status: 409, body: { params: { sod: 'SOD-2' } } });
    const both = await desk.draft();
    await desk.submit(both.versionId, 'paul');
    await desk.accept(both.versionId, 'paul');
    expect(await desk.route(both.versionId, 'paul')).toMatchObject({
      status: 409,
      body: { code: 'SOD_CONFLICT', params: { sod: 'SOD-2' } },
    });
    expect(await desk.route(both.versionId, 'ana')).toMatchObject({ status: 409, body: { params: { sod: 'SOD-1' } } });
  });

  test('EDMS-06 only the reviewer named in the task accepts the review', async () => {
    const draft = await desk.draft();
    await desk.submit(draft.versionId);
    for (const other of ['paul', 'rita2'])
      expect(await desk.accept(draft.versionId, other)).toMatchObject({ status: 403, body: { rule: 'core.not-assigned' } });
    expect((await desk.version(draft.versionId)).state).toBe('PENDING_REVIEW');
    expect((await desk.accept(draft.versionId)).status).toBe(200);
  });

  test('EDMS-07 a return needs a comment, which author and later approver read; the author is told', async () => {
    const draft = await desk.draft();
    await desk.submit(draft.versionId);
    const rita = await desk.as('rita');
    expect(await rita.sign(`edms/versions/${draft.versionId}/reject-review`)).toMatchObject({
      status: 422,
      body: { rule: 'core.reason-required' },
    });
    const returned = await rita.sign(`edms/versions/${draft.versionId}/reject-review`, { reason });
    expect(returned.body.data).toMatchObject({ state: 'DRAFT', label: '0.2', revision: 2 });
    expect((await desk.notices('ana', draft.versionId)).filter((n) => n.type === 'rejected')).toHaveLength(1);
    await desk.submit(draft.versionId);
    await desk.accept(draft.versionId);
    await desk.route(draft.versionId);
    for (const name of ['ana', 'paul']) {
      const history = await (await desk.as(name)).get<{ items: readonly { transition: string | null; reason: string | null }[] }>(
        `edms/versions/${draft.versionId}/history`,
      );
      expect(history.body.items.find((i) => i.transition === 'reject-review')?.reason).toBe(reason);
    }
  });

  test('EDMS-08 the file is frozen by the submission', async () => {
    const draft = await desk.draft();
    await desk.submit(draft.versionId);
    const ana = await desk.as('ana');
    const file = { name: 'other.txt', bytes: txt('another text'), type: 'text/plain' };
    expect(await ana.upload(`edms/versions/${draft.versionId}/file`, file)).toMatchObject({
      status: 409,
      body: { rule: 'core.frozen' },
    });
    expect(await ana.upload(`edms/versions/${draft.versionId}/files`, file, { role: 'ORIGINAL' })).toMatchObject({ status: 409 });
    const other = await (await desk.as('mgr1')).upload(`edms/versions/${draft.versionId}/file`, file);
    expect(other.status).toBe(404);
  });

  test('EDMS-09 a rejected approval means a new review; nothing jumps to approval', async () => {
    const draft = await desk.draft();
    expect(await desk.route(draft.versionId)).toMatchObject({ status: 409, body: { code: 'INVALID_TRANSITION' } });
    await desk.submit(draft.versionId);
    await desk.accept(draft.versionId);
    await desk.route(draft.versionId);
    const rejected = await (await desk.as('paul')).sign(`edms/versions/${draft.versionId}/reject-final`, { reason });
    expect(rejected.body.data).toMatchObject({ state: 'DRAFT', label: '0.2', revision: 2 });
    expect(await desk.route(draft.versionId)).toMatchObject({ status: 409, body: { code: 'INVALID_TRANSITION' } });
    await desk.approved(draft);
    expect((await desk.version(draft.versionId)).label).toBe('1.0');
  });

  test('EDMS-10 the effective date is not in the past; today acts at the next run, a later day on that day', async () => {
    const draft = await desk.draft();
    await desk.submit(draft.versionId);
    await desk.accept(draft.versionId);
    await desk.route(draft.versionId);
    const past = await desk.approve(draft.versionId, await desk.inDays(-1));
    expect(past).toMatchObject({ status: 422, body: { rule: 'edms.date-in-past' } });
    expect((await desk.approve(draft.versionId)).body.data).toMatchObject({ state: 'APPROVED_PENDING_EFFECTIVE', label: '1.0' });
    await desk.app.run('edms.activate');
    expect((await desk.version(draft.versionId)).state).toBe('EFFECTIVE');
    const later = await desk.draft();
    await desk.approved(later, await desk.inDays(3));
    await desk.app.run('edms.activate');
    expect((await desk.version(later.versionId)).state).toBe('APPROVED_PENDING_EFFECTIVE');
    await desk.wait(3);
    expect((await desk.version(later.versionId)).state).toBe('EFFECTIVE');
  });

  test('EDMS-10 what is approved is what was reviewed: content changed past the rules is found', async () => {
    const draft = await desk.draft();
    await desk.submit(draft.versionId);
    await desk.accept(draft.versionId);
    await desk.route(draft.versionId);
    const version = await desk.version(draft.versionId);
    await transact(
      desk.app.kernel,
      systemActor(desk.app.orgId, 'test:intruder'),
      async (tx) => {
        const row = await lockRow(tx, Version, draft.versionId);
        await writeRow(tx, Version, row, { title: 'Not what was reviewed' });
      },
      { reason: 'changed past the rules of the module' },
    );
    expect(await desk.approve(draft.versionId)).toMatchObject({ status: 409, body: { rule: 'edms.content-changed' } });
    expect((await desk.version(draft.versionId)).state).toBe(version.state);
  });

  test('EDMS-16 the author terminates before approval only; the number is never issued again', async () => {
    const ana = await desk.as('ana');
    const draft = await desk.draft();
    await desk.submit(draft.versionId);
    expect(await ana.sign(`edms/versions/${draft.versionId}/terminate`)).toMatchObject({
      status: 422,
      body: { rule: 'core.reason-required' },
    });
    const other = await (await desk.as('mgr1')).sign(`edms/versions/${draft.versionId}/terminate`, { reason });
    expect(other.status).toBe(404);
    expect((await ana.sign(`edms/versions/${draft.versionId}/terminate`, { reason })).body.data.state).toBe('TERMINATED');
    expect((await desk.document(draft.id)).state).toBe('TERMINATED');
    expect((await desk.tasks(draft.versionId)).map((t) => t.state)).toEqual(['CANCELLED']);
    const next = await desk.draft({ file: false });
    expect(Number(next.number.slice(3))).toBe(Number(draft.number.slice(3)) + 1);
    expect(await ana.del(`edms/documents/${next.id}`, { reason })).toMatchObject({
      status: 405,
      body: { rule: 'edms.terminate-instead' },
    });

    const effective = await desk.effective();
    expect(await ana.sign(`edms/versions/${effective.versionId}/terminate`, { reason })).toMatchObject({
      status: 409,
      body: { code: 'INVALID_TRANSITION' },
    });
    const up = await desk.upversion(effective.id);
    await ana.sign(`edms/versions/${up.versionId}/terminate`, { reason });
    expect(await desk.document(effective.id)).toMatchObject({ state: 'EFFECTIVE', label: '1.0', workingVersionId: null });
    expect((await desk.version(effective.versionId)).state).toBe('EFFECTIVE');
    expect((await desk.upversion(effective.id)).versionId).not.toBe(up.versionId);
  });

  test('EDMS-18 labels follow the rule: 0.1, 0.2, 1.0, then 1.1, 1.2, 2.0', async () => {
    const draft = await desk.draft();
    const labels: unknown[] = [(await desk.version(draft.versionId)).label];
    const returned = async (id: string) => {
      await desk.submit(id);
      labels.push((await (await desk.as('rita')).sign(`edms/versions/${id}/reject-review`, { reason })).body.data.label);
    };
    await returned(draft.versionId);
    await desk.approved(draft);
    labels.push((await desk.version(draft.versionId)).label);
    await desk.app.settle();
    const up = await desk.upversion(draft.id);
    labels.push((await desk.version(up.versionId)).label);
    await returned(up.versionId);
    await desk.approved(up);
    labels.push((await desk.version(up.versionId)).label);
    expect(labels).toEqual(['0.1', '0.2', '1.0', '1.1', '1.2', '2.0']);
  });

  test('EDMS-26 of an approval and a termination at the same moment exactly one succeeds', async () => {
    const draft = await desk.draft();
    await desk.submit(draft.versionId);
    await desk.accept(draft.versionId);
    await desk.route(draft.versionId);
    const [approved, terminated] = await Promise.all([
      desk.approve(draft.versionId),
      (await desk.as('ana')).sign(`edms/versions/${draft.versionId}/terminate`, { reason }),
    ]);
    const statuses = [approved.status, terminated.status].sort();
    expect(statuses[0]).toBe(200);
    expect([409, 412]).toContain(statuses[1]);
    const state = (await desk.version(draft.versionId)).state;
    expect(state).toBe(approved.status === 200 ? 'APPROVED_PENDING_EFFECTIVE' : 'TERMINATED');
  });

  test('EDMS-29 an administrator reassigns with a reason; separation counts and the due date stays', async () => {
    const draft = await desk.draft();
    await desk.submit(draft.versionId);
    const dora = await desk.as('dora');
    const [before] = await desk.tasks(draft.versionId);
    expect(before?.dueAt).not.toBeNull();
    const url = `edms/versions/${draft.versionId}/reassign`;
    expect(await dora.post(url, { assigneeId: desk.who.rita2 })).toMatchObject({
      status: 422,
      body: { rule: 'core.reason-required' },
    });
    expect(await dora.post(url, { assigneeId: desk.who.ana, reason })).toMatchObject({
      status: 409,
      body: { code: 'SOD_CONFLICT' },
    });
    expect((await dora.post(url, { assigneeId: desk.who.rita2, reason })).status).toBe(200);
    const [old, fresh] = await desk.tasks(draft.versionId);
    expect(old).toMatchObject({ state: 'REASSIGNED', outcome: 'reassigned' });
    expect(fresh).toMatchObject({ state: 'OPEN', assigneeId: desk.who.rita2, dueAt: before?.dueAt });
    expect((await desk.version(draft.versionId)).reviewerId).toBe(desk.who.rita2);
    expect(await desk.accept(draft.versionId)).toMatchObject({ status: 403 });
    expect((await desk.accept(draft.versionId, 'rita2')).status).toBe(200);
    expect(await dora.post(url, { assigneeId: desk.who.rita, reason })).toMatchObject({
      status: 409,
      body: { rule: 'edms.no-task' },
    });
  });

  test('EDMS-33 a scanned copy says who verified it against the paper', async () => {
    const draft = await desk.draft();
    const ana = await desk.as('ana');
    const version = await desk.version(draft.versionId);
    const statement = {
      source: 'SCANNED_COPY',
      trueCopyVerifierId: desk.who.dh,
      trueCopyStatement: 'Every page compared with the signed paper.',
    };
    expect((await ana.patch(`edms/versions/${draft.versionId}`, version.version, statement)).status).toBe(200);
    await desk.approved(draft);
    await desk.app.settle();
    const metadata = await (await desk.as('emp1')).get<{ data: { source: string; sourceStatement: string } }>(
      `edms/documents/${draft.id}/metadata`,
    );
    expect(metadata.body.data.source).toBe('Scanned copy');
    expect(metadata.body.data.sourceStatement).toContain('Daniel Habimana');
  });

  test('EDMS-07 critical comments are settled before a review is accepted', async () => {
    const draft = await desk.draft();
    await desk.submit(draft.versionId);
    const rita = await desk.as('rita');
    const comment = await rita.post<{ data: { id: string } }>(`edms/versions/${draft.versionId}/comments`, {
      body: 'The pressure is wrong.',
      kind: 'critical',
    });
    expect(comment.status).toBe(201);
    expect(await desk.accept(draft.versionId)).toMatchObject({ status: 409, body: { rule: 'edms.critical-comments' } });
    expect((await rita.post(`comments/${comment.body.data.id}/resolve`)).status).toBe(200);
    expect((await desk.accept(draft.versionId)).status).toBe(200);
  });
});

describe('who works on it', () => {
  test('EDMS-28 in-process versions are for the people involved; others find nothing', async () => {
    const draft = await desk.draft({ title: 'Zirconium handling' });
    for (const name of ['emp1', 'mgr1', 'rita']) expect((await desk.versionAnswer(draft.versionId, name)).status).toBe(404);
    for (const name of ['dora', 'qdir', 'insp']) expect((await desk.versionAnswer(draft.versionId, name)).status).toBe(200);
    await desk.submit(draft.versionId);
    expect((await desk.versionAnswer(draft.versionId, 'rita')).status).toBe(200);
    const list = await (await desk.as('mgr1')).get<ListAnswer>('edms/versions?q=Zirconium&state=DRAFT,PENDING_REVIEW');
    expect(list.body.page.total).toBe(0);
  });

  test('SOD-6 a legal hold is not for the owner of the document', async () => {
    const draft = await desk.effective({ author: 'dora' });
    const dora = await desk.as('dora');
    expect(await dora.sign(`edms/documents/${draft.id}/set-legal-hold`, { reason })).toMatchObject({
      status: 409,
      body: { rule: 'edms.own-hold' },
    });
    const other = await desk.effective();
    expect((await dora.sign(`edms/documents/${other.id}/set-legal-hold`, { reason })).body.data.legalHold).toBe(true);
    expect(await dora.sign(`edms/documents/${other.id}/set-legal-hold`, { reason })).toMatchObject({
      status: 409,
      body: { rule: 'edms.hold-unchanged' },
    });
    expect((await dora.sign(`edms/documents/${other.id}/release-legal-hold`, { reason })).body.data.legalHold).toBe(false);
  });
});
