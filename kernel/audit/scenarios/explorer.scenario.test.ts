import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dispatchOutbox } from '#kernel/events';
import { createHttp } from '#kernel/http';
import { type Actor, type Subscription, transact } from '#kernel/records';
import { defineModule } from '#kernel/schema';
import { auditHealth, auditRoutes, READ_AUDIT, runVerification, VERIFY_AUDIT } from '../index.ts';
import { leafHash, openNote, parseCheckpoint, parseVerifierKey, verifyInclusion } from '../log/index.ts';
import { Sample, type SampleRow, type Trail, trail } from './trail-fixture.ts';

const noticed: Readonly<Record<string, unknown>>[] = [];
const listener: Subscription = {
  event: 'access.security',
  name: 'probe.security',
  handle: (_tx, payload) => {
    noticed.push(payload);
    return Promise.resolve();
  },
};
let t: Trail;
let http: FastifyInstance;
let row: SampleRow;
const people = new Map<string, Actor>();
beforeAll(async () => {
  const probe = defineModule({ id: 'listener', label: { en: 'Listener', fr: 'Écoute' }, icon: 'x', dependsOn: [], records: [] });
  t = await trail([{ module: probe, events: [listener], migrations: '' }]);
  people.set('reader', t.person('Irene Spektor', [READ_AUDIT]));
  people.set('super', t.person('Sam Super', [READ_AUDIT, VERIFY_AUDIT]));
  people.set('nobody', t.person('Nobody', []));
  people.set('stranger', t.person('Olga Other', [READ_AUDIT], t.otherOrg));
  http = await createHttp({
    kernel: t.kernel,
    version: 'test',
    plugins: [auditRoutes({ dataDir: t.dataDir, urls: t.urls })],
    authenticate: (request) => Promise.resolve(people.get(String(request.headers['x-person'])) ?? null),
  });
  row = await t.update(await t.sample('Élan vital', { amount: 5, supplierPrice: '9.99' }), { amount: 6 });
  for (let i = 0; i < 6; i++) await t.sample(`Filler ${i}`);
  await t.as(
    (tx) => tx.record('VIEW', { module: 'probe', entity: 'probe.sample', id: row.id }, { page: 1 }),
    {},
    t.person('Vera Viewer'),
  );
  await t.seal();
});
afterAll(async () => {
  await http.close();
  await t.close();
});

interface Entry {
  readonly entry: number | null;
  readonly at: string;
  readonly action: string;
  readonly actor: { readonly id: string; readonly name: string };
  readonly entity: string;
  readonly entityLabel: string | null;
  readonly recordId: string | null;
  readonly number: string | null;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
}
const ask = async (who: string, url: string, method: 'GET' | 'POST' = 'GET') => {
  const answer = await http.inject({ method, url: `/api/v1/system/audit-trail${url}`, headers: { 'x-person': who } });
  const isJson = String(answer.headers['content-type']).includes('json');
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    bytes: answer.rawPayload,
    body: isJson ? answer.json() : undefined,
  };
};
const list = async (query: string, who = 'reader'): Promise<Entry[]> => (await ask(who, query)).body.items;

