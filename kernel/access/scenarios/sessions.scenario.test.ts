import { describe, expect, test } from 'vitest';
import { startTestApp } from '#kernel/testing';
import { accessFixture, PASSWORD } from './access-fixture.ts';
import { alarmsAbout, audited, emitted, idOf } from './evidence-fixture.ts';

const app = await startTestApp(accessFixture);
type Profile = {
  readonly data: Readonly<Record<string, unknown>> & {
    readonly restrictions: readonly string[];
    readonly permissions: readonly string[];
  };
};
type Problem = { readonly rule: string };
type Sessions = { readonly items: readonly { readonly ref: string; readonly isThis: boolean; readonly userAgent: string }[] };

describe('sessions', () => {
  test('USR-09, E2E-14 signing out ends the session at once; the same cookie is worth nothing afterwards', async () => {
    const browser = await app.browser('ana');
    const cookie = await sessionCookieOf('ana', browser);
    expect((await withCookie(cookie)).status).toBe(200);
    await browser.post('auth/logout');
    const after = await withCookie(cookie);
    expect([after.status, after.rule]).toEqual([401, 'session.ended']);
    expect((await browser.get<Problem>('auth/profile')).status).toBe(401);
  });

  test('USR-10 two browsers are two sessions; signing out of one keeps the other', async () => {
    const [first, second] = [
      await app.browser('dora', { userAgent: 'Firefox/150' }),
      await app.browser('dora', { userAgent: 'Chrome/160' }),
    ];
    const { items } = (await first.get<Sessions>('auth/sessions')).body;
    expect(items.map((s) => [s.userAgent, s.isThis])).toEqual([
      ['Chrome/160', false],
      ['Firefox/150', true],
    ]);
    await first.signOut();
    expect((await second.get('auth/profile')).status).toBe(200);
    expect((await first.get('auth/profile')).status).toBe(401);
  });

  test('USR-10, E2E-14 at the limit of three the oldest session ends, with notice', async () => {
    const [first, ...others] = [
      await app.browser('insp'),
      await app.browser('insp'),
      await app.browser('insp'),
      await app.browser('insp'),
    ];
    const notice = await first?.get<Problem>('auth/profile');
    expect([notice?.status, notice?.body.rule]).toEqual([401, 'session.limit']);
    for (const other of others) expect((await other.get('auth/profile')).status).toBe(200);
    expect((await emitted(app, 'access.session-ended')).at(-1)).toMatchObject({
      userId: await idOf(app, 'insp'),
      cause: 'limit',
    });
  });

  test('USR-10 ending one of the own sessions, and all of them', async () => {
    const [here, there] = [await app.browser('lea'), await app.browser('lea')];
    const other = (await here.get<Sessions>('auth/sessions')).body.items.find((s) => !s.isThis);
    expect((await here.del(`auth/sessions/${other?.ref}`)).status).toBe(204);
    expect((await there.get('auth/profile')).status).toBe(401);
    expect((await here.del(`auth/sessions/${other?.ref}`)).status).toBe(404);
    const third = await app.browser('lea');
    expect((await here.post<{ data: { ended: number } }>('auth/logout-everywhere')).body.data.ended).toBe(2);
    expect((await third.get('auth/profile')).status).toBe(401);
  });

  test('USR-16 after 15 minutes without activity the session is locked; the password continues the same one', async () => {
    const browser = await app.browser('paul');
    const before = (await browser.get<Profile>('auth/profile')).body.data;
    await app.advance('10 minutes');
    expect((await browser.get('users')).status).toBe(200);
    await app.advance('14 minutes');
    expect((await browser.get('users')).status).toBe(200);
    await app.advance('16 minutes');
    const locked = await browser.get<Problem>('users');
    expect([locked.status, locked.body.rule]).toEqual([401, 'session.locked']);
    const profile = (await browser.get<Profile>('auth/profile')).body.data;
    expect([profile.restrictions, profile.permissions]).toEqual([['locked'], []]);
    expect((await browser.post<Problem>('auth/password', { current: PASSWORD, next: 'tall basalt lantern 9' })).body.rule).toBe(
      'session.locked',
    );
    expect((await browser.post<Problem>('auth/unlock', { password: 'not the otter' })).body.rule).toBe('access.password.wrong');
    expect((await browser.post('auth/unlock', { password: PASSWORD })).status).toBe(200);
    const after = (await browser.get<Profile>('auth/profile')).body.data;
    expect(after.session).toMatchObject({ ref: (before.session as { ref: string }).ref, lockedAt: null });
    expect(after.permissions).toEqual(before.permissions);
  });

  test('USR-16 polling marked as background does not keep a session awake', async () => {
    const browser = await app.browser('paul');
    await app.advance('10 minutes');
    expect((await browser.get('users', { 'x-background': '1' })).status).toBe(200);
    await app.advance('6 minutes');
    expect((await browser.get<Problem>('users')).body.rule).toBe('session.locked');
  });

  test('USR-07 wrong passwords at the lock screen count, and the right one is refused while locked', async () => {
    const browser = await app.browser('ana');
    await app.advance('20 minutes');
    for (let i = 0; i < 5; i++) expect((await browser.post('auth/unlock', { password: `wrong ${i}` })).status).toBe(403);
    expect((await browser.post<Problem>('auth/unlock', { password: PASSWORD })).body.rule).toBe('access.sign-in.locked');
    expect(await alarmsAbout(app, await idOf(app, 'ana'))).toContain('account-locked');
    await app.advance('31 minutes');
    expect((await browser.post('auth/unlock', { password: PASSWORD })).status).toBe(200);
  });

  test('P11-200a1i-2 no session lasts longer than twelve hours, however active', async () => {
    const browser = await app.browser('sec');
    for (let i = 0; i < 71; i++) {
      await app.advance('10 minutes');
      if (i % 10 === 9) expect((await browser.get('auth/profile')).status).toBe(200);
      else await browser.get('auth/profile');
    }
    await app.advance('11 minutes');
    expect((await browser.get<Problem>('auth/profile')).body.rule).toBe('session.expired');
  });

  test('P11-200a2-1 a session that turns up in another browser is refused, ended and reported', async () => {
    const browser = await app.browser('dora', { userAgent: 'Firefox/150' });
    const cookie = await sessionCookieOf('dora', browser);
    const moved = await withCookie(cookie, 'curl/9');
    expect([moved.status, moved.rule]).toEqual([401, 'session.client-changed']);
    expect((await browser.get<Problem>('auth/profile')).body.rule).toBe('session.ended');
    expect(await alarmsAbout(app, await idOf(app, 'dora'))).toEqual(['session-moved']);
    expect((await audited(app, 'SECURITY', await idOf(app, 'dora'))).at(-1)).toMatchObject({
      agent: 'curl/9',
      detail: { kind: 'session-moved' },
    });
  });

  test('USR-08 deactivating an account ends its sessions at once and names its open tasks', async () => {
    const [sam, leaver] = [await app.browser('sam'), await app.browser('lea')];
    const id = await idOf(app, 'lea');
    expect((await leaver.get('auth/profile')).status).toBe(200);
    expect((await sam.post(`users/${id}/deactivate`, { reason: 'Left the company in May' })).status).toBe(200);
    expect((await leaver.get('auth/profile')).status).toBe(401);
    expect((await sam.get<{ items: unknown[] }>(`users/${id}/open-tasks`)).body.items).toEqual([]);
    expect((await emitted(app, 'access.deactivated')).at(-1)).toMatchObject({ userId: id, openTasks: [] });
    expect((await sam.post(`users/${id}/reactivate`, { reason: 'Came back after a month' })).status).toBe(200);
    expect((await app.browser('lea')).username).toBe('lea');
  });

  test('USR-08 the security unit ends the sessions of somebody else, with a reason', async () => {
    const [sec, ana] = [await app.browser('sec'), await app.browser('ana')];
    const id = await idOf(app, 'ana');
    expect((await ana.post(`users/${await idOf(app, 'dora')}/end-sessions`, { reason: 'No right to do this' })).status).toBe(403);
    expect((await sec.post(`users/${id}/end-sessions`, { reason: 'Tablet lost in the warehouse' })).status).toBe(200);
    expect((await ana.get<Problem>('auth/profile')).body.rule).toBe('session.ended');
    expect((await audited(app, 'SESSIONS_ENDED', id)).map((e) => e.reason)).toEqual(['Tablet lost in the warehouse']);
  });

  test('P11-10d-1 without a session nothing answers, and organizations do not see each other', async () => {
    const nobody = await app.browser('nobody', { signIn: false });
    expect((await nobody.get('users')).status).toBe(401);
    const olga = await app.browser('olga');
    expect((await olga.get(`users/${await idOf(app, 'ana')}`)).status).toBe(404);
    expect((await olga.get(`users/${await idOf(app, 'ana')}/sessions`)).status).toBe(404);
    expect((await olga.get<{ page: { total: number } }>('users')).body.page.total).toBe(1);
  });
});

/** The session cookie as a thief would carry it: a fresh sign-in whose value is read from the answer. */
async function sessionCookieOf(
  username: string,
  browser: { post: Awaited<ReturnType<typeof app.browser>>['post'] },
): Promise<string> {
  const answer = await browser.post('auth/login', { username, password: PASSWORD });
  const cookies = [answer.headers['set-cookie']].flat().map(String);
  return cookies.find((c) => c.startsWith('plumbline='))?.split(';')[0] ?? '';
}
async function withCookie(cookie: string, userAgent = 'plumbline-test/1'): Promise<{ status: number; rule: string | undefined }> {
  const answer = await app.http.inject({
    method: 'GET',
    url: '/api/v1/auth/profile',
    headers: { cookie, 'user-agent': userAgent },
  });
  return { status: answer.statusCode, rule: answer.json<{ rule?: string }>().rule };
}
