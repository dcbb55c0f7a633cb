import { describe, expect, test } from 'vitest';
import { systemActor, transact } from '#kernel/records';
import { startTestApp } from '#kernel/testing';
import { grantsOfPerson, operationalPermissions } from '../grants.ts';
import { createPeople } from '../people.ts';
import { addMissingRoles, inviteFirst } from '../provision.ts';
import { canRead } from '../readers.ts';
import { Role } from '../records/role.ts';
import { User } from '../records/user.ts';
import { seedRoles } from '../seed-roles.ts';
import { accessFixture } from './access-fixture.ts';
import { idOf, roleId } from './evidence-fixture.ts';

const app = await startTestApp(accessFixture);
const people = createPeople();
const asSystem = <T>(work: Parameters<typeof transact<T>>[2], orgId = app.orgId) =>
  transact(app.kernel, systemActor(orgId, 'Test'), work);

describe('what others ask about people', () => {
  test('WF-09, USR-06 somebody may act who is active and holds the permission now', async () => {
    const [ana, paul] = [await idOf(app, 'ana'), await idOf(app, 'paul')];
    const may = (id: string, permission: string) => asSystem((tx) => people.mayAct(tx, id, permission));
    expect([await may(paul, 'edms.note.approve'), await may(ana, 'edms.note.approve')]).toEqual([true, false]);
    expect(await may('00000000-0000-7000-8000-00000000dead', 'edms.note.read')).toBe(false);
    const sam = await app.browser('sam');
    await sam.post(`users/${paul}/deactivate`, { reason: 'Left the company in May' });
    expect(await may(paul, 'edms.note.approve')).toBe(false);
    expect(await asSystem((tx) => people.nameOf(tx, paul))).toBe('Paulo Ssali');
  });

  test('NTF-07 whether another person may read a record is asked as if they asked', async () => {
    const [lea, dora] = [await idOf(app, 'lea'), await idOf(app, 'dora')];
    const superuser = await roleId(app, 'superuser');
    expect(await asSystem((tx) => canRead(tx, lea, User, dora))).toBe(true);
    expect(await asSystem((tx) => canRead(tx, lea, Role, superuser))).toBe(true);
    expect(await asSystem((tx) => canRead(tx, lea, User, '00000000-0000-7000-8000-00000000dead'))).toBe(false);
  });
});

describe('provisioning', () => {
  test('SOD-8 no seeded system role of the superuser holds an operational permission', () => {
    const roles = seedRoles(app.kernel.registry);
    const superuser = roles.find((r) => r.code === 'superuser');
    expect(operationalPermissions(app.kernel.registry, superuser?.grants ?? [])).toEqual([]);
    const security = roles.find((r) => r.code === 'security_unit');
    expect(operationalPermissions(app.kernel.registry, security?.grants ?? [])).toEqual([]);
    expect(roles.map((r) => r.code)).toEqual(
      expect.arrayContaining([
        'edms.viewer',
        'edms.author',
        'edms.reviewer',
        'edms.approver',
        'edms.admin',
        'lims.admin',
        'standard_user',
      ]),
    );
    expect(new Set(roles.map((r) => r.code)).size).toBe(roles.length);
  });

  test('USR-06 the levels of a module are cumulative and end at the module', async () => {
    const held = await asSystem(async (tx) =>
      [...(await grantsOfPerson(tx, await idOf(app, 'dora'))).keys()].filter((p) => !p.startsWith('access.')),
    );
    expect(held.filter((p) => p.startsWith('edms.')).sort()).toEqual([
      'edms.note.administer',
      'edms.note.approve',
      'edms.note.create',
      'edms.note.edit',
      'edms.note.read',
      'edms.note.review',
    ]);
    expect(held.filter((p) => p.startsWith('lims.'))).toEqual([]);
  });

  test('USR-01 the first superuser comes in by a one-time secret; roles of later modules are added without touching others', async () => {
    expect(await addMissingRoles(app.kernel, app.orgId)).toEqual([]);
    const { token } = await inviteFirst(app.kernel, app.orgId, {
      username: 'first',
      firstName: 'Fiona',
      lastName: 'Rusk',
      email: 'first@cleanstation.example',
      roles: ['superuser'],
    });
    const browser = await app.browser('first', { signIn: false });
    expect((await browser.post(`auth/invitations/${token}`, { password: 'tall basalt lantern 9' })).status).toBe(200);
    const first = await app.browser('first', { password: 'tall basalt lantern 9' });
    expect((await first.get('users')).status).toBe(200);
  });
});
