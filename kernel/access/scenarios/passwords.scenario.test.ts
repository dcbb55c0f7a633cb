import { describe, expect, test } from 'vitest';
import { startTestApp } from '#kernel/testing';
import { accessFixture, PASSWORD } from './access-fixture.ts';
import { alarmsAbout, audited, emitted, idOf, keyOf, mailedToken, retiredKeys } from './evidence-fixture.ts';

const app = await startTestApp(accessFixture);
type Problem = { readonly rule: string; readonly detail: string; readonly errors?: readonly { readonly path: string }[] };
type Profile = {
  readonly data: { readonly restrictions: readonly string[]; readonly signing: { readonly missing: readonly string[] } };
};
type Link = { readonly data: Readonly<Record<string, unknown>> };
const stranger = () => app.browser('nobody', { signIn: false });
const signIn = async (username: string, password: string) =>
  (await (await stranger()).post<Problem>('auth/login', { username, password })).status;
const NEXT = 'tall basalt lantern 9';

describe('invitations', () => {
  test('USR-01 an invited person chooses the password through a single-use link that nobody else sees', async () => {
    const sam = await app.as('sam');
    const created = await sam.post('users', {
      username: 'nora',
      firstName: 'Nora',
      lastName: 'Linden',
      email: 'nora@cleanstation.example',
    });
    expect([created.status, created.body.data.state]).toEqual([201, 'PENDING']);
    const id = created.body.data.id;
    const token = await mailedToken(app, id);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(created.body)).not.toContain(token);
    const browser = await stranger();
    const shown = await browser.get<Link>(`auth/invitations/${token}`);
    expect(shown.body.data).toMatchObject({ kind: 'invitation', username: 'nora', organization: 'CleanStation Pharma' });
    expect((await browser.post<Problem>(`auth/invitations/${token}`, { password: 'Password2026!!' })).body.rule).toBe(
      'access.password.weak',
    );
    expect((await browser.post(`auth/invitations/${token}`, { password: NEXT })).status).toBe(200);
    expect((await browser.post<Problem>(`auth/invitations/${token}`, { password: PASSWORD })).body.rule).toBe('access.link.gone');
    expect((await sam.get(`users/${id}`)).body.data.state).toBe('ACTIVE');
    expect(await signIn('nora', NEXT)).toBe(200);
    const key = await keyOf(app, id);
    expect(key.publicKey).toContain('BEGIN PUBLIC KEY');
    // Able to sign in, not yet to sign: identity and agreement are still missing.
    const nora = await app.browser('nora', { password: NEXT });
    expect((await nora.get<Profile>('auth/profile')).body.data.signing.missing).toEqual(['identity', 'agreement']);
  });

  test('USR-01 the link dies after 24 hours; a second invitation replaces the first', async () => {
    const sam = await app.as('sam');
    const { id } = (
      await sam.post('users', { username: 'late', firstName: 'Lars', lastName: 'Eriksen', email: 'late@cleanstation.example' })
    ).body.data;
    const first = await mailedToken(app, id);
    expect((await sam.post(`users/${id}/invite-again`)).status).toBe(200);
    const second = await mailedToken(app, id);
    const browser = await stranger();
    expect((await browser.get<Problem>(`auth/invitations/${first}`)).status).toBe(404);
    expect((await browser.get(`auth/invitations/${second}`)).status).toBe(200);
    await app.advance('25 hours');
    expect((await browser.post<Problem>(`auth/invitations/${second}`, { password: NEXT })).body.rule).toBe('access.link.gone');
    const again = await app.browser('sam');
    expect((await again.post<Problem>(`users/${await idOf(app, 'nora')}/invite-again`)).body.rule).toBe(
      'access.user.not-invited',
    );
  });

  test('USR-01 a link used twice at the same moment works once', async () => {
    const sam = await app.browser('sam');
    const { id } = (
      await sam.post('users', { username: 'twice', firstName: 'Theo', lastName: 'Wise', email: 'twice@cleanstation.example' })
    ).body.data;
    const token = await mailedToken(app, id);
    const [one, two] = [await stranger(), await stranger()];
    const answers = await Promise.all([
      one.post(`auth/invitations/${token}`, { password: NEXT }),
      two.post(`auth/invitations/${token}`, { password: 'quiet harbour ladder 3' }),
    ]);
    expect(answers.map((a) => a.status).sort()).toEqual([200, 404]);
  });
});

