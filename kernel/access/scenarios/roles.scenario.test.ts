import { describe, expect, test } from 'vitest';
import { startTestApp } from '#kernel/testing';
import { accessFixture } from './access-fixture.ts';
import { alarmsAbout, audited, idOf, roleId } from './evidence-fixture.ts';

const app = await startTestApp(accessFixture);
type Given = { readonly data: { readonly id: string } };
type Roles = {
  readonly items: readonly { readonly id: string; readonly code: string; readonly isInForce: boolean; readonly reason: string }[];
};
type Permissions = {
  readonly items: readonly { readonly permission: string; readonly scope: string; readonly roles: readonly string[] }[];
};
type Profile = { readonly data: { readonly permissions: readonly string[]; readonly scopes: Readonly<Record<string, string>> } };
type Client = Awaited<ReturnType<typeof app.as>>;
const REASON = 'Agreed with the head of department';
const give = async (by: Client, username: string, code: string, rest: Readonly<Record<string, unknown>> = {}) =>
  by.post<Given & { readonly rule?: string }>(`users/${await idOf(app, username)}/roles`, {
    roleId: await roleId(app, code),
    reason: REASON,
    ...rest,
  });
const permissionsOf = async (client: Client) => (await client.get<Profile>('auth/profile')).body.data;

