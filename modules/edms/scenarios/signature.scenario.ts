import { createPublicKey, verify } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AnyRow, Client, ListAnswer } from '#kernel/testing';
import { type Desk, openDesk } from './edms-fixture.ts';

// The signature act, its rules of re-authentication and its verification (spec 1.11, 2.2), shown on document versions.
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
interface Verdict {
  readonly data: { readonly valid: boolean; readonly cause?: string; readonly appliesToRevision: number };
}
const signaturesOf = async (versionId: string, as = 'dora'): Promise<readonly AnyRow[]> =>
  (await (await desk.as(as)).get<ListAnswer>(`edms/versions/${versionId}/signatures`)).body.items;
const verdict = async (id: string, as = 'dora') => (await (await desk.as(as)).get<Verdict>(`signatures/${id}/verify`)).body.data;
/** A version sent to rita, and rita at a browser that has not signed yet. */
async function waiting(title: string): Promise<{ versionId: string; rita: Client }> {
  const draft = await desk.draft({ title });
  expect((await desk.submit(draft.versionId)).status).toBe(200);
  return { versionId: draft.versionId, rita: await desk.app.browser('rita') };
}

describe('re-authentication', () => {
  test('P11-200a1-1 P11-200a1i-1 the first signature of a session needs user name and password, later ones the password', async () => {
    const first = await waiting('First of the session');
    const url = `edms/versions/${first.versionId}/approve-review`;
    const bare = await first.rita.post(url);
    expect(bare).toMatchObject({ status: 428, body: { code: 'SIGNATURE_REQUIRED' } });
    const half = await first.rita.post(url, { signature: { password: first.rita.password } });
    expect(half).toMatchObject({ status: 428, body: { rule: 'sign.components-needed' } });
    expect((await first.rita.sign(url)).status).toBe(200);
    const second = await desk.draft({ title: 'Second of the session' });
    await desk.submit(second.versionId);
    const later = await first.rita.post(`edms/versions/${second.versionId}/approve-review`, {
      signature: { password: first.rita.password },
    });
    expect(later.status).toBe(200);
    const [, a] = await signaturesOf(first.versionId);
    const [, b] = await signaturesOf(second.versionId);
    expect([a?.factors, b?.factors]).toEqual([['ID', 'PASSWORD'], ['PASSWORD']]);
  });

  test('P11-200a1-4 there is no batch signing: one act signs one record', async () => {
    const { versionId, rita } = await waiting('No batch');
    const batch = await rita.post(`edms/versions/${versionId}/approve-review`, {
      ids: [versionId],
      signature: { username: 'rita', password: rita.password },
    });
    expect(batch).toMatchObject({ status: 422, body: { errors: [{ path: 'ids' }] } });
    expect(await signaturesOf(versionId)).toHaveLength(1);
  });

  test('P11-200a1ii-1 after an idle period or in another session both components are needed again', async () => {
    const { versionId, rita } = await waiting('New session');
    await rita.sign(`edms/versions/${versionId}/approve-review`);
    const next = await desk.draft({ title: 'From another browser' });
    await desk.submit(next.versionId);
    const other = await desk.app.browser('rita');
    const half = await other.post(`edms/versions/${next.versionId}/approve-review`, { signature: { password: other.password } });
    expect(half).toMatchObject({ status: 428, body: { rule: 'sign.components-needed' } });
    await desk.app.advance('16 minutes');
    expect(await rita.get('tasks')).toMatchObject({ status: 401, body: { rule: 'session.locked' } });
    await rita.post('auth/unlock', { password: rita.password });
    const idle = await rita.post(`edms/versions/${next.versionId}/approve-review`, { signature: { password: rita.password } });
    expect(idle).toMatchObject({ status: 428, body: { rule: 'sign.components-needed' } });
    await desk.wait(0);
  });
});