describe('the explorer', () => {
  test('AT-08 who may not read the trail gets 403, and the refusal is in it', async () => {
    for (const [url, method] of [
      ['', 'GET'],
      ['?format=csv', 'GET'],
      ['/report', 'GET'],
      ['/verify', 'POST'],
    ] as const)
      expect((await ask('nobody', url, method)).status, url).toBe(403);
    expect((await ask('', '')).status).toBe(401);
    // Reading is what an inspector may do, and nothing else.
    expect((await ask('reader', '/verify', 'POST')).status).toBe(403);
    const denied = await list('?action=ACCESS_DENIED');
    expect(denied.map((e) => e.actor.name).sort()).toEqual(['Irene Spektor', 'Nobody', 'Nobody', 'Nobody', 'Nobody']);
  });

  test('AT-11 filters by person, record, action, module, type, time and words, alone and together', async () => {
    const person = (await list(`?record=${row.id}&action=VIEW`))[0]?.actor.id;
    expect((await list(`?user=${person}`)).map((e) => e.action)).toEqual(['VIEW']);
    expect((await list(`?record=${row.number}`)).map((e) => e.action)).toEqual(['UPDATE', 'CREATE']);
    expect((await list(`?record=${row.id}`)).map((e) => e.action)).toEqual(['VIEW', 'UPDATE', 'CREATE']);
    expect((await list('?action=UPDATE,VIEW&module=probe')).map((e) => e.action)).toEqual(['VIEW', 'UPDATE']);
    expect(await list('?entity=probe.sample&action=CREATE')).toHaveLength(7);
    expect((await list('?q=%C3%A9LAN%20VITAL')).map((e) => e.recordId)).toEqual([row.id]);
    expect(await list('?q=100%25')).toEqual([]);
    expect(await list('?from=2020-01-01&to=2020-12-31')).toEqual([]);
    const [newest] = await list('?limit=1');
    expect((await list(`?from=${newest?.at}`)).map((e) => e.at)).toEqual([newest?.at]);
    expect((await list(`?to=${newest?.at}&limit=1`))[0]?.at).not.toBe(newest?.at);
  });

  test('AT-01 shows fields by name, hides those the reader has no right to, and says which entry it is', async () => {
    const [updated, created] = await list(`?record=${row.number}`);
    expect(updated).toMatchObject({
      entity: 'probe.sample',
      entityLabel: 'Sample',
      number: row.number,
      changes: { amount: ['5', '6'] },
    });
    expect(Object.keys(created?.changes ?? {})).not.toContain('supplierPrice');
    expect(updated?.entry).toBeGreaterThan(created?.entry ?? 0);
  });

  test('AT-11 pages without repeating or losing an entry', async () => {
    const seen: number[] = [];
    let cursor = '';
    do {
      const { body } = await ask('reader', `?entity=probe.sample&limit=3${cursor}`);
      seen.push(...body.items.map((e: Entry) => e.entry));
      cursor = body.page.next ? `&cursor=${encodeURIComponent(body.page.next)}` : '';
    } while (cursor);
    const [known] = await t.rows<{ n: number }>(
      `select count(*)::int as n from audit.event where entity = 'probe.sample' and org_id = '${t.org}'`,
    );
    expect(seen).toHaveLength(known?.n ?? 0);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
  });

  test('AT-11 nothing of another organization is ever found', async () => {
    expect(await list(`?record=${row.id}`, 'stranger')).toEqual([]);
    expect((await list('', 'stranger')).map((e) => e.entity)).toEqual(['access.organization']);
    const { body } = await ask('stranger', '/report');
    expect(body.data.total).toBe(1);
  });

  test('AT-11 refuses filters it does not know and values that are none', async () => {
    for (const query of ['?colour=red', '?user=7', '?from=yesterday', '?limit=0', '?cursor=abc', '?format=exe']) {
      const answer = await ask('reader', query);
      expect(answer.status, query).toBe(422);
      expect(answer.body.rule).toBe('core.invalid');
    }
  });

  test('AT-11 the signed head of the log is open to everybody who is signed in', async () => {
    const { body } = await ask('nobody', '/checkpoint');
    const signed = parseCheckpoint(openNote(body.data.note, body.data.vkeys.map(parseVerifierKey)).text);
    expect(signed).toMatchObject({ size: body.data.size });
    expect(signed.root.toString('hex')).toBe(body.data.root);
  });
});

