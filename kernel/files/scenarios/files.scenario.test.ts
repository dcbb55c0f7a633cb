import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AnyRow, type Client, type ListAnswer, startTestApp } from '#kernel/testing';
import { planFixture } from './plan-fixture.ts';

const app = await startTestApp(planFixture);
const text = (content: string) => new TextEncoder().encode(content);
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
let ana: Client;
let me: string;

async function plan(client: Client, values: Readonly<Record<string, unknown>> = {}): Promise<AnyRow> {
  const answer = await client.post('plan/sheets', { title: 'Calibration plan', kind: 'yearly', ownerId: me, ...values });
  expect(answer.status).toBe(201);
  return answer.body.data;
}
const history = async (client: Client, id: string) =>
  (
    await client.get<{
      items: { action: string; detail: Record<string, unknown>; actor: { name: string }; ip: string | null }[];
    }>(`plan/sheets/${id}/history`)
  ).body.items;
const storedCount = async () =>
  (await readdir(join(app.services.dataDir, 'store'), { recursive: true, withFileTypes: true })).filter((e) => e.isFile()).length;

beforeAll(async () => {
  ana = await app.as('ana');
  me = (await ana.get<{ data: { user: { id: string } } }>('auth/profile')).body.data.user.id;
});

describe('files of records', () => {
  test('EDMS-20 a download is byte for byte what was uploaded, under its own name', async () => {
    const sheet = await plan(ana);
    const bytes = text('Étape 1: weigh.\n<script>alert(1)</script>\n');
    const made = await ana.upload(
      `plan/sheets/${sheet.id}/files`,
      { name: 'Étape 1.txt', bytes, type: 'text/plain' },
      { role: 'ORIGINAL', description: 'first draft' },
    );
    expect(made.status).toBe(201);
    expect(made.body.data).toMatchObject({
      sha256: sha(bytes),
      size: bytes.byteLength,
      mime: 'text/plain',
      isContent: true,
      role: 'ORIGINAL',
      state: 'CURRENT',
    });
    const got = await ana.get(`files/${made.body.data.id}/content`);
    expect(got.status).toBe(200);
    expect(sha(got.bytes)).toBe(sha(bytes));
    expect(got.headers['content-disposition']).toContain("filename*=UTF-8''%C3%89tape%201.txt");
    expect(got.headers['content-security-policy']).toContain('sandbox');
    expect(got.headers['x-content-type-options']).toBe('nosniff');
  });

  test('EDMS-25 every download is in the audit trail of the record with kind, revision and address', async () => {
    const sheet = await plan(ana);
    const made = await ana.upload(`plan/sheets/${sheet.id}/files`, { name: 'a.txt', bytes: text('one') });
    await (await app.as('vic')).get(`files/${made.body.data.id}/content`);
    const [event] = (await history(ana, sheet.id)).filter((e) => e.action === 'DOWNLOAD');
    expect(event?.actor.name).toContain('Victor');
    expect(event?.detail).toMatchObject({ attachment: made.body.data.id, fileName: 'a.txt', kind: 'ATTACHMENT', revision: 1 });
    expect(event?.ip).toBeTruthy();
  });

  test('EDMS-20 a file that no longer matches its hash is refused, reported and turns storage unhealthy', async () => {
    const sheet = await plan(ana);
    const bytes = text(`will be damaged ${sheet.id}`);
    const made = await ana.upload(`plan/sheets/${sheet.id}/files`, { name: 'a.txt', bytes });
    const name = sha(bytes);
    const entries = await readdir(join(app.services.dataDir, 'store'), { recursive: true });
    const path = entries.map(String).find((p) => p.endsWith(name) || p.replaceAll(/[/\\]/g, '').endsWith(name));
    expect(path).toBeDefined();
    const file = join(app.services.dataDir, 'store', path ?? '');
    const damaged = await readFile(file);
    damaged[0] = (damaged[0] ?? 0) ^ 1;
    await writeFile(file, damaged).catch(async () =>
      (await import('node:fs/promises')).chmod(file, 0o600).then(() => writeFile(file, damaged)),
    );
    const got = await ana.get<{ rule: string; code: string }>(`files/${made.body.data.id}/content`);
    expect([got.status, got.body.rule, got.body.code]).toEqual([409, 'file.integrity', 'INTEGRITY_FAILURE']);
    const { rows } = await app.kernel.database.pool.query<{ n: number }>('select files.unmended() as n');
    expect(rows[0]?.n).toBe(1);
    const events = await history(ana, sheet.id);
    expect(events.map((e) => e.action)).toContain('INTEGRITY_FAILURE');
    expect(events.map((e) => e.action)).not.toContain('DOWNLOAD');

    // Storing the same bytes mends the store; the sample check then takes the failure back.
    await ana.upload(`plan/sheets/${sheet.id}/files`, { name: 'again.txt', bytes });
    await app.run('files.rehash');
    expect((await app.kernel.database.pool.query<{ n: number }>('select files.unmended() as n')).rows[0]?.n).toBe(0);
    expect((await ana.get(`files/${made.body.data.id}/content`)).status).toBe(200);
  });

  test('EDMS-20 stored bytes without a record, and records without their bytes, are reported and never removed', async () => {
    const sheet = await plan(ana);
    const stray = await app.services.store.put(text(`nobody refers to this ${sheet.id}`));
    await app.run('files.orphans');
    const client = new pg.Client({ connectionString: app.superuserUrl });
    await client.connect();
    const { rows } = await client.query<{ payload: { count: number; sample: string[] } }>(
      `select payload from events.outbox where event = 'files.orphans-found' order by id desc limit 1`,
    );
    await client.end();
    expect(rows[0]?.payload.sample).toContain(stray.sha256);
    expect(await app.services.store.has(stray.sha256)).toBe(true);
  });

  test.each([
    ['a disallowed extension', { name: 'run.exe', bytes: text('MZ...') }, 'file.type.not-allowed'],
    ['content of another type', { name: 'a.pdf', bytes: text('not a pdf') }, 'file.type.mismatch'],
    [
      'a declared type that contradicts the content',
      { name: 'a.txt', bytes: text('x'), type: 'application/pdf' },
      'file.type.mismatch',
    ],
  ])('EDMS-27 %s is refused and no file stored', async (_, file, rule) => {
    const sheet = await plan(ana);
    const before = await storedCount();
    const answer = await ana.upload(`plan/sheets/${sheet.id}/files`, file);
    expect([answer.status, answer.body.rule]).toEqual([422, rule]);
    expect(await storedCount()).toBe(before);
    expect((await ana.get<ListAnswer>(`plan/sheets/${sheet.id}/files`)).body.page.total).toBe(0);
  });

  test('EDMS-27 a file beyond the organization’s limit is refused while it arrives', async () => {
    const ada = await app.as('ada');
    expect(
      (await ada.request('PUT', 'system/settings/files.max-megabytes', { value: 1, reason: 'Small files only for this test' }))
        .status,
    ).toBe(200);
    const sheet = await plan(ana);
    const answer = await ana.upload(`plan/sheets/${sheet.id}/files`, {
      name: 'a.txt',
      bytes: new Uint8Array(1_048_577).fill(65),
    });
    expect([answer.status, answer.body.rule]).toEqual([422, 'file.too-large']);
    await ada.request('PUT', 'system/settings/files.max-megabytes', { value: 100, reason: 'Back to the usual size limit' });
  });

  test('CORE-08 unknown fields are refused and HTML in a description stays text', async () => {
    const sheet = await plan(ana);
    const bad = await ana.upload(`plan/sheets/${sheet.id}/files`, { name: 'a.txt', bytes: text('x') }, { colour: 'red' });
    expect([bad.status, bad.body.errors?.[0]?.path]).toEqual([422, 'colour']);
    const html = '<img src=x onerror=alert(1)>';
    const made = await ana.upload(`plan/sheets/${sheet.id}/files`, { name: 'a.txt', bytes: text('x') }, { description: html });
    expect(made.body.data.description).toBe(html);
  });

  test('CORE-04 content files are frozen with the record, replaced ones stay readable', async () => {
    const sheet = await plan(ana);
    const url = `plan/sheets/${sheet.id}/files`;
    const first = await ana.upload(url, { name: 'v1.txt', bytes: text('one') }, { role: 'ORIGINAL' });
    const second = await ana.upload(url, { name: 'v2.txt', bytes: text('two') }, { role: 'ORIGINAL', replaces: 'role' });
    const list = (await ana.get<ListAnswer>(url)).body.items;
    expect(list.map((f) => [f.fileName, f.state, f.supersededById ?? null])).toEqual([
      ['v2.txt', 'CURRENT', null],
      ['v1.txt', 'SUPERSEDED', second.body.data.id],
    ]);
    expect((await ana.get(`files/${first.body.data.id}/content`)).bytes.toString()).toBe('one');
    await ana.post(`plan/sheets/${sheet.id}/submit`);
    const late = await ana.upload(url, { name: 'v3.txt', bytes: text('three') }, { role: 'ORIGINAL' });
    expect([late.status, late.body.rule]).toEqual([409, 'core.frozen']);
    const swap = await ana.upload(url, { name: 'v4.txt', bytes: text('four') }, { replaces: second.body.data.id });
    expect([swap.status, swap.body.rule]).toEqual([409, 'core.frozen']);
    const taken = await ana.post(`files/${second.body.data.id}/withdraw`, { reason: 'no longer wanted here' });
    expect([taken.status, taken.body.rule]).toEqual([409, 'core.frozen']);
    const evidence = await ana.upload(url, { name: 'note.txt', bytes: text('evidence') });
    expect(evidence.status).toBe(201);
    const gone = await ana.post(`files/${evidence.body.data.id}/withdraw`, { reason: 'attached to the wrong plan' });
    expect([gone.status, gone.body.data.state]).toEqual([200, 'SUPERSEDED']);
  });

  test('CORE-09 a repeated upload under one key attaches one file', async () => {
    const sheet = await plan(ana);
    const form = (content: string) => {
      const b = 'xxboundaryxx';
      return Buffer.from(
        `--${b}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n${content}\r\n--${b}--\r\n`,
      );
    };
    const headers = { 'content-type': 'multipart/form-data; boundary=xxboundaryxx', 'idempotency-key': `upload-${sheet.id}` };
    const one = await ana.request('POST', `plan/sheets/${sheet.id}/files`, form('same'), headers);
    const two = await ana.request('POST', `plan/sheets/${sheet.id}/files`, form('same'), headers);
    expect(two.body.data.id).toBe(one.body.data.id);
    expect((await ana.request('POST', `plan/sheets/${sheet.id}/files`, form('other'), headers)).body.rule).toBe(
      'core.idempotency-mismatch',
    );
    expect((await ana.get<ListAnswer>(`plan/sheets/${sheet.id}/files`)).body.page.total).toBe(1);
  });
});

