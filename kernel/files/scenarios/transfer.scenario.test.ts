import ExcelJS from 'exceljs';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AnyRow, type Client, type ListAnswer, startTestApp } from '#kernel/testing';
import { planFixture } from './plan-fixture.ts';

const app = await startTestApp(planFixture);
let ana: Client;
let paul: Client;
let me: string;
const text = (content: string) => new TextEncoder().encode(content);
interface Imported {
  readonly data: {
    readonly counts: Record<string, number>;
    readonly rows: readonly {
      line: number;
      outcome: string;
      number?: string;
      diff: { field: string; before: unknown; after: unknown }[];
      errors: { path: string; message: string }[];
    }[];
    readonly columns: { heading: string; field: string | null }[];
  };
  readonly rule?: string;
  readonly errors?: readonly { path: string; message: string }[];
}
async function plan(client: Client, values: Readonly<Record<string, unknown>>): Promise<AnyRow> {
  const answer = await client.post('plan/sheets', { kind: 'yearly', ownerId: me, ...values });
  expect(answer.status).toBe(201);
  return answer.body.data;
}
async function auditRows<T>(sql: string, values: unknown[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: app.superuserUrl });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as T[];
  } finally {
    await client.end();
  }
}
const lines = (bytes: Buffer) =>
  bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\r\n');
const importCsv = (client: Client, content: string, fields: Record<string, string> = {}) =>
  client.upload<Imported>('plan/sheets/import', { name: 'plans.csv', bytes: text(content), type: 'text/csv' }, fields);

beforeAll(async () => {
  [ana, paul] = await Promise.all([app.as('ana'), app.as('paul')]);
  me = (await ana.get<{ data: { user: { id: string } } }>('auth/profile')).body.data.user.id;
});