describe('exports', () => {
  const exported = async () => (await list('?action=EXPORT&limit=1'))[0] as Entry & { detail: Readonly<Record<string, unknown>> };

  test('P11-10e-1 CSV carries filter, count and checkpoint, runs no formula, and is itself audited', async () => {
    await t.sample('=HYPERLINK("http://x")');
    const answer = await ask('reader', '?entity=probe.sample&action=CREATE&format=csv');
    expect(answer.status).toBe(200);
    expect(String(answer.headers['content-disposition'])).toMatch(/attachment.*\.csv/);
    expect(answer.text).toContain('Type = probe.sample');
    expect(answer.text).toContain('Entries,8');
    expect(answer.text).toMatch(/Checkpoint,"plumbline\/[0-9a-f]+\/e1/);
    expect(answer.text).not.toMatch(/^=/m);
    expect(answer.text).not.toContain('9.99');
    expect((await exported()).detail).toMatchObject({ format: 'csv', filter: 'Action = CREATE · Type = probe.sample' });
  });

  test('P11-10e-1 JSON carries the sealed bytes of each event with a proof that holds without this server', async () => {
    people.set('buyer', t.person('Bea Buyer', [READ_AUDIT, 'probe.price.read']));
    await t.seal();
    const { body } = await ask('buyer', '?entity=probe.sample&format=json');
    expect(body.count).toBe(body.entries.length);
    const checkpoint = parseCheckpoint(openNote(body.checkpoints['1'], body.vkeys.map(parseVerifierKey)).text);
    for (const e of body.entries)
      expect(
        verifyInclusion({
          leafHash: leafHash(Buffer.from(e.body, 'utf8')),
          index: e.entry,
          size: checkpoint.size,
          root: checkpoint.root,
          proof: e.proof.map((p: string) => Buffer.from(p, 'base64')),
        }),
        `entry ${e.entry}`,
      ).toBe(true);
    expect(body.entries.length).toBeGreaterThan(8);
    // Who may not see every field gets no bytes that contain them.
    const masked = (await ask('reader', '?entity=probe.sample&format=json')).text;
    expect(masked).toContain('"body":null');
    expect(masked).not.toContain('9.99');
  });

  test('P11-10e-1 PDF is a printed table', async () => {
    const answer = await ask('reader', '?entity=probe.sample&format=pdf');
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect(answer.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await exported()).detail).toMatchObject({ format: 'pdf' });
  });
});

