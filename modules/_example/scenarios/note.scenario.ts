import { beforeAll, describe, expect, test } from 'vitest';
import { before } from '#kernel/events';
import { coreRules } from '#kernel/records';
import { refuse } from '#kernel/schema';
import { type AnyRow, type Client, type RecordAnswer, startTestApp, type TestApp } from '#kernel/testing';
import { addDays, day } from '#kernel/values';
import { noteApproval } from '../api.ts';
import { exampleFixture } from './example-fixture.ts';

// What the module promises, by requirement id (README.md), through the real application on a real database.
let app: TestApp;
let ana: Client;
let rita: Client;
let paul: Client;

beforeAll(async () => {
  app = await startTestApp(exampleFixture);
  [ana, rita, paul] = await Promise.all([app.as('ana'), app.as('rita'), app.as('paul')]);
});

const NOTES = 'example/notes';
const idOf = async (who: Client) => (await who.get<{ data: { user: { id: string } } }>('auth/profile')).body.data.user.id;

async function draft(values: Readonly<Record<string, unknown>> = {}, lines = ['Wipe the bench.']): Promise<AnyRow> {
  const made = await ana.post(NOTES, { title: 'Bench at station 4', topic: 'order', ...values });
  expect(made.status).toBe(201);
  for (const [i, text] of lines.entries()) {
    const line = await ana.post('example/note-lines', { noteId: made.body.data.id, position: i + 1, text });
    expect(line.status).toBe(201);
  }
  return (await ana.get(`${NOTES}/${made.body.data.id}`)).body.data;
}
const submit = async (id: string, reviewer = rita) => ana.sign(`${NOTES}/${id}/submit`, { reviewerId: await idOf(reviewer) });
const accept = async (id: string, approver = paul) =>
  rita.sign(`${NOTES}/${id}/accept-review`, { approverId: await idOf(approver) });
async function inForce(values: Readonly<Record<string, unknown>> = {}): Promise<AnyRow> {
  const { id } = await draft(values);
  await submit(id);
  await accept(id);
  const approved = await paul.sign(`${NOTES}/${id}/approve`);
  expect(approved.status).toBe(200);
  return approved.body.data;
}
const stateOf = async (id: string) => (await ana.get(`${NOTES}/${id}`)).body.data.state;

describe('from draft to in force', () => {
  test('EX-01 three people sign: author, reviewer, approver; each signature names what it means', async () => {
    const note = await inForce();
    expect(note).toMatchObject({ state: 'IN_FORCE', number: expect.stringMatching(/^NOTE-\d{4}-\d{4}$/) });
    const { body } = await ana.get<{ items: { meaning: string; signerName: string }[] }>(`${NOTES}/${note.id}/signatures`);
    expect(body.items.map((s) => s.meaning)).toEqual(['AUTHORED', 'REVIEWED', 'APPROVED']);
  });

  test('EX-02 the author is nobody’s choice as reviewer, the reviewer nobody’s as approver', async () => {
    const note = await draft();
    const own = await submit(note.id, ana);
    expect(own).toMatchObject({ status: 409, body: { rule: 'sod.same-person' } });
    await submit(note.id);
    expect(await accept(note.id, rita)).toMatchObject({ status: 409, body: { rule: 'sod.same-person' } });
    expect(await stateOf(note.id)).toBe('IN_REVIEW');
  });

  test('EX-03 a note without lines is not submitted, and nothing is signed', async () => {
    const note = await draft({}, []);
    expect(await submit(note.id)).toMatchObject({ status: 422, body: { rule: 'example.submit.no-lines' } });
    const { body } = await ana.get<{ items: unknown[] }>(`${NOTES}/${note.id}/signatures`);
    expect(body.items).toEqual([]);
  });

  test('EX-04 a note about safety says what to do', async () => {
    const refused = await ana.post(NOTES, { title: 'Solvent', topic: 'safety' });
    expect(refused).toMatchObject({ status: 422, body: { rule: 'example.note.safety-needs-action' } });
    expect((await ana.post(NOTES, { title: 'Solvent', topic: 'safety', action: 'Wear gloves.' })).status).toBe(201);
  });

  test('EX-05 lines are frozen with their note and moved its version before', async () => {
    const note = await draft();
    expect(note.version).toBe(2);
    const { body } = await ana.get<{ items: AnyRow[] }>(`example/note-lines?noteId=${note.id}`);
    const line = body.items[0];
    await submit(note.id);
    const edited = await ana.patch(`example/note-lines/${line?.id}`, line?.version ?? 0, { text: 'Wipe it twice.' });
    expect(edited).toMatchObject({ status: 409, body: { rule: coreRules['core.frozen'].id } });
    const removed = await ana.post(`example/note-lines/${line?.id}/remove`);
    expect(removed).toMatchObject({ status: 409, body: { rule: coreRules['core.frozen'].id } });
    const read = await ana.get<RecordAnswer>(`example/note-lines/${line?.id}`);
    expect(read.body.can).toMatchObject({ edit: { ok: false, rule: 'core.frozen' } });
  });

  test('EX-06 a returned note is a draft again, as its next revision', async () => {
    const note = await draft();
    await submit(note.id);
    const without = await rita.sign(`${NOTES}/${note.id}/return-review`, { reason: 'too short' });
    expect(without).toMatchObject({ status: 422, body: { rule: 'core.reason-required' } });
    const returned = await rita.sign(`${NOTES}/${note.id}/return-review`, { reason: 'The second step is missing.' });
    expect(returned.body.data).toMatchObject({ state: 'DRAFT', revision: 2 });
  });
});