describe('what a signature is', () => {
  test('SIG-05 the dialog has number, version, title, meaning and the exact content hash before it asks', async () => {
    const { versionId, rita } = await waiting('Shown before signing');
    const facts = await rita.post<{ data: Record<string, unknown> }>(`edms/versions/${versionId}/approve-review/prepare`);
    expect(facts.body.data).toMatchObject({
      title: 'Shown before signing',
      meaning: 'REVIEWED',
      first: true,
      signer: { name: 'Rita Achieng' },
      identicalTo: { name: 'Ana Nakato', identical: true },
    });
    // A rejection needs a reason, but the dialog opens first: that is where it is written.
    const rejecting = await rita.post(`edms/versions/${versionId}/reject-review/prepare`);
    expect(rejecting).toMatchObject({ status: 200, body: { data: { meaning: 'REVIEW_REJECTED' } } });
    const stale = await rita.post(`edms/versions/${versionId}/approve-review`, {
      signature: { username: 'rita', password: rita.password, contentHash: '0'.repeat(64) },
    });
    expect(stale).toMatchObject({ status: 409, body: { code: 'CONTENT_CHANGED' } });
    const signed = await rita.post(`edms/versions/${versionId}/approve-review`, {
      signature: { username: 'rita', password: rita.password, contentHash: facts.body.data.contentHash },
    });
    expect(signed.status).toBe(200);
    expect((await signaturesOf(versionId)).at(-1)?.contentHash).toBe(facts.body.data.contentHash);
  });

  test('P11-50-1 P11-50-3 printed name, time with zone and meaning stand with the record and cannot be changed or removed', async () => {
    const { versionId, rita } = await waiting('Manifestation');
    await rita.sign(`edms/versions/${versionId}/approve-review`, { reason: 'checked against the drawing' });
    const [, signed] = await signaturesOf(versionId);
    expect(signed).toMatchObject({
      printedName: 'Rita Achieng',
      meaning: 'REVIEWED',
      zone: 'Africa/Kampala',
      reason: 'checked against the drawing',
      jobTitle: 'Quality specialist',
    });
    expect(String(signed?.signedAt)).toMatch(/Z$/);
    const app = desk.app.kernel.database.pool;
    await expect(app.query('delete from sign.signature')).rejects.toThrow(/permission denied/);
    const superuser = await desk.superuser();
    await expect(superuser.query(`delete from sign.signature where id = '${signed?.id}'`)).rejects.toThrow(/never deleted/);
  });

  test('P11-50-2 a renamed person keeps the name they signed with', async () => {
    const { versionId, rita } = await waiting('Renamed later');
    await rita.sign(`edms/versions/${versionId}/approve-review`);
    const sam = await desk.as('sam');
    const user = (await sam.get(`users/${desk.who.rita}`)).body.data;
    const renamed = await sam.patch(`users/${desk.who.rita}`, user.version, {
      lastName: 'Achieng-Odhiambo',
      reason: 'married last month',
    });
    expect(renamed.body.data.name).toBe('Rita Achieng-Odhiambo');
    const signature = (await signaturesOf(versionId)).at(-1);
    expect(signature?.printedName).toBe('Rita Achieng');
    expect(await verdict(String(signature?.id))).toMatchObject({ valid: true });
    await sam.patch(`users/${desk.who.rita}`, user.version + 1, { lastName: 'Achieng', reason: 'back to the name before' });
  });

  test('P11-70-1 SIG-01 SIG-06 the signature verifies from its own bytes with the public key alone', async () => {
    const { versionId, rita } = await waiting('Verified offline');
    await rita.sign(`edms/versions/${versionId}/approve-review`);
    const id = String((await signaturesOf(versionId)).at(-1)?.id);
    expect(await verdict(id)).toMatchObject({ valid: true, appliesToRevision: 1 });
    const full = (await rita.get(`signatures/${id}`)).body.data;
    const statement = Buffer.from(String(full.statement));
    const key = createPublicKey(String(full.certificate));
    expect(verify(null, statement, key, Buffer.from(String(full.value), 'base64'))).toBe(true);
    expect(JSON.parse(String(full.statement))).toMatchObject({
      record: { type: 'edms.version', id: versionId, contentHash: full.contentHash },
      meaning: 'REVIEWED',
      signer: { username: 'rita' },
    });
    const flipped = Buffer.from(statement);
    flipped[40] = (flipped[40] ?? 0) ^ 1;
    expect(verify(null, flipped, key, Buffer.from(String(full.value), 'base64'))).toBe(false);
  });

  test('SIG-02 a field edited behind the application makes the signature invalid: CONTENT_CHANGED', async () => {
    const { versionId, rita } = await waiting('Edited by SQL');
    await rita.sign(`edms/versions/${versionId}/approve-review`);
    const id = String((await signaturesOf(versionId)).at(-1)?.id);
    const superuser = await desk.superuser();
    await superuser.query(
      `alter table edms.version disable trigger all; update edms.version set title = 'Edited' where id = '${versionId}'; alter table edms.version enable trigger all`,
    );
    expect(await verdict(id)).toMatchObject({ valid: false, cause: 'CONTENT_CHANGED' });
  });

  test('SIG-03 P11-70-2 a signature row copied to another record is invalid: BINDING_MISMATCH', async () => {
    const one = await waiting('Where it was signed');
    await one.rita.sign(`edms/versions/${one.versionId}/approve-review`);
    const two = await desk.draft({ title: 'Where it was copied to' });
    const id = String((await signaturesOf(one.versionId)).at(-1)?.id);
    const superuser = await desk.superuser();
    await superuser.query(
      `alter table sign.signature disable trigger all; update sign.signature set record_id = '${two.versionId}' where id = '${id}'; alter table sign.signature enable always trigger a_update`,
    );
    expect(await verdict(id)).toMatchObject({ valid: false, cause: 'BINDING_MISMATCH' });
    await expect(desk.app.kernel.database.pool.query('truncate sign.signature')).rejects.toThrow(/permission denied/);
  });

  test('P11-70-3 after rework earlier signatures stay and say to which revision they apply', async () => {
    const { versionId, rita } = await waiting('Reworked');
    await rita.sign(`edms/versions/${versionId}/reject-review`, { reason: 'step four is missing' });
    const ana = await desk.as('ana');
    const version = await desk.version(versionId);
    await ana.patch(`edms/versions/${versionId}`, version.version, { description: 'now with step four' });
    const [authored, rejected] = await signaturesOf(versionId);
    expect([authored?.recordRevision, rejected?.recordRevision, version.revision]).toEqual([1, 1, 2]);
    expect(await verdict(String(authored?.id))).toMatchObject({ valid: true, appliesToRevision: 1 });
  });

  test('SIG-04 SIG-07 no route signs anything by itself, and a signature has exactly one signer', async () => {
    const document = (await desk.app.http.inject({ url: '/api/v1/openapi.json' })).json() as {
      paths: Record<string, Record<string, unknown>>;
    };
    const writing = Object.entries(document.paths).filter(
      ([path, methods]) => path.startsWith('/api/v1/signatures') && Object.keys(methods).some((m) => m !== 'get'),
    );
    expect(writing).toEqual([]);
    const columns = await desk.rows<{ t: string; nn: string }>(
      "select data_type as t, is_nullable as nn from information_schema.columns where table_schema = 'sign' and table_name = 'signature' and column_name = 'signer_id'",
    );
    expect(columns).toEqual([{ t: 'uuid', nn: 'NO' }]);
  });
});
