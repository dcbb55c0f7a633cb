import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { extractText, knownTypes } from '#kernel/files';
import type { ListAnswer } from '#kernel/testing';
import { type Desk, docx, openDesk } from './edms-fixture.ts';

// The acceptance scenarios of the specification, section 4, through the whole application.
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
const reason = 'the steps are not in the order of the work';
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pdfText = async (bytes: Uint8Array) =>
  (await extractText(new Uint8Array(bytes), knownTypes.pdf ?? ''))?.text.replace(/\s+/g, ' ') ?? '';
const numberOf = (number: string) => Number(number.split('-')[1]);

test('E2E-01 a work instruction from placeholder to effective', async () => {
  const [ana, rita, paul, emp1] = await Promise.all(['ana', 'rita', 'paul', 'emp1'].map((name) => desk.as(name)));
  if (!(ana && rita && paul && emp1)) throw new Error('nobody is there');
  const draft = await desk.draft({ file: false, title: 'Torque the frame screws' });
  expect([draft.number, (await desk.version(draft.versionId)).label]).toEqual(['WI-00001', '0.1']);
  const original = docx('Of {{DOC_NUMBER}}, by {{DOC_AUTHOR}}, {{DOC_STATUS}}.');
  const file = { name: 'torque.docx', bytes: original, type: knownTypes.docx ?? '' };
  expect((await ana.upload(`edms/versions/${draft.versionId}/file`, file)).status).toBe(201);
  expect(await desk.submit(draft.versionId, 'ana')).toMatchObject({ status: 409, body: { params: { sod: 'SOD-1' } } });
  const passwordOnly = await ana.post(`edms/versions/${draft.versionId}/submit-for-review`, {
    reviewerId: desk.who.rita,
    signature: { password: ana.password },
  });
  expect(passwordOnly.status).toBe(428);
  expect((await desk.submit(draft.versionId)).body.data.state).toBe('PENDING_REVIEW');
  expect((await ana.upload(`edms/versions/${draft.versionId}/file`, file)).status).toBe(409);
  expect(await desk.accept(draft.versionId, 'paul')).toMatchObject({ status: 403 });
  await desk.app.settle();
  expect((await desk.notices('rita', draft.versionId)).map((n) => n.type)).toEqual(['approval_needed']);
  const read = await rita.get(`edms/versions/${draft.versionId}/download?kind=original`);
  expect(sha(read.bytes)).toBe(sha(original));
  expect(
    (await rita.post(`edms/versions/${draft.versionId}/comments`, { body: 'Say which wrench.', kind: 'suggestion' })).status,
  ).toBe(201);
  expect((await desk.accept(draft.versionId)).body.data.state).toBe('REVIEWED');
  expect(await desk.route(draft.versionId, 'rita')).toMatchObject({ status: 409, body: { params: { sod: 'SOD-2' } } });
  expect((await desk.route(draft.versionId)).body.data.state).toBe('PENDING_APPROVAL');
  expect((await desk.approve(draft.versionId, await desk.inDays(-1))).status).toBe(422);
  expect((await desk.approve(draft.versionId, await desk.inDays(5))).body.data).toMatchObject({
    state: 'APPROVED_PENDING_EFFECTIVE',
    label: '1.0',
  });
  await desk.app.settle();
  const early = await ana.get(`edms/versions/${draft.versionId}/download?kind=official`);
  const earlyText = await pdfText(early.bytes);
  for (const item of ['Ana Nakato', 'Rita Achieng', 'Paul Okello', 'AUTHORED', 'REVIEWED', 'APPROVED', 'NOT YET EFFECTIVE'])
    expect(earlyText).toContain(item);
  expect((await emp1.get(`edms/documents/${draft.id}`)).status).toBe(404);

  await desk.wait(5);
  const reader = await desk.as('emp1');
  const dashboard = await reader.get<{ approved: ListAnswer; workflow: readonly unknown[] }>('edms/dashboard?sort=-number');
  expect(dashboard.body.approved.items.map((d) => [d.number, d.state])).toContainEqual(['WI-00001', 'EFFECTIVE']);
  const copy = await reader.get(`edms/documents/${draft.id}/download?kind=official`);
  expect([copy.status, copy.headers['x-signatures']]).toEqual([200, '3']);
  expect(await pdfText(copy.bytes)).toContain('Of WI-00001, by Ana Nakato, EFFECTIVE.');
  const taken = await (await desk.as('dora')).get<ListAnswer>(`edms/downloads?documentId=${draft.id}&userId=${desk.who.emp1}`);
  expect(taken.body.items).toHaveLength(1);
  const annotated = await reader.get(`edms/documents/${draft.id}/download?kind=annotated`);
  const parts = Object.entries(unzipSync(annotated.bytes)).filter(([name]) => /^(word|docProps)\/.*\.xml$/.test(name));
  const text = parts.map(([, bytes]) => strFromU8(bytes).replace(/<[^>]+>/g, '')).join('\n');
  expect([...text.matchAll(/\{\{\s*([A-Z_]+)\s*\}\}/g)].map((m) => m[1]).filter((token) => token !== 'LINE_OWNER')).toEqual([]);
  const events = await (await desk.as('ana')).get<{
    items: readonly { action: string; changes: Record<string, readonly [unknown, unknown]> }[];
  }>(`edms/versions/${draft.versionId}/history`);
  const moves = events.body.items
    .flatMap((e) => (e.changes.state ? [`${e.changes.state[0]} ${e.changes.state[1]}`] : []))
    .reverse();
  expect(moves.slice(1)).toEqual([
    'DRAFT PENDING_REVIEW',
    'PENDING_REVIEW REVIEWED',
    'REVIEWED PENDING_APPROVAL',
    'PENDING_APPROVAL APPROVED_PENDING_EFFECTIVE',
    'APPROVED_PENDING_EFFECTIVE EFFECTIVE',
  ]);
}, 180_000);

