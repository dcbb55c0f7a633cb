import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extractText, knownTypes } from '#kernel/files';
import type { ListAnswer } from '#kernel/testing';
import { type Desk, type Draft, docx, openDesk, txt } from './edms-fixture.ts';

// Files in, copies out: originals, annotated files, official PDFs, viewing, searching.
let desk: Desk;
/** Milliseconds for tests that convert Word files: LibreOffice is slow on a busy machine. */
const CONVERTING = 180_000;
const work = mkdtempSync(join(tmpdir(), 'plumbline-copies-'));
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const download = async (who: string, versionId: string, kind: string) =>
  (await desk.as(who)).get(`edms/versions/${versionId}/download?kind=${kind}`);
const pdfText = async (bytes: Uint8Array) =>
  (await extractText(new Uint8Array(bytes), knownTypes.pdf ?? ''))?.text.replace(/\s+/g, ' ') ?? '';

async function withFile(name: string, bytes: Uint8Array, type: string): Promise<Draft> {
  const draft = await desk.draft({ file: false, title: `Copy of ${name}` });
  const uploaded = await (await desk.as('ana')).upload(`edms/versions/${draft.versionId}/file`, { name, bytes, type });
  expect(uploaded.status).toBe(201);
  return draft;
}
/** What `pdfsig` says of the seal. */
function sealOf(bytes: Uint8Array): string {
  const file = join(work, 'copy.pdf');
  writeFileSync(file, bytes);
  try {
    return execFileSync('pdfsig', ['-nocert', file], { encoding: 'utf8' });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}

describe('uploads', () => {
  test('EDMS-27 what is not accepted is refused and nothing is stored', async () => {
    const draft = await desk.draft({ file: false });
    const ana = await desk.as('ana');
    const url = `edms/versions/${draft.versionId}/file`;
    const wrong = [
      { name: 'tool.exe', bytes: txt('MZ'), type: 'application/octet-stream', rule: 'file.type.not-allowed' },
      { name: 'picture.png', bytes: txt('%PDF-1.7 this is no picture'), type: 'image/png', rule: 'file.type.mismatch' },
    ];
    for (const { rule, ...file } of wrong) expect(await ana.upload(url, file)).toMatchObject({ status: 422, body: { rule } });
    const files = await ana.get<ListAnswer>(`edms/versions/${draft.versionId}/files`);
    expect(files.body.items).toEqual([]);
    const dora = await desk.as('dora');
    const other = await dora.upload(url, { name: 'mine.txt', bytes: txt('not the author'), type: 'text/plain' });
    expect(other).toMatchObject({ status: 403, body: { rule: 'edms.not-author' } });
  });

  test('EDMS-20 a replaced file stays as superseded', async () => {
    const draft = await desk.draft();
    const ana = await desk.as('ana');
    await ana.upload(`edms/versions/${draft.versionId}/file`, {
      name: 'second.txt',
      bytes: txt('second text of four words'),
      type: 'text/plain',
    });
    const files = await ana.get<ListAnswer>(`edms/versions/${draft.versionId}/files`);
    expect(files.body.items.map((f) => [f.fileName, f.state, f.wordCount])).toEqual([
      ['second.txt', 'CURRENT', 5],
      ['procedure.txt', 'SUPERSEDED', expect.any(Number)],
    ]);
  });
});

describe('copies', () => {
  test('EDMS-20 the original is byte-identical; a damaged one is refused, reported and turns storage red', async () => {
    const bytes = txt(`Only here ${Math.PI}`);
    const draft = await withFile('original.txt', bytes, 'text/plain');
    const copy = await download('ana', draft.versionId, 'original');
    expect([copy.status, sha(copy.bytes), copy.headers['x-content-sha256']]).toEqual([200, sha(bytes), sha(bytes)]);
    const [stored] = await desk.rows<{ sha256: string }>(
      `select sha256 from files.attachment where record_id = $1 and state = 'CURRENT'`,
      [draft.versionId],
    );
    const hash = stored?.sha256 ?? '';
    const file = await fileOf(hash);
    writeFileSync(file, txt('altered on the disk'));
    const refused = await download('ana', draft.versionId, 'original');
    expect(refused).toMatchObject({ status: 409, body: { code: 'INTEGRITY_FAILURE' } });
    await desk.app.settle();
    const health = await (await desk.as('sam')).get<{ components: readonly { name: string; status: string }[] }>('system/health');
    expect(health.body.components.find((c) => c.name === 'document storage')?.status).toBe('unhealthy');
    const alarms = await desk.rows<{ n: number }>(
      `select count(*)::int as n from notify.notification where type = 'security' and recipient_id = $1`,
      [desk.who.sec],
    );
    expect(alarms[0]?.n).toBeGreaterThan(0);
    writeFileSync(file, bytes);
  });

  test('EDMS-20 the original of a controlled document is not for every reader', async () => {
    const draft = await desk.effective();
    expect(await download('emp1', draft.versionId, 'original')).toMatchObject({
      status: 403,
      body: { rule: 'edms.original-restricted' },
    });
    for (const name of ['ana', 'rita', 'dora']) expect((await download(name, draft.versionId, 'original')).status).toBe(200);
    expect(await download('emp1', draft.versionId, 'anything')).toMatchObject({
      status: 422,
      body: { rule: 'edms.download-kind' },
    });
    const empty = await desk.draft({ file: false });
    expect(await download('ana', empty.versionId, 'annotated')).toMatchObject({ status: 409, body: { rule: 'edms.no-file' } });
  });

  test('EDMS-25 the general file route is no way round the downloads of a document', async () => {
    const draft = await desk.effective();
    for (const name of ['emp1', 'ana', 'dora']) {
      const client = await desk.as(name);
      const files = await client.get<ListAnswer>(`edms/versions/${draft.versionId}/files`);
      const [file] = files.body.items;
      expect(await client.get(`files/${file?.id}/content`)).toMatchObject({ status: 403, body: { rule: 'edms.by-download' } });
      expect(await client.post(`files/${file?.id}/link`, {})).toMatchObject({ status: 403, body: { rule: 'edms.by-download' } });
    }
  });

  test('EDMS-21 every placeholder of a Word file is filled, unknown ones are named in a header', async () => {
    const draft = await withFile(
      'sop.docx',
      docx('Number {{DOC_NUMBER}}, state {{DOC_STATUS}}, {{NOT_A_TOKEN}}.'),
      knownTypes.docx ?? '',
    );
    const copy = await download('ana', draft.versionId, 'annotated');
    expect([copy.status, copy.headers['x-unknown-placeholders']]).toEqual([200, 'LINE_OWNER,NOT_A_TOKEN']);
    const parts = Object.entries(unzipSync(copy.bytes)).filter(([name]) => /^(word|docProps)\/.*\.xml$/.test(name));
    const all = parts.map(([, bytes]) => strFromU8(bytes).replace(/<[^>]+>/g, '')).join('\n');
    expect(all).toContain(`Number ${draft.number}, state DRAFT`);
    expect([...all.matchAll(/\{\{\s*([A-Z_]+)\s*\}\}/g)].map((m) => m[1])).toEqual(
      expect.arrayContaining(['LINE_OWNER', 'NOT_A_TOKEN']),
    );
  });

  test('EDMS-22 other files come with their metadata in a zip', async () => {
    const bytes = txt('Plain text of a work instruction');
    const draft = await withFile('plain.txt', bytes, 'text/plain');
    const copy = await download('ana', draft.versionId, 'annotated');
    expect(copy.headers['content-type']).toContain('application/zip');
    const parts = unzipSync(copy.bytes);
    expect(sha(parts['plain.txt'] ?? txt(''))).toBe(sha(bytes));
    const metadata = strFromU8(parts['metadata.txt'] ?? new Uint8Array());
    for (const item of [
      draft.number,
      '0.1',
      'Copy of plain.txt',
      'Work instruction',
      'Original digital draft',
      'Ana Nakato',
      'DRAFT',
      'Revision history',
    ])
      expect(metadata).toContain(item);
  });

  test(
    'EDMS-23 the official PDF carries identity, status, dates, signatures and a seal that one byte breaks',
    async () => {
      const draft = await withFile('sop.docx', docx('Number {{DOC_NUMBER}}'), knownTypes.docx ?? '');
      await desk.approved(draft, await desk.inDays(5));
      await desk.app.settle();
      const copy = await download('ana', draft.versionId, 'official');
      expect([copy.status, copy.headers['x-signatures'], copy.headers['x-content-sha256']]).toEqual([200, '3', sha(copy.bytes)]);
      const text = await pdfText(copy.bytes);
      for (const item of [
        draft.number,
        'Version 1.0',
        'APPROVED, NOT YET EFFECTIVE',
        await desk.inDays(5),
        'Page 1 of',
        'by Ana Nakato',
        'NOT YET EFFECTIVE',
      ])
        expect(text).toContain(item);
      for (const signature of ['Ana Nakato', 'AUTHORED', 'Rita Achieng', 'REVIEWED', 'Paul Okello', 'APPROVED', 'Africa/Kampala'])
        expect(text).toContain(signature);
      expect(sealOf(copy.bytes)).toContain('Signature is Valid');
      const broken = Buffer.from(copy.bytes);
      const at = broken.indexOf('/Producer') + 12;
      broken[at] = (broken[at] ?? 0) ^ 1;
      expect(sealOf(broken)).not.toContain('Signature is Valid');
      expect(copy.headers['x-controlled-copy']).toBe(`${draft.number} 1.0 C0001`);
      const second = await download('ana', draft.versionId, 'official');
      expect(second.headers['x-controlled-copy']).toBe(`${draft.number} 1.0 C0002`);
      const kept = await desk.rows<{ n: number }>(
        `select count(*)::int as n from files.attachment where record_id = $1 and role = 'RENDITION'`,
        [draft.versionId],
      );
      expect(kept[0]?.n).toBeLessThanOrEqual(1);
    },
    CONVERTING,
  );

  test(
    'EDMS-23 pages are made once per content and status, and again when they are damaged',
    async () => {
      const draft = await withFile('plain.docx', docx('Of {{DOC_NUMBER}}', true), knownTypes.docx ?? '');
      const ana = await desk.as('ana');
      const shown = await ana.get(`edms/versions/${draft.versionId}/view`);
      expect([shown.status, shown.headers['content-type']]).toEqual([200, 'application/pdf']);
      expect(await pdfText(shown.bytes)).toContain(`Of ${draft.number}`);
      await desk.approved(draft, await desk.inDays(5));
      await desk.app.settle();
      const kept = () =>
        desk.rows<{ sha256: string; state: string; by: string }>(
          `select sha256, state, created_by as by from files.attachment where record_id = $1 and role = 'RENDITION' order by created_at`,
          [draft.versionId],
        );
      expect((await kept()).map((k) => k.state)).toEqual(['SUPERSEDED', 'CURRENT']);
      writeFileSync(await fileOf((await kept())[1]?.sha256 ?? ''), txt('altered on the disk'));
      for (const number of ['C0001', 'C0002']) {
        const copy = await ana.get(`edms/versions/${draft.versionId}/download?kind=official`);
        expect([copy.status, copy.headers['x-controlled-copy']]).toEqual([200, `${draft.number} 1.0 ${number}`]);
      }
      expect((await kept()).map((k) => k.state)).toEqual(['SUPERSEDED', 'CURRENT']);
    },
    CONVERTING,
  );

  test('EDMS-23 what cannot be given pages is attached to a sealed cover sheet', async () => {
    const draft = await withFile('plain.docx', docx('Of {{DOC_NUMBER}}, never converted', true), knownTypes.docx ?? '');
    await desk.approved(draft);
    const converter = process.env.PLUMBLINE_SOFFICE;
    process.env.PLUMBLINE_SOFFICE = join(work, 'no-such-program');
    try {
      await desk.app.settle();
      const copy = await download('ana', draft.versionId, 'official');
      expect(copy.status).toBe(200);
      const text = await pdfText(copy.bytes);
      for (const item of ['cover of a controlled document', 'plain.docx', draft.number, 'Paul Okello'])
        expect(text).toContain(item);
      expect(sealOf(copy.bytes)).toContain('Signature is Valid');
      const view = await (await desk.as('ana')).get(`edms/versions/${draft.versionId}/view`);
      expect(view).toMatchObject({ status: 409, body: { rule: 'edms.no-view' } });
    } finally {
      if (converter === undefined) delete process.env.PLUMBLINE_SOFFICE;
      else process.env.PLUMBLINE_SOFFICE = converter;
    }
  });

  test('EDMS-15, EDMS-23 superseded and obsolete copies carry their watermark', async () => {
    const draft = await desk.effective();
    await desk.approved(await desk.upversion(draft.id));
    await desk.app.settle();
    const old = await (await desk.as('ana')).get(`edms/documents/${draft.id}/download?kind=official&version=1.0`);
    expect(await pdfText(old.bytes)).toContain('SUPERSEDED');
    const now = await (await desk.as('emp1')).get(`edms/documents/${draft.id}/download?kind=official`);
    const text = await pdfText(now.bytes);
    expect([text.includes('Version 2.0 · EFFECTIVE'), text.includes('SUPERSEDED')]).toEqual([true, false]);
  });

  test('EDMS-24 before approval there is no official PDF', async () => {
    const draft = await desk.draft();
    const refused = { status: 409, body: { rule: 'edms.official-not-approved' } };
    expect(await download('ana', draft.versionId, 'official')).toMatchObject(refused);
    await desk.submit(draft.versionId);
    expect(await download('ana', draft.versionId, 'official')).toMatchObject(refused);
    await desk.accept(draft.versionId);
    await desk.route(draft.versionId);
    expect(await download('paul', draft.versionId, 'official')).toMatchObject(refused);
  });

  test('EDMS-25 each download leaves a row and an audit event with kind, version, address and program', async () => {
    const draft = await desk.effective();
    const copy = await download('emp1', draft.versionId, 'official');
    const rows = await (await desk.as('dora')).get<ListAnswer>(`edms/downloads?versionId=${draft.versionId}`);
    expect(rows.body.items).toHaveLength(1);
    expect(rows.body.items[0]).toMatchObject({
      kind: 'OFFICIAL_PDF',
      userId: desk.who.emp1,
      ip: '127.0.0.1',
      userAgent: 'plumbline-test/1',
      outputSha256: sha(copy.bytes),
    });
    const events = await desk.rows<{ body: Record<string, unknown> }>(
      `select body from audit.record_history('edms.version', $1, 50, null) where body ->> 'action' = 'DOWNLOAD'`,
      [draft.versionId],
    );
    expect(events.map((e) => e.body)).toMatchObject([
      { ip: '127.0.0.1', agent: 'plumbline-test/1', detail: { kind: 'OFFICIAL_PDF', version: '1.0' } },
    ]);
    expect((await (await desk.as('emp1')).get('edms/downloads')).status).toBe(403);
  });

  test('EDMS-25 looking at a document is recorded only where it is restricted', async () => {
    const draft = await withFile(
      'sop.pdf',
      readFileSync(new URL('../../../kernel/files/content/fixtures/sop.pdf', import.meta.url)),
      knownTypes.pdf ?? '',
    );
    const views = async (id: string) =>
      (
        await desk.rows(
          `select 1 as x from audit.record_history('edms.version', $1, 50, null) where body ->> 'action' = 'VIEW'`,
          [id],
        )
      ).length;
    const shown = await (await desk.as('ana')).get(`edms/versions/${draft.versionId}/view`);
    expect([shown.status, shown.headers['content-type'], await views(draft.versionId)]).toEqual([200, 'application/pdf', 0]);
    expect(await pdfText(shown.bytes)).toContain('DRAFT');
    const restricted = await desk.draft({ values: { confidentiality: 'restricted' } });
    expect((await (await desk.as('ana')).get(`edms/versions/${restricted.versionId}/view`)).status).toBe(200);
    expect(await views(restricted.versionId)).toBe(1);
  });
});

describe('finding and comparing', () => {
  test('EDMS-34 search finds a word of an effective file, never a text the reader may not open', async () => {
    const draft = await desk.draft({ text: 'Beware of praseodymium dust.' });
    await desk.app.settle();
    const search = async (name: string) =>
      (await (await desk.as(name)).get<{ items: readonly { number: string; type: string }[] }>('search?q=praseodymium')).body
        .items;
    expect((await search('ana')).map((h) => h.number)).toContain(draft.number);
    expect(await search('emp1')).toEqual([]);
    await desk.approved(draft);
    await desk.app.settle();
    expect((await search('emp1')).map((h) => h.number)).toContain(draft.number);
    const up = await desk.upversion(draft.id);
    await (await desk.as('ana')).upload(`edms/versions/${up.versionId}/file`, {
      name: 'next.txt',
      bytes: txt('No more of that; neodymium instead.'),
      type: 'text/plain',
    });
    await desk.app.settle();
    const next = await (await desk.as('emp1')).get<{ items: readonly unknown[] }>('search?q=neodymium');
    expect(next.body.items).toEqual([]);
  });

  test('EDMS-32 two versions are compared by fields and by words', async () => {
    const draft = await desk.effective({ title: 'Rinse the vessel', text: 'Rinse for ten minutes.' });
    const up = await desk.upversion(draft.id);
    const ana = await desk.as('ana');
    await ana.upload(`edms/versions/${up.versionId}/file`, {
      name: 'procedure.txt',
      bytes: txt('Rinse the vessel. Rinse for fifteen minutes.'),
      type: 'text/plain',
    });
    const compared = await ana.get<{
      data: { fields: readonly { field: string }[]; text: readonly { kind: string; text: string }[] };
    }>(`edms/versions/${up.versionId}/compare?with=${draft.versionId}`);
    expect(compared.body.data.fields.map((f) => f.field)).toEqual(['changeSummary']);
    expect(compared.body.data.text.filter((p) => p.kind !== 'same')).toEqual([
      { kind: 'removed', text: 'ten' },
      { kind: 'added', text: 'fifteen' },
    ]);
    const other = await desk.effective();
    expect(await ana.get(`edms/versions/${up.versionId}/compare?with=${other.versionId}`)).toMatchObject({
      status: 422,
      body: { rule: 'edms.compare-other' },
    });
  });

  test('EDMS-32 reports: as JSON, CSV, spreadsheet and PDF, each for whom it is', async () => {
    const draft = await desk.effective({ title: 'In the master list' });
    const dora = await desk.as('dora');
    const list = await dora.get<{ items: readonly { number: string }[] }>('edms/reports/master-list');
    expect(list.body.items.map((i) => i.number)).toContain(draft.number);
    for (const name of ['revision-history', 'due-for-review', 'overdue-tasks', 'dependencies', 'downloads', 'cycle-time'])
      expect([name, (await dora.get(`edms/reports/${name}`)).status]).toEqual([name, 200]);
    const csv = await dora.get('edms/reports/master-list?format=csv');
    expect(csv.bytes.toString('utf8')).toContain(draft.number);
    expect((await dora.get('edms/reports/master-list?format=xlsx')).bytes.subarray(0, 2).toString()).toBe('PK');
    expect(await pdfText((await dora.get('edms/reports/master-list?format=pdf')).bytes)).toContain(draft.number);
    expect((await (await desk.as('emp1')).get('edms/reports/downloads')).status).toBe(403);
    expect(await dora.get('edms/reports/nothing')).toMatchObject({ status: 404, body: { rule: 'edms.report-unknown' } });
  });
});

/** Where the store keeps a content: files lie under their hash. */
async function fileOf(hash: string): Promise<string> {
  const { readdirSync } = await import('node:fs');
  const root = join(desk.app.services.dataDir, 'store');
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.replace(/[^0-9a-f]/g, '').endsWith(hash.slice(8)),
  );
  if (!found) throw new Error(`no stored file ${hash} under ${root}`);
  return join(root, found);
}
