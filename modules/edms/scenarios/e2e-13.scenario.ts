import { beforeAll, expect, test } from 'vitest';
import type { AnyRow, ListAnswer } from '#kernel/testing';
import { type Desk, openDesk } from './edms-fixture.ts';
import { sealOf } from './seal.ts';

// Electronic-signature behaviour from end to end (spec 4), with passwords; single sign-on and authenticator codes come later.
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
/** A version that waits for paul. */
async function forPaul(title: string): Promise<string> {
  const draft = await desk.draft({ title });
  for (const answer of [
    await desk.submit(draft.versionId),
    await desk.accept(draft.versionId),
    await desk.route(draft.versionId),
  ])
    expect(answer.status).toBe(200);
  return draft.versionId;
}
const alerts = async (kind: string) =>
  desk
    .rows<{ n: number }>(
      "select count(*) as n from notify.notification where recipient_id = $1 and type = 'security' and coalesce(title, message) ilike $2",
      [desk.who.sec, `%${kind}%`],
    )
    .then((r) => r[0]?.n ?? 0);
const signedBy = (versionId: string, who: string) =>
  desk.rows('select id from sign.signature where record_id = $1 and signer_id = $2', [versionId, desk.who[who]]);

test('E2E-13 P11-200a1i-1 P11-200a1-3 both components first, one later, five wrong ones lock, and nobody signs for somebody else', async () => {
  const paul = await desk.app.browser('paul');
  const effectiveDate = await desk.inDays(3);
  const [one, two, three, four] = [
    await forPaul('Record one'),
    await forPaul('Record two'),
    await forPaul('Record three'),
    await forPaul('Record four'),
  ];
  const act = (id: string) => `edms/versions/${id}/approve-final`;

  const half = await paul.post(act(one), { effectiveDate, signature: { password: paul.password } });
  expect(half).toMatchObject({ status: 428, body: { rule: 'sign.components-needed' } });
  expect((await paul.sign(act(one), { effectiveDate })).status).toBe(200);
  expect((await paul.post(act(two), { effectiveDate, signature: { password: paul.password } })).status).toBe(200);
  const later = (await paul.get<ListAnswer>(`edms/versions/${two}/signatures`)).body.items.at(-1);
  expect(later?.factors).toEqual(['PASSWORD']);

  const other = await paul.post(act(three), { effectiveDate, signature: { username: 'rita', password: paul.password } });
  expect(other).toMatchObject({ status: 403, body: { rule: 'sign.other-user' } });
  expect(await signedBy(three, 'paul')).toEqual([]);

  await desk.app.advance('16 minutes');
  await paul.post('auth/unlock', { password: paul.password });
  const idle = await paul.post(act(three), { effectiveDate, signature: { password: paul.password } });
  expect(idle).toMatchObject({ status: 428, body: { rule: 'sign.components-needed' } });
  expect((await paul.sign(act(three), { effectiveDate })).status).toBe(200);

  const tries = [];
  for (let i = 0; i < 5; i += 1)
    tries.push(await paul.post(act(four), { effectiveDate, signature: { username: 'paul', password: 'Wrong-Password-00' } }));
  expect(tries.slice(0, 4).map((t) => t.status)).toEqual([403, 403, 403, 403]);
  expect(tries[4]?.status).toBe(423);
  expect((await paul.sign(act(four), { effectiveDate })).status).toBe(423);
  expect(await signedBy(four, 'paul')).toEqual([]);
  await desk.app.settle();
  expect(await alerts('')).toBeGreaterThanOrEqual(2);
  await desk.app.advance('31 minutes');
  const again = await desk.app.browser('paul');
  expect((await again.sign(act(four), { effectiveDate })).status).toBe(200);
});

test('E2E-13 P11-70-4 names stay, copies and edits are found, a flipped byte breaks the seal', async () => {
  await desk.wait(0);
  const done = await desk.effective({ title: 'Sealed and verified' });
  const dora = await desk.as('dora');
  const pdf = await dora.get(`edms/versions/${done.versionId}/download?kind=official`);
  expect(pdf.status).toBe(200);
  expect(sealOf(pdf.bytes)).toBe('valid');
  const bytes = Buffer.from(pdf.bytes);
  const at = bytes.indexOf('/MediaBox') + 12;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  expect(sealOf(bytes)).not.toBe('valid');
  const signatures = (await dora.get<ListAnswer>(`edms/versions/${done.versionId}/signatures`)).body.items;
  expect(signatures.map((s: AnyRow) => [s.meaning, s.printedName])).toEqual([
    ['AUTHORED', 'Ana Nakato'],
    ['REVIEWED', 'Rita Achieng'],
    ['APPROVED', 'Paul Okello'],
  ]);
});

test('E2E-13 P11-200a3-1 after a reset nobody but the owner sets a password, and nothing is signed before', async () => {
  await desk.wait(0);
  const versionId = await forPaul('Before the reset');
  const paul = await desk.app.browser('paul');
  const sam = await desk.as('sam');
  const reset = await sam.post(`users/${desk.who.paul}/reset-password`, { reason: 'forgotten after the holidays' });
  expect(reset.status).toBe(200);
  expect(JSON.stringify(reset.body)).not.toMatch(/token|password=/i);
  const refused = await paul.sign(`edms/versions/${versionId}/approve-final`, { effectiveDate: await desk.inDays(1) });
  expect([401, 403]).toContain(refused.status);
  expect(await signedBy(versionId, 'paul')).toEqual([]);
});

test('E2E-13 P11-100b-1 without a verified identity or an accepted agreement nobody signs', async () => {
  const superuser = await desk.superuser();
  await superuser.query(
    `alter table access."user" disable trigger all; update access."user" set identity_verified_at = null where id = '${desk.who.rita2}'; update access."user" set agreement_version = 'older' where id = '${desk.who.lrev}'; alter table access."user" enable trigger all`,
  );
  const draft = await desk.draft({ title: 'Not yet verified' });
  await desk.submit(draft.versionId, 'rita2');
  expect(await desk.accept(draft.versionId, 'rita2')).toMatchObject({ status: 403, body: { code: 'IDENTITY_NOT_VERIFIED' } });
  const second = await desk.draft({ title: 'Agreement renewed' });
  await desk.submit(second.versionId, 'lrev');
  expect(await desk.accept(second.versionId, 'lrev')).toMatchObject({ status: 403, body: { rule: 'sign.agreement-needed' } });
});

test('SOD-3 three acts on one record need three different people', async () => {
  const draft = await desk.draft({ title: 'Three people', author: 'mgr1' });
  expect(await desk.submit(draft.versionId, 'mgr1', 'mgr1')).toMatchObject({ status: 409, body: { code: 'SOD_CONFLICT' } });
  expect((await desk.submit(draft.versionId, 'paul', 'mgr1')).status).toBe(200);
  await desk.wait(0);
  const [task] = await desk.tasks(draft.versionId);
  expect(task?.assigneeId).toBe(desk.who.paul);
  expect(await desk.route(draft.versionId, 'ldir', 'mgr1')).toMatchObject({ status: 409, body: { code: 'INVALID_TRANSITION' } });
});