test('E2E-02 returned twice, then terminated; a new version terminated leaves the effective one', async () => {
  const draft = await desk.draft();
  const reject = async (name: string, verb: string, body = {}) =>
    (await desk.as(name)).sign(`edms/versions/${draft.versionId}/${verb}`, body);
  await desk.submit(draft.versionId);
  expect((await reject('rita', 'reject-review')).status).toBe(422);
  expect((await reject('rita', 'reject-review', { reason })).body.data).toMatchObject({ state: 'DRAFT', label: '0.2' });
  expect((await desk.notices('ana', draft.versionId)).map((n) => n.type)).toContain('rejected');
  await desk.submit(draft.versionId);
  await desk.accept(draft.versionId);
  await desk.route(draft.versionId);
  expect((await reject('paul', 'reject-final', { reason })).body.data).toMatchObject({ state: 'DRAFT', label: '0.3' });
  expect((await desk.route(draft.versionId)).status).toBe(409);
  expect((await reject('ana', 'terminate')).status).toBe(422);
  expect((await reject('ana', 'terminate', { reason })).body.data.state).toBe('TERMINATED');
  expect((await desk.tasks(draft.versionId)).filter((t) => t.state === 'OPEN')).toEqual([]);
  const next = await desk.draft({ file: false });
  expect(numberOf(next.number)).toBe(numberOf(draft.number) + 1);

  const effective = await desk.effective();
  const up = await desk.upversion(effective.id);
  await desk.submit(up.versionId);
  expect((await (await desk.as('ana')).sign(`edms/versions/${up.versionId}/terminate`, { reason })).body.data.state).toBe(
    'TERMINATED',
  );
  await desk.app.settle();
  expect((await desk.notices('rita', up.versionId)).map((n) => n.title).some((t) => t.startsWith('No longer needed'))).toBe(true);
  expect(await desk.document(effective.id)).toMatchObject({ state: 'EFFECTIVE', label: '1.0' });
  expect((await desk.upversion(effective.id)).versionId).not.toBe(up.versionId);
});

