import { describe, expect, test } from 'vitest';
import { createHttp } from '#kernel/http';
import { type Actor, systemActor } from '#kernel/records';
import { startTestApp } from '#kernel/testing';
import { createLockout } from '../attempts.ts';
import { createAuthenticate } from '../authenticate.ts';
import type { Access } from '../configuration.ts';
import { createRateLimit } from '../rate-limit.ts';
import { accessRoutes } from '../routes.ts';
import { accessFixture, PASSWORD } from './access-fixture.ts';
import { alarmsAbout, audited, idOf } from './evidence-fixture.ts';

const app = await startTestApp(accessFixture);
const stranger = (options: { readonly address?: string; readonly userAgent?: string } = {}) =>
  app.browser('nobody', { signIn: false, ...options });
const signIn = async (username: string, password: string) =>
  (await stranger()).post<Readonly<Record<string, unknown>>>('auth/login', { username, password });
const failures = async (username: string, count: number) => {
  for (let i = 0; i < count; i++) expect((await signIn(username, `wrong ${i} otter marble`)).status).toBe(401);
};

describe('signing in', () => {
  test('USR-11, E2E-14 an unknown name, a wrong password, an invited and a deactivated account answer alike', async () => {
    const sam = await app.as('sam');
    const invited = await sam.post('users', {
      username: 'newcomer',
      firstName: 'New',
      lastName: 'Comer',
      email: 'new@cleanstation.example',
    });
    expect(invited.status).toBe(201);
    expect((await sam.post(`users/${await idOf(app, 'lea')}/deactivate`, { reason: 'Left the company in May' })).status).toBe(
      200,
    );
    const answers = await Promise.all([
      signIn('no.such.person', PASSWORD),
      signIn('ana', 'not the otter marble'),
      signIn('newcomer', PASSWORD),
      signIn('lea', PASSWORD),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(401);
      const { requestId: _each, ...rest } = body;
      expect(rest).toEqual({ ...rest, rule: 'access.sign-in.refused', detail: 'User name or password is not right.' });
      expect(Object.keys(rest).sort()).toEqual(['code', 'detail', 'rule', 'status', 'title', 'type']);
    }
  });

  test('USR-11 an unknown name costs the same password derivation as a known one', async () => {
    // A derivation dear enough to stand out from everything else; signing in once stores the known hash at this cost.
    const http = await serverWith({ cost: { memoryKiB: 64 * 1024, iterations: 3, parallelism: 1 } });
    const time = async (username: string, password: string) => {
      const start = performance.now();
      await http.inject({ method: 'POST', url: '/api/v1/auth/login', payload: { username, password } });
      return performance.now() - start;
    };
    await time('insp', PASSWORD);
    const [unknown, known] = [await time('no.such.person', PASSWORD), await time('insp', 'not the otter marble')];
    expect(unknown).toBeGreaterThan(known / 3);
    expect(known).toBeGreaterThan(unknown / 3);
    await http.close();
  });

  test('P11-300a-1 user name and e-mail both open the account, in any case', async () => {
    for (const name of ['PAUL', 'paul.ssali@cleanstation.EXAMPLE', ' paul '])
      expect((await signIn(name, PASSWORD)).status).toBe(200);
  });

  test('USR-15, E2E-14 the address is believed from a configured proxy only, and the browser is recorded', async () => {
    const behind = await app.browser('ana', { signIn: false, address: '10.0.0.1', userAgent: 'Firefox/150' });
    const direct = await app.browser('ana', { signIn: false, address: '198.51.100.9', userAgent: 'Chrome/160' });
    const body = { username: 'ana', password: PASSWORD };
    const claim = { 'x-forwarded-for': '203.0.113.7' };
    expect((await behind.post('auth/login', body, claim)).status).toBe(200);
    expect((await direct.post('auth/login', body, claim)).status).toBe(200);
    const logins = (await audited(app, 'LOGIN', await idOf(app, 'ana'))).slice(-2);
    expect(logins.map((e) => [e.ip, e.agent, e.actorName])).toEqual([
      ['203.0.113.7', 'Firefox/150', 'Anabel Kato'],
      ['198.51.100.9', 'Chrome/160', 'Anabel Kato'],
    ]);
  });

  test('AT-08, AT-06 failed attempts are events with address and browser, and hold no password or mistyped secret', async () => {
    const browser = await stranger({ address: '198.51.100.44', userAgent: 'Probe/1' });
    await browser.post('auth/login', { username: 'my secret otter phrase', password: 'another secret phrase' });
    const all = await audited(app, 'LOGIN_FAILED');
    const last = all.at(-1) ?? {};
    expect([last.ip, last.agent, last.org]).toEqual(['198.51.100.44', 'Probe/1', '00000000-0000-7000-8000-000000000000']);
    expect(JSON.stringify(all)).not.toMatch(/secret/);
  });

  test('USR-17 a session cookie is out of reach of scripts and of other sites', async () => {
    const answer = await signIn('ana', PASSWORD);
    const cookies = [answer.headers['set-cookie']].flat().map(String);
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(cookie).toMatch(/; HttpOnly.*SameSite=Lax/);
    expect(cookies.some((c) => /^plumbline=[\w-]{43};/.test(c) && !c.includes('Max-Age'))).toBe(true);
  });
});

describe('wrong passwords', () => {
  test('USR-07 five lock the account for 30 minutes; only the right password learns of it; security is told', async () => {
    const insp = await idOf(app, 'insp');
    await app.advance('1 hour');
    await failures('insp', 5);
    expect((await signIn('insp', 'still not the otter')).status).toBe(401);
    const locked = await signIn('insp', PASSWORD);
    expect([locked.status, locked.body.rule]).toEqual([423, 'access.sign-in.locked']);
    expect(await alarmsAbout(app, insp)).toEqual(['account-locked', 'locked-account-used']);
    await app.advance('31 minutes');
    expect((await signIn('insp', PASSWORD)).status).toBe(200);
  });

  test('USR-07 guesses made at once are counted one by one', async () => {
    const sec = await idOf(app, 'sec');
    await Promise.all(Array.from({ length: 12 }, (_, i) => signIn('sec', `guess ${i} of twelve`)));
    expect((await signIn('sec', PASSWORD)).status).toBe(423);
    expect(await alarmsAbout(app, sec)).toEqual(['account-locked', 'locked-account-used']);
  });

  test('P11-300d-1 strangers who lock an account do not lock its owner out of a known browser', async () => {
    const own = await app.browser('dora');
    await failures('dora', 5);
    expect((await signIn('dora', PASSWORD)).status).toBe(423);
    await own.signOut();
    expect((await own.post('auth/login', { username: 'dora', password: PASSWORD })).status).toBe(200);
    // The known browser has a count of its own, which locks as well.
    for (let i = 0; i < 5; i++)
      expect((await own.post('auth/login', { username: 'dora', password: `wrong ${i} again` })).status).toBe(401);
    expect((await own.post('auth/login', { username: 'dora', password: PASSWORD })).status).toBe(423);
  });

  test('P11-300d-1, P11-200a1-3 wrong passwords at signing and at sign-in count together, and a lock refuses the right one', async () => {
    const browser = await app.browser('olga');
    const profile = (
      await browser.get<{ data: { session: { ref: string }; user: { id: string }; organization: { id: string } } }>(
        'auth/profile',
      )
    ).body.data;
    const { user, session, organization } = profile;
    const actor: Actor = { ...systemActor(organization.id, 'olga'), type: 'USER', userId: user.id, sessionRef: session.ref };
    const lockout = createLockout();
    for (const wrong of ['one', 'two'])
      expect((await browser.post('auth/login', { username: 'olga', password: `${wrong} wrong at sign-in` })).status).toBe(401);
    expect(await lockout.failed(app.kernel, actor, 'wrong-password')).toEqual({ remaining: 2, locked: false });
    expect(await lockout.failed(app.kernel, actor, 'foreign-id')).toEqual({ remaining: 1, locked: false });
    expect(await lockout.failed(app.kernel, actor, 'wrong-password')).toEqual({ remaining: 0, locked: true });
    await expect(lockout.succeeded(app.kernel, actor)).rejects.toMatchObject({
      rule: { id: 'access.sign-in.locked', status: 423 },
    });
    expect(await alarmsAbout(app, user.id)).toEqual(['foreign-signature-id', 'account-locked', 'locked-account-used']);
    await app.advance('31 minutes');
    await lockout.succeeded(app.kernel, actor);
    expect(await lockout.failed(app.kernel, actor, 'wrong-password')).toEqual({ remaining: 4, locked: false });
  });

  test('USR-07, SOD-6 an administrator unlocks with a reason, nobody their own account', async () => {
    const sam = await app.browser('sam');
    await failures('dora', 5);
    const [dora, own] = [await idOf(app, 'dora'), await idOf(app, 'sam')];
    expect((await sam.post(`users/${dora}/unlock`, {})).body.rule).toBe('core.reason-required');
    expect((await sam.post(`users/${own}/unlock`, { reason: 'I typed it wrong myself' })).body.rule).toBe('access.user.yourself');
    expect((await sam.get(`users/${dora}/actions`)).body.can.unlock).toEqual({ ok: true });
    expect((await sam.post(`users/${dora}/unlock`, { reason: 'Called from her known number' })).status).toBe(200);
    expect((await signIn('dora', PASSWORD)).status).toBe(200);
    expect((await sam.get(`users/${dora}/actions`)).body.can.unlock).toMatchObject({
      ok: false,
      rule: 'access.user.not-locked',
    });
    expect((await audited(app, 'UNLOCK', dora)).map((e) => e.reason)).toEqual(['Called from her known number']);
  });
});

test('P11-300d-1 an address that tries too often waits, and is told how long', async () => {
  const http = await serverWith({ signInRate: createRateLimit(0.1, 2) });
  const attempt = (remoteAddress: string) =>
    http.inject({ method: 'POST', url: '/api/v1/auth/login', remoteAddress, payload: { username: 'ana', password: PASSWORD } });
  for (let i = 0; i < 2; i++) expect((await attempt('192.0.2.1')).statusCode).toBe(200);
  const refused = await attempt('192.0.2.1');
  expect([refused.statusCode, refused.json<{ rule: string }>().rule]).toEqual([429, 'access.too-many']);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await attempt('192.0.2.2')).statusCode).toBe(200);
  await http.close();
});

/** The same application with another configuration of sign-in. */
function serverWith(change: Partial<Access>) {
  const access = { ...app.access, ...change };
  const authenticate = createAuthenticate(app.kernel, access);
  return createHttp({ kernel: app.kernel, authenticate, plugins: [accessRoutes(access)], version: '0' });
}
