import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AnyRow, type Client, startTestApp } from '#kernel/testing';
import { planFixture } from './plan-fixture.ts';

const app = await startTestApp(planFixture);
interface Found {
  readonly items: readonly {
    readonly id: string;
    readonly number: string;
    readonly title: string;
    readonly snippet: string;
    readonly path: string;
    readonly state: string;
  }[];
  readonly exact?: { readonly id: string };
  readonly approximate?: true;
}
let ana: Client;
let me: string;
const find = async (client: Client, q: string, more = '') =>
  (await client.get<Found>(`search?q=${encodeURIComponent(q)}${more}`)).body;
const titles = async (client: Client, q: string) => (await find(client, q)).items.map((i) => i.title);
async function plan(values: Readonly<Record<string, unknown>>): Promise<AnyRow> {
  const answer = await ana.post('plan/sheets', { kind: 'yearly', ownerId: me, ...values });
  expect(answer.status).toBe(201);
  return answer.body.data;
}

beforeAll(async () => {
  ana = await app.as('ana');
  me = (await ana.get<{ data: { user: { id: string } } }>('auth/profile')).body.data.user.id;
});

describe('search', () => {
  test('EDMS-34 a word inside a docx, a pdf or a text file is found as soon as its job has run, and gone with the file', async () => {
    const sheet = await plan({ title: 'Handling of vessels' });
    expect(await titles(ana, 'zirconium')).toEqual([]);
    const made = await ana.upload(`plan/sheets/${sheet.id}/files`, {
      name: 'a.txt',
      bytes: new TextEncoder().encode('Rinse the zirconium crucible twice.'),
    });
    const fixture = join(import.meta.dirname, '../content/fixtures/sop.pdf');
    const pdf = await ana.upload(`plan/sheets/${sheet.id}/files`, { name: 'sop.pdf', bytes: await readFile(fixture) });
    expect(pdf.status).toBe(201);
    await app.settle();
    expect(await titles(ana, 'granulator')).toEqual(['Handling of vessels']);
    const { items } = await find(ana, 'zirconium');
    expect(items).toMatchObject([{ title: 'Handling of vessels', path: `/plan/sheets/${sheet.id}` }]);
    expect(items[0]?.snippet).toContain('zirconium crucible');
    await ana.post(`files/${made.body.data.id}/withdraw`, { reason: 'attached to the wrong plan' });
    await app.settle();
    expect(await titles(ana, 'zirconium')).toEqual([]);
  });

  test('EDMS-34 neither hits nor text reach somebody who may not open the record', async () => {
    const closed = await plan({ title: 'Quokka project', body: 'ytterbium everywhere', confidentiality: 'confidential' });
    await ana.upload(`plan/sheets/${closed.id}/files`, { name: 'a.txt', bytes: new TextEncoder().encode('promethium inside') });
    await app.settle();
    for (const word of ['quokka', 'ytterbium', 'promethium', String(closed.number)]) {
      expect((await find(ana, word)).items.map((i) => i.id)).toContain(closed.id);
      for (const who of ['wes', 'olga']) {
        // A number that resembles others may find those; this one never.
        const found = await find(await app.as(who), word);
        expect([word, who, found.items.filter((i) => i.id === closed.id), found.exact]).toEqual([word, who, [], undefined]);
        expect(JSON.stringify(found)).not.toMatch(/quokka|ytterbium|promethium/i);
      }
    }
    const nobody = await app.browser('ana', { signIn: false });
    expect((await nobody.get('search?q=quokka')).status).toBe(401);
  });

  test('EDMS-34 a page is filled from what the reader may see, however much lies before it', async () => {
    for (let n = 0; n < 6; n += 1) await plan({ title: `Wombat wombat wombat ${n}`, confidentiality: 'confidential' });
    await plan({ title: 'A wombat at last' });
    expect((await find(await app.as('wes'), 'wombat', '&limit=1')).items.map((i) => i.title)).toEqual(['A wombat at last']);
  });

  test('EDMS-34 words are found in their forms, without accents and unfinished', async () => {
    await plan({ title: 'Étalonnage des balances', body: 'Les pipettes sont vérifiées' });
    await plan({ title: 'Calibration of thermometers', keywords: ['HACCP', 'thermal'] });
    expect(await titles(ana, 'etalonnage')).toEqual(['Étalonnage des balances']);
    expect(await titles(ana, 'pipette vérifiée')).toEqual(['Étalonnage des balances']);
    expect(await titles(ana, 'calibrating thermometer')).toEqual(['Calibration of thermometers']);
    expect(await titles(ana, 'thermom')).toEqual(['Calibration of thermometers']);
    expect(await titles(ana, 'haccp')).toEqual(['Calibration of thermometers']);
    expect(await titles(ana, `o'br\\ & | ! :* (`)).toEqual([]);
  });

  test('EDMS-34 a mistyped title is still found, and marked as a guess', async () => {
    await plan({ title: 'Chromatography of solvents' });
    const found = await find(ana, 'cromatografy');
    expect([found.items.map((i) => i.title), found.approximate]).toEqual([['Chromatography of solvents'], true]);
  });

  test('EDMS-34 a number typed exactly is a jump', async () => {
    const sheet = await plan({ title: 'Numbered one' });
    const found = await find(ana, String(sheet.number).toLowerCase());
    expect(found.exact).toMatchObject({ id: sheet.id });
    expect(found.items[0]?.id).toBe(sheet.id);
  });

  test('EDMS-34 a changed title is found by its new words only; retired records by their number only', async () => {
    const sheet = await plan({ title: 'Axolotl survey' });
    const edited = await ana.patch(`plan/sheets/${sheet.id}`, sheet.version, { title: 'Salamander survey' });
    expect(edited.status).toBe(200);
    expect([await titles(ana, 'axolotl'), await titles(ana, 'salamander')]).toEqual([[], ['Salamander survey']]);
    await ana.post(`plan/sheets/${sheet.id}/submit`);
    await (await app.as('rita')).post(`plan/sheets/${sheet.id}/accept`);
    expect((await ana.post(`plan/sheets/${sheet.id}/retire`, { reason: 'survey is done for good' })).status).toBe(200);
    expect(await titles(ana, 'salamander')).toEqual([]);
    expect((await find(ana, String(sheet.number))).exact).toMatchObject({ id: sheet.id, state: 'RETIRED' });
  });

  test('EDMS-34 a field behind a permission is not searchable by anybody', async () => {
    await plan({ title: 'Priced plan', price: '98765.4321' }).catch(() => undefined);
    const paul = await app.as('paul');
    const priced = await paul.post('plan/sheets', { title: 'Priced plan', kind: 'yearly', ownerId: me, price: '98765.4321' });
    expect(priced.status).toBe(201);
    expect([await titles(ana, '98765'), await titles(paul, '98765')]).toEqual([[], []]);
  });

  test('EDMS-34 the index is made anew from the records and files', async () => {
    const sheet = await plan({ title: 'Rebuilt plan' });
    await ana.upload(`plan/sheets/${sheet.id}/files`, { name: 'a.txt', bytes: new TextEncoder().encode('gadolinium') });
    await app.settle();
    await app.kernel.database.pool.query(
      `begin; select set_config('app.org_id', '${app.orgId}', true); delete from search.entry; commit`,
    );
    expect(await titles(ana, 'rebuilt')).toEqual([]);
    await app.run('search.rebuild');
    await app.settle();
    expect([await titles(ana, 'rebuilt'), await titles(ana, 'gadolinium')]).toEqual([['Rebuilt plan'], ['Rebuilt plan']]);
  });
});