describe('a base and what leans on it', () => {
  test('E2E-03 a new version reaches those who depend on it', async () => {
    const base = await desk.effective({ title: 'Clean the bench' });
    const top = await desk.draft({ title: 'Assemble the pump' });
    await desk.depend(top.versionId, base.id);
    await desk.approved(top);
    await desk.app.settle();
    const up = await desk.upversion(base.id);
    expect((await desk.version(up.versionId)).label).toBe('1.1');
    expect((await (await desk.as('emp1')).get(`edms/documents/${base.id}/download?kind=official`)).status).toBe(200);
    expect((await (await desk.as('ana')).post(`edms/documents/${base.id}/start-upversion`, { reason })).status).toBe(409);
    await desk.approved(up, await desk.inDays(10));
    const impacts = await (await desk.as('dora')).get<ListAnswer>(`edms/impacts?documentId=${top.id}`);
    expect(impacts.body.items.map((i) => i.assigneeId).sort()).toEqual([desk.who.ana, desk.who.paul].sort());
    await desk.wait(10);
    expect((await desk.version(up.versionId)).state).toBe('EFFECTIVE');
    expect((await desk.version(base.versionId)).state).toBe('SUPERSEDED');
    const old = await (await desk.as('ana')).get(`edms/versions/${base.versionId}/download?kind=official`);
    expect(await pdfText(old.bytes)).toContain('SUPERSEDED');
    for (const name of ['ana', 'paul']) {
      const client = await desk.as(name);
      const [mine] = (await client.get<ListAnswer>(`edms/impacts?documentId=${top.id}&assigneeId=me`)).body.items;
      const closed = await client.post(`edms/impacts/${mine?.id}/no-impact`, { reason: 'the bench is cleaned the same way' });
      expect(closed.body.data.state).toBe('NO_IMPACT');
    }
  });

  test('E2E-04 obsolescence is blocked by a dependent, then carried out', async () => {
    const ana = () => desk.as('ana');
    const base = await desk.effective({ title: 'Degrease the part' });
    const top = await desk.draft({ title: 'Paint the part' });
    await desk.depend(top.versionId, base.id);
    await desk.approved(top);
    await desk.app.settle();
    const start = async () =>
      (await ana()).sign(`edms/documents/${base.id}/start-obsoletion`, { reason, approverId: desk.who.paul });
    expect(await start()).toMatchObject({
      status: 409,
      body: { params: { dependents: [{ number: top.number, title: 'Paint the part', version: '1.0', status: 'EFFECTIVE' }] } },
    });

    const without = async (document: typeof top) => {
      const up = await desk.upversion(document.id);
      const links = await desk.rows<{ id: string }>(`select id from edms.dependency where version_id = $1 and state = 'ACTIVE'`, [
        up.versionId,
      ]);
      for (const { id } of links)
        await (await ana()).post(`edms/versions/${up.versionId}/remove-dependency`, { dependencyId: id });
      await desk.approved(up);
      await desk.app.settle();
    };
    await without(top);
    const third = await desk.draft({ title: 'Grind the part' });
    await desk.depend(third.versionId, base.id);
    const first = String((await start()).body.data.obsoletionId);
    expect((await desk.document(base.id)).state).toBe('EFFECTIVE');
    await desk.approved(third);
    const decide = async (id: string) =>
      (await desk.as('paul')).sign(`edms/obsoletions/${id}/approve`, { obsoletionDate: await desk.inDays(3) });
    expect((await decide(first)).status).toBe(409);
    expect((await (await ana()).get(`edms/obsoletions/${first}`)).body.data.state).toBe('TERMINATED');
    expect(await desk.notices('ana', first)).toHaveLength(1);
    await desk.app.settle();
    await without(third);
    const second = String((await start()).body.data.obsoletionId);
    expect((await decide(second)).body.data.state).toBe('APPROVED');
    expect((await desk.document(base.id)).state).toBe('PENDING_OBSOLETION');
    const draft = await desk.draft();
    for (const answer of [
      await (await ana()).post(`edms/documents/${base.id}/start-upversion`, { reason }),
      await start(),
      await desk.depend(draft.versionId, base.id),
    ])
      expect(answer.status).toBe(409);
    await desk.wait(3);
    expect((await desk.document(base.id)).state).toBe('OBSOLETE');
    const copy = await (await desk.as('insp')).get(`edms/documents/${base.id}/download?kind=official`);
    const text = await pdfText(copy.bytes);
    for (const item of ['OBSOLETE', 'AUTHORED', 'REVIEWED', 'APPROVED']) expect(text).toContain(item);
  });
});