describe('changing the password', () => {
  test('USR-12 the last twelve passwords, the own name and what everybody tries first are refused', async () => {
    const browser = await app.browser('ana');
    const change = (current: string, next: string) => browser.post<Problem>('auth/password', { current, next });
    expect((await change(PASSWORD, 'anabel likes tea in june')).body.rule).toBe('access.password.weak');
    expect((await change(PASSWORD, 'Password2026!!')).body.rule).toBe('access.password.weak');
    expect((await change(PASSWORD, 'short one')).body.errors?.[0]?.path).toBe('next');
    expect((await change('not my password at all', NEXT)).body.rule).toBe('access.password.wrong');
    let current = PASSWORD;
    for (let i = 1; i <= 11; i++) {
      const next = `harbour ladder quilt ${i}`;
      expect((await change(current, next)).status).toBe(200);
      current = next;
    }
    expect((await change(current, PASSWORD)).body.detail).toContain('last 12');
    expect((await change(current, 'harbour ladder quilt 12')).status).toBe(200);
    expect((await change('harbour ladder quilt 12', PASSWORD)).status).toBe(200);
  });

  test('P11-200a3-1 a changed password keeps the signing key, sealed anew; other sessions end', async () => {
    const [here, there] = [await app.browser('dora'), await app.browser('dora')];
    const id = await idOf(app, 'dora');
    const before = await keyOf(app, id);
    expect((await here.post('auth/password', { current: PASSWORD, next: NEXT })).status).toBe(200);
    const after = await keyOf(app, id);
    expect(after.publicKey).toBe(before.publicKey);
    expect(after.sealed).not.toEqual(before.sealed);
    expect((await here.get('auth/profile')).status).toBe(200);
    expect((await there.get<Problem>('auth/profile')).body.rule).toBe('session.ended');
    expect([await signIn('dora', PASSWORD), await signIn('dora', NEXT)]).toEqual([401, 200]);
    const events = JSON.stringify([
      ...(await audited(app, 'PASSWORD_SET', id)),
      ...(await emitted(app, 'access.password-changed')),
    ]);
    expect(events).not.toContain(NEXT);
  });

  test('USR-13, P11-300b-1 after 90 days only the password can be changed', async () => {
    await app.advance('91 days');
    const browser = await app.browser('insp');
    const refused = await browser.get<Problem>('users');
    expect([refused.status, refused.body.rule]).toEqual([403, 'access.password.expired']);
    expect((await browser.get<Profile>('auth/profile')).body.data.restrictions).toEqual(['password-expired']);
    expect((await browser.post('auth/agreement', { accept: true })).status).toBe(403);
    expect((await browser.post('auth/password', { current: PASSWORD, next: NEXT })).status).toBe(200);
    expect((await browser.get('users')).status).toBe(200);
    expect((await audited(app, 'ACCESS_DENIED')).some((e) => e.actorName === 'Irene Spektor')).toBe(true);
  });
});

describe('resets', () => {
  test('P11-200a3-1, SOD-6 an administrator starts a reset and never learns the password; only the owner’s mailbox opens the account', async () => {
    const sam = await app.browser('sam');
    await sam.post('auth/password', { current: PASSWORD, next: NEXT });
    const id = await idOf(app, 'paul');
    const before = await keyOf(app, id);
    expect((await sam.post<Problem>(`users/${id}/reset-password`, {})).body.rule).toBe('core.reason-required');
    const own = await idOf(app, 'sam');
    expect((await sam.post<Problem>(`users/${own}/reset-password`, { reason: 'I would rather have a new one' })).body.rule).toBe(
      'access.user.yourself',
    );
    const reset = await sam.post(`users/${id}/reset-password`, { reason: 'Forgot it during leave' });
    expect(reset.status).toBe(200);
    const token = await mailedToken(app, id);
    expect(JSON.stringify(reset.body)).not.toContain(token);
    expect(await signIn('paul', PASSWORD)).toBe(401);
    const blocked = await keyOf(app, id);
    expect(blocked).toMatchObject({ publicKey: null, sealed: null, blocked: true, hasPassword: false });
    expect((await retiredKeys(app, id)).map((k) => k.public_key)).toEqual([before.publicKey]);
    // Nobody sets a password for somebody else: the field exists in no input.
    expect((await sam.patch<Problem>(`users/${id}`, 1, { password: 'chosen by the admin 1' })).body.rule).toBe('core.invalid');
  });

  test('P11-200a3-2 signing is blocked from the reset until the owner has chosen a password and the security unit is told', async () => {
    const id = await idOf(app, 'paul');
    expect(await alarmsAbout(app, id)).toEqual(['password-reset-started']);
    const token = await mailedToken(app, id);
    const browser = await stranger();
    expect((await browser.post<Problem>(`auth/invitations/${token}`, { password: PASSWORD })).body.detail).toContain('last 12');
    expect((await browser.post(`auth/invitations/${token}`, { password: NEXT })).status).toBe(200);
    expect(await alarmsAbout(app, id)).toEqual(['password-reset-started', 'password-reset-done']);
    const after = await keyOf(app, id);
    expect(after.blocked).toBe(false);
    expect(after.publicKey).not.toBe((await retiredKeys(app, id))[0]?.public_key);
    expect(await signIn('paul', NEXT)).toBe(200);
  });

  test('P11-200a3-1 a forgotten password gets the same answer whether the name exists or not, and changes nothing by itself', async () => {
    const browser = await stranger();
    const [known, unknown] = [
      await browser.post('auth/forgot', { username: 'lea' }),
      await browser.post('auth/forgot', { username: 'no.such.person' }),
    ];
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    const id = await idOf(app, 'lea');
    expect(await signIn('lea', PASSWORD)).toBe(200);
    const before = await keyOf(app, id);
    for (let i = 0; i < 5; i++) await browser.post('auth/forgot', { username: 'lea' });
    expect((await emitted(app, 'access.invited')).filter((p) => p.userId === id)).toHaveLength(3);
    expect((await browser.post(`auth/invitations/${await mailedToken(app, id)}`, { password: NEXT })).status).toBe(200);
    expect((await retiredKeys(app, id)).map((k) => k.public_key)).toEqual([before.publicKey]);
    expect(await alarmsAbout(app, id)).toEqual(['password-reset-done']);
    expect([await signIn('lea', PASSWORD), await signIn('lea', NEXT)]).toEqual([401, 200]);
  });
});