describe('what follows', () => {
  test('EX-07 a note that replaces another ends it, and tells the author', async () => {
    const old = await inForce();
    const copied = await ana.post<{ data: { id: string } }>(`${NOTES}/${old.id}/copy`, { replaces: true });
    expect(copied.status).toBe(200);
    const { id } = copied.body.data;
    expect((await ana.post(`${NOTES}/${id}/copy`)).body).toMatchObject({ rule: 'example.copy.still-draft' });
    await submit(id);
    await accept(id);
    expect((await paul.sign(`${NOTES}/${id}/approve`)).status).toBe(200);
    await app.settle();
    expect(await stateOf(old.id)).toBe('ENDED');
    const { body } = await ana.get<{ items: { type: string; recordId: string }[] }>('notifications');
    expect(body.items.filter((n) => n.type === 'effective' && n.recordId === id)).toHaveLength(1);

    const late = await draft({ replacesId: old.id });
    await submit(late.id);
    await accept(late.id);
    const refused = await paul.sign(`${NOTES}/${late.id}/approve`);
    expect(refused).toMatchObject({ status: 409, body: { rule: 'example.replace.not-in-force' } });
  });

  test('EX-08 another module may refuse an approval, inside its transaction', async () => {
    before(noteApproval, (_tx, note) => {
      if (note.title === 'Contested') refuse(coreRules['core.legal-hold']);
    });
    const note = await draft({ title: 'Contested' });
    await submit(note.id);
    await accept(note.id);
    expect(await paul.sign(`${NOTES}/${note.id}/approve`)).toMatchObject({ status: 409, body: { rule: 'core.legal-hold' } });
    expect(await stateOf(note.id)).toBe('IN_APPROVAL');
  });

  test('EX-09 the author withdraws with a signature and a reason', async () => {
    const note = await inForce();
    const reason = 'The station was taken down.';
    expect(await paul.sign(`${NOTES}/${note.id}/withdraw`, { reason })).toMatchObject({ status: 403 });
    const withdrawn = await ana.sign(`${NOTES}/${note.id}/withdraw`, { reason });
    expect(withdrawn.body.data.state).toBe('ENDED');
    const { body } = await ana.get<{ items: { transition: string | null; reason: string | null }[] }>(
      `${NOTES}/${note.id}/history`,
    );
    expect(body.items[0]).toMatchObject({ transition: 'withdraw', reason });
  });

  // Last: moving the clock ends the sessions of everybody above.
  test('EX-10 a note ends after its last day, once', async () => {
    const { createdAt } = await draft();
    const note = await inForce({ expiresOn: addDays(day(String(createdAt).slice(0, 10)), 1) });
    await app.run('example.expire-notes');
    expect(await stateOf(note.id)).toBe('IN_FORCE');
    await app.advance('3 days');
    await app.run('example.expire-notes');
    await app.run('example.expire-notes');
    const reader = await app.browser('ana');
    const { body } = await reader.get(`${NOTES}/${note.id}`);
    expect(body.data.state).toBe('ENDED');
    const history = await reader.get<{ items: { transition: string | null }[] }>(`${NOTES}/${note.id}/history`);
    expect(history.body.items.filter((e) => e.transition === 'expire')).toHaveLength(1);
  });
});