describe('who sees what', () => {
  const search = async (name: string, word: string) =>
    (await (await desk.as(name)).get<{ items: readonly { number: string }[] }>(`search?q=${word}`)).body.items.length;
  const total = async (name: string, word: string) =>
    (await (await desk.as(name)).get<ListAnswer>(`edms/documents?q=${word}`)).body.page.total;

  test('EDMS-28, E2E-15 a confidential document is absent for another department; shares end by themselves; authors keep theirs', async () => {
    const draft = await desk.effective({ title: 'Gadolinium recipe', values: { confidentiality: 'confidential' } });
    for (const [name, seen] of [
      ['emp2', false],
      ['mgr1', false],
      ['qdir', true],
      ['rita', true],
      ['ana', true],
      ['insp', true],
    ] as const) {
      const answers = [
        (await (await desk.as(name)).get(`edms/documents/${draft.id}`)).status,
        (await desk.versionAnswer(draft.versionId, name)).status,
        (await (await desk.as(name)).get(`edms/documents/${draft.id}/download?kind=official`)).status,
      ];
      expect([name, ...answers]).toEqual([name, ...answers.map(() => (seen ? 200 : 404))]);
      expect([name, await total(name, 'Gadolinium'), (await search(name, 'Gadolinium')) > 0]).toEqual([name, seen ? 1 : 0, seen]);
    }
    const [clock] = await desk.rows<{ until: string }>(`select kernel.now() + interval '20 hours' as until`);
    const share = async (body: Readonly<Record<string, unknown>>) =>
      (await desk.as('dora')).post(`edms/documents/${draft.id}/share`, { reason: 'works with the recipe this week', ...body });
    expect(await share({ userId: desk.who.emp2, expiresAt: '2020-01-01T00:00:00Z' })).toMatchObject({
      status: 422,
      body: { rule: 'edms.share-whom' },
    });
    expect((await share({ userId: desk.who.emp2, expiresAt: clock?.until })).status).toBe(200);
    expect((await share({ userId: desk.who.mgr1 })).status).toBe(200);
    expect((await (await desk.as('emp2')).get(`edms/documents/${draft.id}/download?kind=official`)).status).toBe(200);
    expect(await total('emp2', 'Gadolinium')).toBe(1);
    const ended = await (await desk.as('dora')).post<{ data: { ended: number } }>(`edms/documents/${draft.id}/unshare`, {
      userId: desk.who.mgr1,
      reason: 'no longer works with the recipe',
    });
    expect([ended.body.data.ended, await total('mgr1', 'Gadolinium')]).toEqual([2, 0]);
    await desk.wait(1);
    expect((await (await desk.as('emp2')).get(`edms/documents/${draft.id}`)).status).toBe(404);
    expect([await total('emp2', 'Gadolinium'), await search('emp2', 'Gadolinium')]).toEqual([0, 0]);
    expect(
      (await (await desk.as('ana')).post(`edms/documents/${draft.id}/share`, { userId: desk.who.emp2, reason })).status,
    ).toBe(403);

    const [warehouse] = await desk.rows<{ id: string }>(`select id from access.department where code = 'WH'`);
    const sam = await desk.as('sam');
    const person = (await sam.get(`users/${desk.who.ana}`)).body.data;
    expect(
      (
        await sam.patch(`users/${desk.who.ana}`, person.version, {
          departmentId: warehouse?.id,
          reason: 'moves to the warehouse',
        })
      ).status,
    ).toBe(200);
    const moved = await desk.as('ana');
    expect((await moved.get(`edms/documents/${draft.id}`)).status).toBe(200);
    expect((await moved.get(`edms/versions/${draft.versionId}/download?kind=original`)).status).toBe(200);
    const denied = await desk.rows<{ n: number }>(
      `select count(*)::int as n from audit.record_history('edms.documents', $1, 200, null) where body ->> 'action' = 'ACCESS_DENIED'`,
      [draft.id],
    );
    expect(denied[0]?.n).toBeGreaterThan(0);
  });
});

test('EDMS-28, E2E-15 ownership is handed over by an administrator, with the draft where asked', async () => {
  const draft = await desk.draft({ author: 'rita2' });
  const dora = await desk.as('dora');
  const url = `edms/documents/${draft.id}/transfer-owner`;
  expect((await dora.post(url, { ownerId: desk.who.emp1, reason })).status).toBe(422);
  expect((await dora.post(url, { ownerId: desk.who.rita, withDraft: true, reason })).status).toBe(200);
  expect(await desk.version(draft.versionId, 'rita')).toMatchObject({ authorId: desk.who.rita });
  expect(await desk.document(draft.id, 'rita')).toMatchObject({ ownerId: desk.who.rita });
  const former = await (await desk.as('rita2')).sign(`edms/versions/${draft.versionId}/submit-for-review`, {
    reviewerId: desk.who.paul,
  });
  expect(former).toMatchObject({ status: 403, body: { rule: 'core.not-named' } });
});