describe('who gets a file', () => {
  test('P11-10d-2 files are as far away as their record: other department, other company, nobody', async () => {
    const sheet = await plan(ana, { confidentiality: 'confidential' });
    const made = await ana.upload(`plan/sheets/${sheet.id}/files`, { name: 'a.txt', bytes: text('secret') });
    for (const who of ['wes', 'olga']) {
      const stranger = await app.as(who);
      for (const url of [`files/${made.body.data.id}/content`, `plan/sheets/${sheet.id}/files`])
        expect([who, url, (await stranger.get(url)).status]).toEqual([who, url, 404]);
      expect((await stranger.post(`files/${made.body.data.id}/link`)).status).toBe(404);
    }
    const nobody = await app.browser('ana', { signIn: false });
    expect((await nobody.get(`files/${made.body.data.id}/content`)).status).toBe(401);
    const viewer = await app.as('vic');
    expect((await viewer.upload(`plan/sheets/${sheet.id}/files`, { name: 'b.txt', bytes: text('x') })).status).toBe(403);
  });

  test('P11-10d-2 a link works for its session, for five minutes, and not beyond the reader’s rights', async () => {
    const sheet = await plan(ana);
    const made = await ana.upload(`plan/sheets/${sheet.id}/files`, { name: 'a.txt', bytes: text('linked') });
    const browser = await app.browser('ana');
    const { body } = await browser.post<{ data: { url: string } }>(`files/${made.body.data.id}/link`, { disposition: 'inline' });
    const good = await browser.get(body.data.url);
    expect([good.status, good.bytes.toString()]).toEqual([200, 'linked']);
    expect(good.headers['content-disposition']).toMatch(/^inline/);
    const elsewhere = await (await app.browser('ana')).get(body.data.url);
    expect([elsewhere.status, elsewhere.body.rule]).toEqual([403, 'file.link.elsewhere']);
    const someoneElse = await (await app.as('vic')).get(body.data.url);
    expect(someoneElse.body.rule).toBe('file.link.elsewhere');
    await app.advance('6 minutes');
    const late = await browser.get(body.data.url);
    expect([late.status, late.body.rule]).toEqual([403, 'file.link.expired']);
  });
});
