import { beforeAll, describe, expect, test } from 'vitest';
import { type Client, type ListAnswer, startTestApp } from '#kernel/testing';
import { planFixture } from './plan-fixture.ts';

const app = await startTestApp(planFixture);
interface Line {
  readonly key: string;
  readonly value: unknown;
  readonly version: number;
  readonly pending?: { readonly id: string; readonly value: unknown };
}
interface Changed {
  readonly data: { readonly state: string; readonly changeId?: string; readonly setting: Line };
  readonly rule?: string;
  readonly code?: string;
  readonly detail?: string;
}
/** A picture of one transparent dot. */
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
let ada: Client;
let sam: Client;
const change = (client: Client, key: string, value: unknown, reason: string | null = 'Agreed in the management review') =>
  client.request<Changed>('PUT', `system/settings/${key}`, { value, ...(reason === null ? {} : { reason }) });
const lineOf = async (client: Client, key: string) =>
  (await client.get<{ items: Line[] }>('system/settings')).body.items.find((l) => l.key === key);

beforeAll(async () => {
  [ada, sam] = await Promise.all([app.as('ada'), app.as('sam')]);
});

describe('settings', () => {
  test('SET-01 a change keeps old, new and reason; without a reason nothing changes', async () => {
    expect((await change(ada, 'branding.banner', 'Site audit on Friday', null)).body.code).toBe('REASON_REQUIRED');
    const done = await change(ada, 'branding.banner', 'Site audit on Friday');
    expect([done.status, done.body.data.state, done.body.data.setting.value]).toEqual([200, 'APPLIED', 'Site audit on Friday']);
    await change(ada, 'branding.banner', 'Site audit on Monday');
    expect(await lineOf(sam, 'branding.banner')).toMatchObject({ value: 'Site audit on Monday', version: 2 });
    const client = new (await import('pg')).default.Client({ connectionString: app.superuserUrl });
    await client.connect();
    const { rows } = await client.query<{ body: { action: string; reason: string; changes: Record<string, unknown[]> } }>(
      `select body from audit.event where entity = 'settings.setting' order by xid, ord`,
    );
    await client.end();
    expect(rows.at(-1)?.body).toMatchObject({
      action: 'CONFIG',
      reason: 'Agreed in the management review',
      changes: { value: ['Site audit on Friday', 'Site audit on Monday'] },
    });
  });

  test('SET-02 a deadline cannot exceed what the specification allows, and the refusal says what can be', async () => {
    const refused = await change(ada, 'quality.deviation-days', 31);
    expect([refused.status, refused.body.rule]).toEqual([422, 'setting.value']);
    expect((await lineOf(ada, 'quality.deviation-days'))?.value).toBe(30);
    expect((await change(ada, 'quality.deviation-days', 20)).body.data.state).toBe('APPLIED');
    expect((await change(ada, 'no.such.setting', 1)).status).toBe(404);
  });

  test('SET-03 a change that weakens control waits for a second superuser’s signature', async () => {
    const asked = await change(ada, 'security.lockout-attempts', 8);
    expect([asked.status, asked.body.data.state]).toEqual([202, 'PENDING']);
    const id = asked.body.data.changeId;
    expect(await lineOf(ada, 'security.lockout-attempts')).toMatchObject({ value: 5, pending: { id, value: 8 } });
    expect((await change(sam, 'security.lockout-attempts', 7)).body.rule).toBe('setting.pending');
    expect((await ada.sign(`settings/changes/${id}/confirm`)).body.rule).toBe('sod.same-person');
    expect((await sam.post(`settings/changes/${id}/confirm`)).status).toBe(428);
    const confirmed = await sam.sign(`settings/changes/${id}/confirm`);
    expect([confirmed.status, confirmed.body.data?.state]).toEqual([200, 'APPLIED']);
    expect(await lineOf(ada, 'security.lockout-attempts')).toMatchObject({ value: 8, version: 1 });
    expect((await change(ada, 'security.lockout-attempts', 4)).body.data.state).toBe('APPLIED');
  });

  test('SET-03 a rejected change leaves the value as it was', async () => {
    const asked = await change(ada, 'security.session-hours', 11);
    expect(asked.body.data.state).toBe('APPLIED');
    const weaker = await change(ada, 'security.session-hours', 12);
    const rejected = await sam.post(`settings/changes/${weaker.body.data.changeId}/reject`, {
      reason: 'eleven hours are plenty',
    });
    expect(rejected.body.data.state).toBe('REJECTED');
    expect(await lineOf(ada, 'security.session-hours')).toMatchObject({ value: 11 });
  });

  test('SET-04 the logo is a small picture of the organization', async () => {
    const organization = (await ada.get<ListAnswer>('organizations')).body.items[0]?.id;
    const logo = await ada.upload(`organizations/${organization}/files`, { name: 'logo.png', bytes: DOT, type: 'image/png' });
    expect(logo.status).toBe(201);
    const note = await ada.upload(`organizations/${organization}/files`, {
      name: 'logo.txt',
      bytes: new TextEncoder().encode('x'),
    });
    expect((await change(ada, 'branding.logo', note.body.data.id)).body.rule).toBe('setting.logo');
    expect((await change(ada, 'branding.logo', logo.body.data.id)).body.data.state).toBe('APPLIED');
    expect((await change(ada, 'branding.logo', '')).body.data.state).toBe('APPLIED');
  });

  test('P11-10g-1 people without the permission neither read nor change settings', async () => {
    const ana = await app.as('ana');
    expect([(await ana.get('system/settings')).status, (await change(ana, 'branding.banner', 'x')).status]).toEqual([403, 403]);
  });

  test('SET-01 another process sees the change with its next request', async () => {
    const second = await app.another();
    const read = async () => {
      const { transact, systemActor } = await import('#kernel/records');
      const { getSetting } = await import('#kernel/settings');
      return transact(second.kernel, systemActor(app.orgId, 'probe'), (tx) => getSetting(tx, 'branding.name'));
    };
    expect(await read()).toBe('Plumbline');
    await change(ada, 'branding.name', 'Quality desk');
    await expect.poll(read, { timeout: 5_000 }).toBe('Quality desk');
  });
});
