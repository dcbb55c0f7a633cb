import { describe, expect, test } from 'vitest';
import { startTestApp } from '#kernel/testing';
import { agreement } from '../agreement.ts';
import { accessFixture } from './access-fixture.ts';
import { audited, idOf, mailedToken } from './evidence-fixture.ts';

const app = await startTestApp(accessFixture);
const account = (username: string, rest: Readonly<Record<string, unknown>> = {}) => ({
  username,
  firstName: 'Grace',
  lastName: 'Auma',
  email: `${username.toLowerCase()}@cleanstation.example`,
  ...rest,
});
type Import = {
  readonly data: {
    readonly created: readonly { readonly username: string }[];
    readonly errors: readonly { readonly row: number; readonly path: string; readonly message: string }[];
  };
};
type Profile = {
  readonly data: Readonly<Record<string, unknown>> & {
    readonly signing: { readonly missing: readonly string[]; readonly isFirst: boolean };
  };
};

describe('accounts', () => {
  test('USR-02, P11-100a-1 names alike but for case are refused, and those of deactivated people are never given again', async () => {
    const sam = await app.as('sam');
    const first = await sam.post('users', account('Grace.Auma', { employeeId: 'E-100' }));
    expect([first.status, first.body.data.username, first.body.data.name]).toEqual([201, 'grace.auma', 'Grace Auma']);
    const again = await sam.post('users', account('GRACE.auma', { email: 'g2@cleanstation.example' }));
    expect([again.status, again.body.rule, again.body.errors?.map((e) => e.path)]).toEqual([409, 'core.duplicate', ['username']]);
    expect(
      (await sam.post('users', account('g2', { email: 'Grace.AUMA@cleanstation.example' }))).body.errors?.map((e) => e.path),
    ).toEqual(['email']);
    expect((await sam.post('users', account('g3', { employeeId: 'e-100' }))).body.errors?.map((e) => e.path)).toEqual([
      'employeeId',
    ]);
    expect((await sam.post(`users/${first.body.data.id}/deactivate`, { reason: 'Never started to work here' })).status).toBe(200);
    expect((await sam.post('users', account('grace.auma', { email: 'g4@cleanstation.example' }))).status).toBe(409);
    // Nor may the name of somebody in another organization of this deployment be taken.
    expect((await sam.post('users', account('OLGA', { email: 'olga2@cleanstation.example' }))).status).toBe(409);
  });

  test('USR-02 two administrators who create the same name at once: one wins', async () => {
    const [sam, ada] = [await app.as('sam'), await app.as('ada')];
    const answers = await Promise.all([
      sam.post('users', account('race', { email: 'race1@cleanstation.example' })),
      ada.post('users', account('Race', { email: 'race2@cleanstation.example' })),
    ]);
    expect(answers.map((a) => a.status).sort()).toEqual([201, 409]);
  });

  test('USR-02 a former e-mail address stays with its person', async () => {
    const sam = await app.as('sam');
    const { id, version } = (await sam.post('users', account('mover', { email: 'old@cleanstation.example' }))).body.data;
    const moved = await sam.patch(`users/${id}`, version, { email: 'New.Address@cleanstation.example', lastName: 'Akello' });
    expect([moved.status, moved.body.data.email, moved.body.data.name]).toEqual([
      200,
      'new.address@cleanstation.example',
      'Grace Akello',
    ]);
    expect((await sam.post('users', account('thief', { email: 'OLD@cleanstation.example' }))).status).toBe(409);
    expect((await sam.patch(`users/${id}`, moved.body.data.version, { username: 'other' })).status).toBe(409);
  });

  test('USR-02 what is not a name, an address or a zone is refused with its field', async () => {
    const sam = await app.as('sam');
    const answer = await sam.post('users', account('two words', { email: 'nowhere', timeZone: 'Mars/Olympus' }));
    expect([answer.status, answer.body.errors?.map((e) => e.path)]).toEqual([422, ['username', 'email', 'timeZone']]);
  });

  test('USR-22 people change their contact and language, not their name, department or roles', async () => {
    const ana = await app.as('ana');
    const changed = await ana.request<Profile>('PATCH', 'auth/profile', {
      phone: '+256 700 111 222',
      language: 'fr',
      timeZone: 'Europe/Paris',
      mutedMail: true,
    });
    expect(changed.body.data).toMatchObject({
      phone: '+256 700 111 222',
      language: 'fr',
      timeZone: 'Europe/Paris',
      mutedMail: true,
    });
    for (const body of [
      { firstName: 'Anna' },
      { departmentId: null },
      { roles: [] },
      { username: 'anna' },
      { email: 'x@y.example' },
      { timeZone: 'Nowhere' },
    ])
      expect((await ana.request('PATCH', 'auth/profile', body)).status).toBe(422);
    expect((await ana.patch(`users/${await idOf(app, 'ana')}`, 3, { firstName: 'Anna' })).status).toBe(403);
    expect((await audited(app, 'UPDATE', await idOf(app, 'ana'))).at(-1)).toMatchObject({
      actorName: 'Anabel Kato',
      changes: { phone: [null, '+256 700 111 222'], language: ['en', 'fr'] },
    });
    await ana.request('PATCH', 'auth/profile', { language: 'en' });
  });

  test('P11-100b-1 identity is recorded by a named verifier who is somebody else, before anything can be signed', async () => {
    const sam = await app.as('sam');
    const { id } = (await sam.post('users', account('fresh'))).body.data;
    const browser = await app.browser('nobody', { signIn: false });
    await browser.post(`auth/invitations/${await mailedToken(app, id)}`, { password: 'tall basalt lantern 9' });
    const fresh = await app.browser('fresh', { password: 'tall basalt lantern 9' });
    const missing = async () => (await fresh.get<Profile>('auth/profile')).body.data.signing.missing;
    expect(await missing()).toEqual(['identity', 'agreement']);
    expect((await fresh.post(`users/${id}/verify-identity`, { method: 'Passport' })).status).toBe(403);
    const own = await idOf(app, 'sam');
    expect((await sam.post(`users/${own}/verify-identity`, { method: 'Passport' })).body.rule).toBe('access.user.yourself');
    expect((await sam.post(`users/${id}/verify-identity`, { method: 'x' })).status).toBe(422);
    expect((await sam.post(`users/${id}/verify-identity`, { method: 'Passport', document: 'UG-0012345' })).status).toBe(200);
    expect((await sam.get(`users/${id}`)).body.data).toMatchObject({
      identityMethod: 'Passport: UG-0012345',
      identityVerifiedBy: own,
    });
    expect((await audited(app, 'IDENTITY_VERIFIED', id)).map((e) => e.actorName)).toEqual(['Samuel Okello']);
    expect(await missing()).toEqual(['agreement']);
  });

  test('P11-10j-1, USR-21 the statement on electronic signatures is accepted once, in its current version', async () => {
    const fresh = await app.browser('fresh', { password: 'tall basalt lantern 9' });
    type Agreement = { readonly data: Readonly<Record<string, unknown>> };
    const shown = await fresh.get<Agreement>('auth/agreement');
    expect(shown.body.data).toMatchObject({ version: agreement.version, isAccepted: false });
    expect(shown.body.data.text).toContain('legally binding');
    expect((await fresh.post('auth/agreement', { accept: false })).status).toBe(422);
    expect((await fresh.post('auth/agreement', { accept: true, version: '0-older' })).body.rule).toBe('access.agreement.changed');
    expect((await fresh.post<Agreement>('auth/agreement', { accept: true, version: agreement.version })).body.data).toMatchObject(
      { isAccepted: true },
    );
    await fresh.post('auth/agreement', { accept: true });
    expect((await fresh.get<Profile>('auth/profile')).body.data.signing).toEqual({
      isFirst: true,
      hasPasskey: false,
      missing: [],
    });
    expect(await audited(app, 'AGREEMENT_ACCEPTED', await idOf(app, 'fresh'))).toHaveLength(1);
  });
});

