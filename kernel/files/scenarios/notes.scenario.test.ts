import { beforeAll, describe, expect, test } from 'vitest';
import { type AnyRow, type Client, type ListAnswer, startTestApp } from '#kernel/testing';
import { planFixture } from './plan-fixture.ts';

const app = await startTestApp(planFixture);
const idOf = async (client: Client) => (await client.get<{ data: { user: { id: string } } }>('auth/profile')).body.data.user.id;
let ana: Client;
let rita: Client;
let vic: Client;
let people: Record<'ana' | 'rita' | 'wes', string>;

async function plan(values: Readonly<Record<string, unknown>> = {}): Promise<AnyRow> {
  const answer = await ana.post('plan/sheets', { title: 'Cleaning plan', kind: 'yearly', ownerId: people.ana, ...values });
  expect(answer.status).toBe(201);
  return answer.body.data;
}
beforeAll(async () => {
  [ana, rita, vic] = await Promise.all([app.as('ana'), app.as('rita'), app.as('vic')]);
  people = { ana: await idOf(ana), rita: await idOf(rita), wes: await idOf(await app.as('wes')) };
});

describe('comments', () => {
  test('NTF-07 mentioning somebody who may not read the record is refused, and nothing is written', async () => {
    const sheet = await plan({ confidentiality: 'confidential' });
    const url = `plan/sheets/${sheet.id}/comments`;
    const refused = await ana.post(url, { body: 'See this', mentions: [people.rita, people.wes] });
    expect([refused.status, refused.body.rule]).toEqual([422, 'note.mention.no-access']);
    expect(refused.body.detail).toContain('Wesley');
    expect(refused.body.detail).not.toContain('Rita');
    expect((await ana.get<ListAnswer>(url)).body.page.total).toBe(0);
    const made = await ana.post(url, { body: 'See this', mentions: [people.rita] });
    expect([made.status, made.body.data.mentions]).toEqual([201, [people.rita]]);
  });

  test('CORE-08 a comment’s HTML is text, its fields are checked, and answers stay with their record', async () => {
    const sheet = await plan();
    const url = `plan/sheets/${sheet.id}/comments`;
    const html = '<b onclick=x>bold</b>';
    const made = await rita.post(url, { body: html, kind: 'critical', page: 2, x: '0.25', y: '0.5', highlight: 'weigh' });
    expect(made.body.data).toMatchObject({ body: html, kind: 'critical', page: 2, x: '0.25', recordRevision: 1, state: 'OPEN' });
    expect((await rita.post(url, { body: 'x', colour: 1 })).status).toBe(422);
    expect((await rita.post(url, { body: ' ' })).status).toBe(422);
    const other = await plan();
    const lost = await rita.post(`plan/sheets/${other.id}/comments`, { body: 'answer', parentId: made.body.data.id });
    expect([lost.status, lost.body.rule]).toEqual([422, 'note.parent.elsewhere']);
  });

  test('P11-10d-2 comments are as far away as their record', async () => {
    const sheet = await plan({ confidentiality: 'restricted' });
    const made = await ana.post(`plan/sheets/${sheet.id}/comments`, { body: 'internal remark' });
    for (const who of ['wes', 'olga']) {
      const stranger = await app.as(who);
      expect((await stranger.get(`plan/sheets/${sheet.id}/comments`)).status).toBe(404);
      expect((await stranger.post(`comments/${made.body.data.id}/dismiss`, {})).status).toBe(404);
    }
  });

  test('CORE-10 editors answer, the commenter or a reviewer settles, readers do neither; the list says so beforehand', async () => {
    const sheet = await plan();
    const url = `plan/sheets/${sheet.id}/comments`;
    const { id } = (await rita.post(url, { body: 'Which balance?', kind: 'question' })).body.data;
    const seen = (await vic.get<{ items: { can: Record<string, { ok: boolean; rule?: string }> }[] }>(url)).body.items[0]?.can;
    expect(seen).toMatchObject({
      address: { ok: false, rule: 'note.comment.not-editor' },
      resolve: { ok: false, rule: 'note.comment.not-yours' },
    });
    expect((await vic.post(`comments/${id}/resolve`)).status).toBe(403);
    expect((await vic.post(url, { body: 'me too' })).body.rule).toBe('note.read-only');
    expect((await ana.post(`comments/${id}/address`, {})).status).toBe(422);
    const answered = await ana.post(`comments/${id}/address`, { response: 'The one in room 4.' });
    expect(answered.body.data).toMatchObject({ state: 'ADDRESSED', response: 'The one in room 4.', respondedBy: people.ana });
    expect((await ana.post(`comments/${id}/resolve`)).body.rule).toBe('note.comment.not-yours');
    expect((await rita.post(`comments/${id}/resolve`)).body.data.state).toBe('RESOLVED');
    const again = await rita.post(`comments/${id}/dismiss`);
    expect([again.status, again.body.rule]).toEqual([409, 'core.invalid-transition']);
  });
});

describe('links', () => {
  test('CORE-06 a link shows only where both records are in the reader’s scope', async () => {
    const open = await plan({ title: 'Open plan' });
    const closed = await plan({ title: 'Closed plan', confidentiality: 'confidential' });
    const made = await ana.post(`plan/sheets/${open.id}/links`, {
      toEntity: 'plan.sheet',
      toId: closed.id,
      relation: 'depends on',
    });
    expect(made.status).toBe(201);
    const seen = async (client: Client, id: string) =>
      (await client.get<{ items: { title: string; direction: string }[] }>(`plan/sheets/${id}/links`)).body.items;
    expect(await seen(ana, open.id)).toMatchObject([{ title: 'Closed plan', direction: 'to', relation: 'depends on' }]);
    expect(await seen(ana, closed.id)).toMatchObject([{ title: 'Open plan', direction: 'from' }]);
    expect(await seen(await app.as('wes'), open.id)).toEqual([]);
    expect(
      (await ana.post(`plan/sheets/${open.id}/links`, { toEntity: 'plan.sheet', toId: closed.id, relation: 'depends on' })).body
        .rule,
    ).toBe('note.link.exists');
    expect(
      (await ana.post(`plan/sheets/${open.id}/links`, { toEntity: 'plan.sheet', toId: open.id, relation: 'depends on' })).body
        .rule,
    ).toBe('note.link.itself');
    expect(
      (await ana.post(`plan/sheets/${open.id}/links`, { toEntity: 'notes.comment', toId: open.id, relation: 'x' })).body.rule,
    ).toBe('note.link.unknown-type');
    expect((await ana.post(`links/${made.body.data.id}/remove`, { reason: 'short' })).body.code).toBe('REASON_REQUIRED');
    expect((await vic.post(`links/${made.body.data.id}/remove`, { reason: 'not mine to remove' })).status).toBe(403);
    expect((await ana.post(`links/${made.body.data.id}/remove`, { reason: 'linked to the wrong plan' })).body.data.state).toBe(
      'REMOVED',
    );
    expect(await seen(ana, open.id)).toEqual([]);
  });
});