describe('roles', () => {
  test('USR-05 giving and taking a role needs a reason and acts on the next request', async () => {
    const [sam, lea] = [await app.as('sam'), await app.as('lea')];
    expect((await permissionsOf(lea)).permissions).not.toContain('edms.note.review');
    expect((await give(sam, 'lea', 'edms.reviewer', { reason: 'short' })).status).toBe(422);
    const given = await give(sam, 'lea', 'edms.reviewer');
    expect(given.status).toBe(201);
    expect((await permissionsOf(lea)).scopes['edms.note.review']).toBe('organization');
    expect((await give(sam, 'lea', 'edms.reviewer')).body.rule).toBe('access.role.held-already');
    const id = await idOf(app, 'lea');
    const revoke = `users/${id}/roles/${given.body.data.id}/revoke`;
    expect((await sam.post(revoke, {})).body.rule).toBe('core.reason-required');
    expect((await sam.post(revoke, { reason: 'Moved to another laboratory' })).status).toBe(200);
    expect((await permissionsOf(lea)).permissions).not.toContain('edms.note.review');
    expect((await audited(app, 'ROLE_GRANT', given.body.data.id)).map((e) => [e.actorName, e.reason])).toEqual([
      ['Samuel Okello', REASON],
    ]);
    expect((await audited(app, 'ROLE_REVOKE', given.body.data.id)).map((e) => e.reason)).toEqual(['Moved to another laboratory']);
  });

  test('USR-06 a role begins and ends by its dates, without any job', async () => {
    const [sam, paul] = [await app.as('sam'), await app.as('paul')];
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    expect((await give(sam, 'paul', 'lims.reviewer', { validFrom: at(5), validUntil: at(10) })).status).toBe(201);
    const holds = async () => (await permissionsOf(paul)).permissions.includes('lims.note.review');
    expect(await holds()).toBe(false);
    await app.advance('6 minutes');
    expect(await holds()).toBe(true);
    await app.advance('5 minutes');
    expect(await holds()).toBe(false);
    expect((await give(sam, 'paul', 'lims.viewer', { validUntil: at(1) })).status).toBe(422);
    expect((await give(sam, 'paul', 'lims.viewer', { validFrom: at(90), validUntil: at(80) })).status).toBe(422);
  });

  test('WF-09 several roles add up, each permission with its widest scope', async () => {
    const ana = await app.browser('ana');
    const { scopes } = await permissionsOf(ana);
    expect([scopes['edms.note.read'], scopes['edms.note.edit']]).toEqual(['organization', 'department']);
    const { items } = (await ana.get<Permissions>(`users/${await idOf(app, 'ana')}/permissions`)).body;
    expect(items.find((p) => p.permission === 'edms.note.read')).toEqual({
      permission: 'edms.note.read',
      scope: 'organization',
      roles: expect.arrayContaining(['Document Author', 'Document Viewer']),
    });
    expect(items.some((p) => p.permission === 'access.role-assignment.read')).toBe(false);
  });

  test('USR-04 an administrator of documents gives roles of documents only', async () => {
    const dora = await app.browser('dora');
    expect((await give(dora, 'lea', 'edms.viewer')).status).toBe(201);
    const foreign = await give(dora, 'lea', 'lims.reviewer');
    expect([foreign.status, foreign.body.rule]).toEqual([403, 'access.role.not-yours']);
    expect((await give(dora, 'lea', 'superuser')).status).toBe(403);
    const id = await idOf(app, 'lea');
    const seen = (await dora.get<Roles>(`users/${id}/roles`)).body.items;
    expect(new Set(seen.map((r) => r.code))).toEqual(new Set(['edms.viewer', 'edms.reviewer']));
    const sam = await app.browser('sam');
    const lims = (await sam.get<Roles>(`users/${id}/roles`)).body.items.find((r) => r.code === 'lims.author');
    expect((await dora.post<{ rule: string }>(`users/${id}/roles/${lims?.id}/revoke`, { reason: REASON })).body.rule).toBe(
      'access.role.not-yours',
    );
    expect((await (await app.browser('ana')).get(`users/${id}/roles`)).status).toBe(403);
  });

  test('USR-04 a role of documents that hides a permission from elsewhere is not given by its administrator', async () => {
    const [sam, dora] = [await app.browser('sam'), await app.browser('dora')];
    const made = await sam.post('roles', {
      code: 'edms.smuggler',
      name: 'Document helper',
      module: 'edms',
      grants: [
        { module: 'edms', level: 'read', scope: 'organization' },
        { permission: 'access.user.administer', scope: 'organization' },
      ],
    });
    expect(made.status).toBe(201);
    expect((await give(dora, 'lea', 'edms.smuggler')).body.rule).toBe('access.role.not-yours');
  });

  test('SOD-6 nobody changes their own roles, nor a role they hold', async () => {
    const [sam, dora] = [await app.browser('sam'), await app.browser('dora')];
    expect((await give(sam, 'sam', 'edms.approver')).body.rule).toBe('access.user.yourself');
    expect((await give(dora, 'dora', 'edms.approver')).body.rule).toBe('access.user.yourself');
    const own = (await sam.get<Roles>(`users/${await idOf(app, 'sam')}/roles`)).body.items.find((r) => r.code === 'superuser');
    expect((await sam.post<{ rule: string }>(`role-assignments/${own?.id}/revoke`, { reason: REASON })).body.rule).toBe(
      'access.role.own',
    );
    const superuser = (await sam.get(`roles/${await roleId(app, 'superuser')}`)).body.data;
    const wider = await sam.patch(`roles/${superuser.id}`, superuser.version, {
      grants: [{ module: 'edms', level: 'approve', scope: 'all' }],
    });
    expect([wider.status, wider.body.rule]).toEqual([409, 'access.role.own']);
    expect(
      (await sam.post<{ rule: string }>(`users/${await idOf(app, 'sam')}/deactivate`, { reason: 'Leaving by the back door' }))
        .body.rule,
    ).toBe('access.user.yourself');
    // The positive case: for somebody else the same administrator may.
    expect((await give(sam, 'sec', 'edms.viewer')).status).toBe(201);
  });

  test('SOD-8 the superuser holds no operational permission; giving one is told to the security unit', async () => {
    const [sam, ada] = [await app.browser('sam'), await app.browser('ada')];
    const held = (await permissionsOf(sam)).permissions;
    expect(held.filter((p) => p.startsWith('edms.') || p.startsWith('lims.'))).toEqual([]);
    expect(held).toContain('access.user.administer');
    const id = await idOf(app, 'sam');
    expect((await give(ada, 'sam', 'edms.viewer')).status).toBe(201);
    expect(await alarmsAbout(app, id)).toEqual([]);
    expect((await give(ada, 'sam', 'edms.approver')).status).toBe(201);
    expect(await alarmsAbout(app, id)).toEqual(['superuser-operational']);
    // The other way round: somebody operational becomes superuser.
    expect((await give(ada, 'paul', 'superuser')).status).toBe(201);
    expect(await alarmsAbout(app, await idOf(app, 'paul'))).toEqual(['superuser-operational']);
    expect((await audited(app, 'SECURITY', id)).map((e) => e.actorName)).toEqual(['Ada Nakato']);
  });

  test('SOD-8 a role of a superuser that gains operational permissions is told too, and unknown permissions are refused', async () => {
    const ada = await app.browser('ada');
    const viewer = (await ada.get(`roles/${await roleId(app, 'edms.viewer')}`)).body.data;
    const grants = [{ module: 'edms', level: 'write', scope: 'organization' }];
    for (const wrong of [
      { module: 'nothing', level: 'read', scope: 'all' },
      { permission: 'edms.note.fly', scope: 'all' },
      { module: 'edms', level: 'read', scope: 'galaxy' },
      'all',
    ])
      expect((await ada.patch(`roles/${viewer.id}`, viewer.version, { grants: [wrong] })).status).toBe(422);
    expect((await ada.patch(`roles/${viewer.id}`, viewer.version, { grants })).status).toBe(200);
    expect((await alarmsAbout(app, await idOf(app, 'sam'))).length).toBe(2);
  });

  test('P11-10g-1 the inspector reads everything and changes nothing', async () => {
    const insp = await app.browser('insp');
    const { permissions, scopes } = await permissionsOf(insp);
    expect([scopes['edms.note.read'], scopes['lims.note.read'], scopes['access.role-assignment.read']]).toEqual([
      'all',
      'all',
      'all',
    ]);
    expect(permissions.filter((p) => /\.(edit|review|approve|administer|assign-role)$/.test(p))).toEqual([]);
    expect(
      (await insp.post('users', { username: 'x2', firstName: 'X', lastName: 'Y', email: 'x2@cleanstation.example' })).status,
    ).toBe(403);
  });
});