describe('the compliance report and verification', () => {
  test('AT-14 totals by action, person and day, and COMPLIANT while nothing was changed', async () => {
    const { body } = await ask('super', '/verify', 'POST');
    expect(body.data).toMatchObject({ ok: true, faults: [] });
    const { data } = (await ask('reader', '/report')).body;
    expect(data.integrity).toMatchObject({ result: 'COMPLIANT', intactPercent: 100, faults: 0 });
    expect(data.byAction.find((a: { action: string }) => a.action === 'EXPORT').count).toBeGreaterThan(2);
    const sum = (items: { count: number }[]) => items.reduce((n, i) => n + i.count, 0);
    expect([sum(data.byAction), sum(data.byUser), sum(data.byDay)]).toEqual([data.total, data.total, data.total]);
    expect(data.byUser.map((u: { name: string }) => u.name)).toContain('Ada Owen');
    expect((await list('?action=VERIFY'))[0]).toMatchObject({ actor: { name: 'Sam Super' }, detail: { ok: true } });
    const none = (await ask('reader', '/report?from=2020-01-01&to=2020-02-01')).body.data;
    expect(none).toMatchObject({ total: 0, byDay: [] });
  });

  test('AT-03 after a change behind the application verification fails, health is red, the security unit is told', async () => {
    expect(await auditHealth(t.kernel)).toMatchObject({ details: { writable: true, verification: { ok: true, faults: 0 } } });
    const [where] = await t.rows<{ name: string; entry: number }>(
      `select tableoid::regclass::text as name, audit.entry_number(epoch, xid, ord) as entry from audit.event where rec_id = '${row.id}' and rec_ver = 2`,
    );
    await t.tamper(
      `update audit.event set body = replace(body::text, '["5", "6"]', '["5", "8"]')::json where rec_id = '${row.id}' and rec_ver = 2`,
      where?.name ?? '',
    );
    const { body } = await ask('super', '/verify', 'POST');
    expect(body.data.ok).toBe(false);
    expect(body.data.faults[0]).toMatchObject({
      kind: 'event-altered',
      index: where?.entry,
      number: row.number,
      field: 'amount',
    });
    expect(await auditHealth(t.kernel)).toMatchObject({ status: 'unhealthy', details: { verification: { ok: false } } });
    const { data } = (await ask('reader', '/report')).body;
    expect(data.integrity).toMatchObject({ result: 'NON_COMPLIANT' });
    expect(data.integrity.intactPercent).toBeLessThan(100);
    expect(data.integrity.findings[0]).toContain(`entry ${where?.entry}`);
    for (let i = 0; i < 200 && noticed.length === 0; i++) {
      await dispatchOutbox(t.kernel);
      await delay(25);
    }
    expect(noticed[0]).toMatchObject({ kind: 'audit-verification-failed', message: expect.stringContaining(`${row.number}`) });
    const [alert] = await list('?action=SECURITY&entity=audit.verification');
    expect(alert).toMatchObject({
      detail: { kind: 'audit-verification-failed', first: expect.stringContaining('field amount') },
    });
    // The other organization's trail is not the one that was changed.
    expect(await list('?action=SECURITY', 'stranger')).toEqual([]);
  });

  test('AT-03 the nightly job does the same, and its run is in the trail', async () => {
    const job = t.kernel.registry.jobs.find((j) => j.code === 'at.verify-chain');
    const before = await t.rows('select 1 from audit.verification');
    await t.as((tx) => job?.run(tx, { key: null, data: {} }) ?? Promise.resolve());
    expect(await t.rows('select 1 from audit.verification')).toHaveLength(before.length + 1);
    expect((await list('?action=JOB'))[0]).toMatchObject({ detail: { phase: 'verified', ok: false } });
    // Of the scheduled runs of all organizations one does the work.
    const organizations = [t.org, t.otherOrg].sort();
    const run = (org: string | undefined) =>
      transact(
        t.kernel,
        t.person('Worker', [], org),
        (tx) => job?.run(tx, { key: null, data: { scheduledFor: tx.now } }) ?? Promise.resolve(),
      );
    await run(organizations[1]);
    expect(await t.rows('select 1 from audit.verification')).toHaveLength(before.length + 1);
    await run(organizations[0]);
    expect(await t.rows('select 1 from audit.verification')).toHaveLength(before.length + 2);
    expect(await Promise.all([runVerification(t.kernel.registry), runVerification(t.kernel.registry)])).toMatchObject([
      { ok: false },
      { ok: false },
    ]);
    expect(await t.rows('select 1 from audit.verification')).toHaveLength(before.length + 3);
  });

  test('AT-11 storage for the coming months is prepared, and a second run makes nothing', async () => {
    const job = t.kernel.registry.jobs.find((j) => j.code === 'at.partitions');
    await t.ahead('3 months');
    const months = async () =>
      (await t.rows<{ n: number }>(`select count(*)::int as n from pg_inherits where inhparent = 'audit.event'::regclass`))[0]
        ?.n ?? 0;
    const before = await months();
    await t.as((tx) => job?.run(tx, { key: null, data: {} }) ?? Promise.resolve());
    expect(await months()).toBe(before + 3);
    await t.as((tx) => job?.run(tx, { key: null, data: {} }) ?? Promise.resolve());
    expect(await months()).toBe(before + 3);
    await t.as((tx) => tx.create(Sample, { title: 'Next quarter' }));
    expect(await t.rows('select 1 from audit.event_default')).toEqual([]);
    expect((await t.verify()).faults.filter((f) => f.kind.startsWith('trigger'))).toEqual([]);
  });
});