test('EDMS-29 a longer chain asks several people, one after another or all at once, and keeps its issue', async () => {
  const chains = await desk.rows<{ id: string; code: string }>(
    `select id, code from tasks.chain where code in ('EDMS-SOP', 'EDMS-FORM')`,
  );
  const chainOf = (code: string) => chains.find((c) => c.code === code)?.id;
  const typeWith = async (code: string, chain: string) =>
    (
      await (
        await desk.as('dora')
      ).post('edms/document-types', { name: `Type ${code}`, code, prefix: code, retentionYears: 3, chainId: chainOf(chain) })
    ).body.data.id;
  const sop = await desk.draft({ author: 'rita', values: { typeId: await typeWith('SOPX', 'EDMS-SOP') } });
  const rita = await desk.as('rita');
  const submit = (body: Readonly<Record<string, unknown>>) => rita.sign(`edms/versions/${sop.versionId}/submit-for-review`, body);
  expect(await submit({ reviewerId: desk.who.rita2 })).toMatchObject({ status: 422, body: { rule: 'tasks.assignee-count' } });
  expect((await submit({ assignees: [desk.who.rita2, desk.who.dora] })).body.data).toMatchObject({
    state: 'PENDING_REVIEW',
    chainId: chainOf('EDMS-SOP'),
  });
  expect(await desk.accept(sop.versionId, 'dora')).toMatchObject({ status: 409, body: { rule: 'tasks.out-of-sequence' } });
  expect((await desk.accept(sop.versionId, 'rita2')).body.data.state).toBe('PENDING_REVIEW');
  expect((await desk.accept(sop.versionId, 'dora')).body.data.state).toBe('REVIEWED');

  const form = await desk.draft({ author: 'rita', values: { typeId: await typeWith('FRMX', 'EDMS-FORM') } });
  await rita.sign(`edms/versions/${form.versionId}/submit-for-review`, { assignees: [desk.who.rita2, desk.who.dora] });
  expect((await desk.accept(form.versionId, 'dora')).body.data.state).toBe('PENDING_REVIEW');
  const returned = await (await desk.as('rita2')).sign(`edms/versions/${form.versionId}/reject-review`, { reason });
  expect(returned.body.data).toMatchObject({ state: 'DRAFT', label: '0.2' });
});

test('EDMS-17 master data is checked: categories of two levels, tokens with a value, chains in force', async () => {
  const dora = await desk.as('dora');
  const top = (await dora.post('edms/categories', { name: 'Sterile area', code: 'STERILE' })).body.data;
  const part = (await dora.post('edms/categories', { name: 'Gowning', code: 'GOWNING', parentId: top.id })).body.data;
  expect(part.path).toBe('Sterile area / Gowning');
  expect(await dora.post('edms/categories', { name: 'Too deep', code: 'DEEP', parentId: part.id })).toMatchObject({
    status: 422,
    body: { rule: 'edms.category-depth' },
  });
  expect((await dora.patch(`edms/categories/${top.id}`, top.version, { name: 'Aseptic area' })).status).toBe(200);
  expect((await dora.get(`edms/categories/${part.id}`)).body.data.path).toBe('Aseptic area / Gowning');
  const token = { token: 'AREA', dataSource: 'document', field: 'weather' };
  expect(await dora.post('edms/placeholders', token)).toMatchObject({ status: 422, body: { rule: 'edms.placeholder-value' } });
  expect(await dora.post('edms/placeholders', { ...token, token: 'area', field: 'title' })).toMatchObject({
    status: 422,
    body: { rule: 'edms.placeholder-token' },
  });
  const type = { name: 'Odd', code: 'ODD', prefix: 'ODD', retentionYears: 1 };
  expect(await dora.post('edms/document-types', { ...type, chainId: top.id })).toMatchObject({
    status: 422,
    body: { rule: 'edms.chain-unfit' },
  });
  const made = (await dora.post('edms/document-types', type)).body.data;
  expect((await dora.post(`edms/document-types/${made.id}/deactivate`, { reason })).status).toBe(200);
  const refused = await (await desk.as('rita')).post('edms/documents', { title: 'Of a type not in use', typeId: made.id });
  expect(refused).toMatchObject({ status: 422, body: { rule: 'edms.type-inactive' } });
});