describe('export', () => {
  test('CORE-06 CSV holds exactly the reader’s rows of the filtered list, in words, and without formulas', async () => {
    await plan(ana, { title: '=HYPERLINK("http://evil")', amount: '-12.50', due: '2026-05-01', keywords: ['exported', 'one'] });
    await plan(ana, { title: 'Hidden from the warehouse', keywords: ['exported'], confidentiality: 'confidential' });
    const mine = await ana.get(
      'plan/sheets?format=csv&keywords=exported&sort=number&columns=number,title,kind,amount,due,ownerId,state',
    );
    expect(mine.headers['content-type']).toContain('text/csv');
    const [head, first, second] = lines(mine.bytes);
    expect(head).toBe('Number,Title,Kind,Amount,Due,Owner,State');
    expect(first).toMatch(/^PLN-\d{4}-\d{4},"'=HYPERLINK\(""http:\/\/evil""\)",Yearly,-12\.50,2026-05-01,Anabel Tester,Draft$/);
    expect(second).toContain('Hidden from the warehouse');
    const theirs = lines((await (await app.as('wes')).get('plan/sheets?format=csv&keywords=exported')).bytes);
    expect(theirs).toHaveLength(2);
    expect(theirs.join()).not.toContain('Hidden');
  });

  test('P11-10e-1 an export is in the audit trail with its filter, before anything leaves', async () => {
    await ana.get('plan/sheets?format=csv&kind=special');
    const [event] = await auditRows<{ body: { detail: Record<string, unknown> } }>(
      `select body from audit.event where action = 'EXPORT' and entity = 'plan.sheet' order by xid desc, ord desc limit 1`,
      [],
    );
    expect(event?.body.detail).toMatchObject({ format: 'csv', filter: 'Kind = Special' });
    expect((await ana.get('plan/sheets?format=csv&columns=nonsense')).status).toBe(422);
    expect((await (await app.as('sam')).get('plan/sheets?format=csv')).status).toBe(403);
  });

  test('CORE-06 fields behind a permission are in nobody else’s export', async () => {
    const made = await paul.post('plan/sheets', { title: 'Priced', kind: 'special', ownerId: me, price: '777.77' });
    expect(made.status).toBe(201);
    expect((await paul.get('plan/sheets?format=csv&kind=special')).bytes.toString()).toContain('777.77');
    const theirs = (await ana.get('plan/sheets?format=csv&kind=special')).bytes.toString();
    expect(theirs).toContain('Priced');
    expect(theirs).not.toMatch(/777|Price,/);
    expect((await ana.get('plan/sheets?format=csv&columns=price')).status).toBe(422);
  });

  test('CORE-06 Excel and PDF say the same in the reader’s language', async () => {
    const xlsx = await ana.get('plan/sheets?format=xlsx&keywords=exported&columns=title,amount,due');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(new Uint8Array(xlsx.bytes).buffer);
    const rows = book.worksheets[0]?.getSheetValues() as unknown[][];
    expect(rows.flat()).toContain('\'=HYPERLINK("http://evil")');
    expect(rows.flat()).toContain(-12.5);
    expect(JSON.stringify(book.worksheets.at(-1)?.getSheetValues())).toContain('Keywords = exported');
    const pdf = await ana.get('plan/sheets?format=pdf');
    expect([pdf.status, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  });

  test('P11-10b-1 every record prints, and the print is in its history', async () => {
    const sheet = await plan(ana, { title: 'Printed plan' });
    const pdf = await ana.get(`plan/sheets/${sheet.id}/print`);
    expect([pdf.status, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    const { items } = (await ana.get<{ items: { action: string }[] }>(`plan/sheets/${sheet.id}/history`)).body;
    expect(items.map((i) => i.action)).toContain('PRINT');
    const closed = await plan(ana, { title: 'Closed plan', confidentiality: 'confidential' });
    expect((await (await app.as('wes')).get(`plan/sheets/${closed.id}/print`)).status).toBe(404);
  });
});

describe('import', () => {
  test('AT-13 five hundred rows are five hundred audit events under one request id', async () => {
    const rows = Array.from({ length: 500 }, (_, n) => `Imported ${n},yearly,${n}.5,ana`);
    const done = await importCsv(ana, `Title,Kind,Amount,Owner\n${rows.join('\n')}\n`, { dryRun: 'false' });
    expect([done.status, done.body.data.counts.created]).toEqual([200, 500]);
    const events = await auditRows<{ action: string; reason: string; n: number }>(
      `select body ->> 'action' as action, body ->> 'reason' as reason, count(*)::int as n from audit.event where body ->> 'request' = $1 group by 1, 2`,
      [String(done.headers['x-request-id'])],
    );
    expect(events).toEqual([{ action: 'CREATE', reason: 'Import: plans.csv', n: 500 }]);
    expect((await ana.get<ListAnswer>('plan/sheets?title.contains=Imported')).body.page.total).toBe(500);
  });

  test('CORE-08 a dry run says of every row what would happen, and writes nothing, not even a number', async () => {
    const taken = await plan(ana, { title: 'Already here', code: 'P-1' });
    const counted = async () =>
      (
        await auditRows<{ n: number }>(
          `select last_value::int as n from pg_sequences where schemaname = 'kernel' order by last_value desc limit 1`,
          [],
        )
      )[0]?.n;
    const before = await counted();
    const csv =
      'title;Nature;code;Due;Owner;Comment\nGood;Annuel;P-2;2026-06-01;ana;ignored\nBad;monthly;P-3;1.6.2026;nobody;\nAlready here;yearly;P-1;;ana;\nTwice;yearly;P-2;;ana;\n';
    const plans = await importCsv(ana, csv);
    expect(plans.body.data.counts).toEqual({ rows: 4, create: 1, created: 0, duplicate: 1, invalid: 2 });
    const [good, bad, there, twice] = plans.body.data.rows;
    expect(good?.diff).toContainEqual({ field: 'kind', before: null, after: 'yearly' });
    expect(bad?.errors.map((e) => e.path)).toEqual(expect.arrayContaining(['kind', 'ownerId']));
    expect(there).toMatchObject({ line: 4, outcome: 'duplicate', number: taken.number });
    expect(twice?.errors[0]?.message).toContain('row 2');
    expect(plans.body.data.columns.find((c) => c.heading === 'Comment')?.field).toBeNull();
    expect(await counted()).toBe(before);
    expect((await ana.get<ListAnswer>('plan/sheets?code=P-2')).body.page.total).toBe(0);

    const all = await importCsv(ana, csv, { dryRun: 'false' });
    expect([all.status, all.body.rule]).toEqual([422, 'import.rows-refused']);
    expect(all.body.errors?.map((e) => e.path.split('.').slice(0, 2).join('.'))).toEqual(
      expect.arrayContaining(['rows.3', 'rows.4', 'rows.5']),
    );
    const valid = await importCsv(ana, csv, { dryRun: 'false', mode: 'valid' });
    expect(valid.body.data.counts).toEqual({ rows: 4, create: 0, created: 1, duplicate: 1, invalid: 2 });
    expect((await ana.get<ListAnswer>('plan/sheets?code=P-2')).body.page.total).toBe(1);
  });

  test('CORE-08 columns are mapped as the person says; fields that are not theirs to set are refused', async () => {
    const mapped = await importCsv(ana, 'Bezeichnung,Art,Wer\nMapped,special,ana\n', {
      mapping: JSON.stringify({ Bezeichnung: 'title', Art: 'kind', Wer: 'ownerId' }),
    });
    expect(mapped.body.data.counts.create).toBe(1);
    const state = await importCsv(ana, 'Zustand\nVALID\n', { mapping: JSON.stringify({ Zustand: 'state' }) });
    expect([state.status, state.body.rule]).toEqual([422, 'import.mapping']);
  });

  test('P11-10g-1 who may not create may not import, not even try', async () => {
    const viewer = await app.as('vic');
    expect((await importCsv(viewer, 'title\nx\n')).status).toBe(403);
    expect((await viewer.get('plan/sheets/import-template')).status).toBe(403);
    expect(lines((await ana.get('plan/sheets/import-template')).bytes)[0]).toContain('Title,Code,Kind');
  });

  test('CORE-06 an import cannot find out about records out of scope', async () => {
    const closed = await plan(ana, { title: 'Secret title', code: 'S-9', confidentiality: 'confidential' });
    const wes = await app.as('wes');
    const tried = await importCsv(wes, 'title,kind,code,owner\nx,yearly,S-9,wes\n');
    expect(tried.body.data.rows[0]).toMatchObject({ outcome: 'duplicate' });
    expect(JSON.stringify(tried.body)).not.toContain('Secret title');
    expect(JSON.stringify(tried.body)).not.toContain(closed.id);
  });
});