describe('import', () => {
  const file = [
    'Username;First name;Last name;E-mail;Department;Manager',
    'imp1;Ida;Moss;imp1@cleanstation.example;QA;sam',
    'IMP1;Ivan;Marsh;imp2@cleanstation.example;QA;',
    'imp3;Iris;;imp3@cleanstation.example;XX;',
    'ana;Anna;Other;imp4@cleanstation.example;;',
    'imp5;Igor;Pine;imp5@cleanstation.example;WH;nobody',
    'imp6;Ines;Lake;imp6@cleanstation.example;wh;',
  ].join('\r\n');

  test('USR-03 every row is judged, and one fault stops a file that is to come in whole', async () => {
    const sam = await app.as('sam');
    const answer = await sam.post<Import>('users/import', { csv: file, mode: 'all' });
    expect(answer.status).toBe(200);
    expect(answer.body.data.created).toEqual([]);
    expect(answer.body.data.errors.map((e) => [e.row, e.path])).toEqual([
      [3, 'username'],
      [4, 'departmentId'],
      [4, 'lastName'],
      [5, 'username'],
      [6, 'managerId'],
    ]);
  });

  test('USR-03, AT-13 by choice the valid rows come in, each with its own audit event under one request', async () => {
    const sam = await app.as('sam');
    const tried = await sam.post<Import>('users/import', { csv: file, mode: 'valid', dryRun: true });
    expect(tried.body.data.created).toEqual([]);
    const answer = await sam.post<Import>('users/import', { csv: file, mode: 'valid' });
    expect(answer.body.data.created.map((c) => c.username)).toEqual(['imp1', 'imp6']);
    const events = [
      ...(await audited(app, 'CREATE', await idOf(app, 'imp1'))),
      ...(await audited(app, 'CREATE', await idOf(app, 'imp6'))),
    ];
    expect(events).toHaveLength(2);
    expect(new Set(events.map((e) => e.request)).size).toBe(1);
    expect(await mailedToken(app, await idOf(app, 'imp6'))).toMatch(/^[\w-]{43}$/);
  });

  test('USR-03 unknown columns, unclosed quotes and people without the right are refused', async () => {
    const [sam, dora] = [await app.as('sam'), await app.as('dora')];
    expect((await sam.post('users/import', { csv: 'username,password\nx,y', mode: 'all' })).status).toBe(422);
    expect((await sam.post('users/import', { csv: 'username\n"x', mode: 'all' })).status).toBe(422);
    expect((await dora.post('users/import', { csv: file, mode: 'all' })).status).toBe(403);
  });
});
