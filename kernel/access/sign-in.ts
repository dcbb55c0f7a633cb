import type { FastifyRequest } from 'fastify';
import { sql } from '#kernel/db';
import { type Actor, type Kernel, type Tx, transact } from '#kernel/records';
import { refuse, rule } from '#kernel/schema';
import { hashPassword, needsRehash, verifyPassword } from '../sign/crypto/index.ts';
import { type AttemptSubject, clearFailures, countFailure, lockOf } from './attempts.ts';
import type { Access } from './configuration.ts';
import { storedCredential } from './credential.ts';
import { accessRules } from './rules.ts';
import { alarm, clientOf, frontDoor, recordStranger } from './security.ts';
import { deviceOf, newToken, type OpenedSession, openSession } from './sessions.ts';

type Verdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly remaining: number }
  | { readonly kind: 'locked'; readonly until: string };

const dummies = new WeakMap<Access, Promise<string>>();
/** Hash of a password nobody knows: checking against it takes as long as checking a real one (USR-11). Made at start. */
export function dummyHash(access: Access): Promise<string> {
  const made = dummies.get(access) ?? hashPassword(newToken(), access.cost);
  dummies.set(access, made);
  return made;
}

/** One attempt of this address; refuses with 429 and the time until the next one. */
export function takeAttempt(access: Access, request: FastifyRequest): void {
  const { retryAfter } = access.signInRate.take(request.ip);
  rule(retryAfter === 0, accessRules['access.too-many'], { retryAfter });
}

/**
 * Judges a password of a known account and counts the attempt. The derivation runs before the transaction; the count is judged under the
 * counter's lock, so that guesses made at once cannot slip past the limit.
 *
 * @param then runs in the same transaction when the password is right and the account is not locked
 */
async function judge<T>(
  kernel: Kernel,
  access: Access,
  actor: Actor,
  of: { readonly subject: AttemptSubject; readonly password: string; readonly what: string; readonly requestId: string },
  then: (tx: Tx, hash: string) => Promise<T>,
): Promise<{ readonly verdict: Verdict; readonly result?: T }> {
  const { subject, what, requestId } = of;
  const stored = await transact(kernel, actor, (tx) => storedCredential(tx, subject.userId), { readOnly: true, requestId });
  const isRight = await verifyPassword(stored.hash ?? (await dummyHash(access)), of.password);
  const hash = isRight ? stored.hash : null;
  const renewed = hash !== null && needsRehash(hash, access.cost) ? await hashPassword(of.password, access.cost) : null;
  return transact(
    kernel,
    actor,
    async (tx) => {
      const about = { module: 'access', entity: 'access.user', id: subject.userId };
      const lock = await lockOf(tx, subject);
      // The password may have been reset while this one was being checked.
      const stillRight = hash !== null && (await storedCredential(tx, subject.userId)).hash === hash;
      if (hash === null || !stillRight) {
        await tx.record('LOGIN_FAILED', about, { what, cause: 'password' });
        const { remaining } = await countFailure(tx, subject, what);
        return { verdict: { kind: 'wrong', remaining } };
      }
      if (lock.lockedUntil !== null) {
        await tx.record('LOGIN_FAILED', about, { what, cause: 'locked' });
        await alarm(tx, 'locked-account-used', subject.userId, { during: what });
        return { verdict: { kind: 'locked', until: lock.lockedUntil } };
      }
      await clearFailures(tx, subject);
      if (renewed)
        await tx.query(
          sql`update access.credential set password_hash = ${renewed} where org_id = ${tx.actor.orgId} and user_id = ${subject.userId}`,
        );
      return { verdict: { kind: 'right' }, result: await then(tx, renewed ?? hash) };
    },
    { requestId },
  );
}

export interface SignedIn extends OpenedSession {
  readonly orgId: string;
  readonly userId: string;
}

/**
 * Signs somebody in by user name or e-mail and password. Unknown names, wrong passwords, invited and deactivated accounts answer alike and
 * take as long (USR-11, E2E-14); a lock is told to the right password only (USR-07).
 *
 * @throws AppError 401 `access.sign-in.refused`, 423 `access.sign-in.locked`, 429 `access.too-many`
 */
export async function signIn(
  kernel: Kernel,
  access: Access,
  request: FastifyRequest,
  given: { readonly username: string; readonly password: string },
): Promise<SignedIn> {
  takeAttempt(access, request);
  const name = given.username.normalize('NFC').trim().toLowerCase();
  const { rows } = await kernel.database.pool.query<{ org_id: string; user_id: string }>(
    'select org_id, user_id from access.find_sign_in($1)',
    [name],
  );
  const [found] = rows;
  if (!found) {
    await verifyPassword(await dummyHash(access), given.password);
    await recordStranger(kernel, request, 'sign-in', name);
    refuse(accessRules['access.sign-in.refused']);
  }
  const actor = frontDoor(found.org_id, request);
  const subject = { userId: found.user_id, device: deviceOf(access, request) };
  const { verdict, result } = await judge(
    kernel,
    access,
    actor,
    { subject, password: given.password, what: 'sign-in', requestId: request.id },
    async (tx) => {
      const [person] = await tx.query<{ name: string; username: string }>(sql`select u.name, u.username from access."user" u
      where u.org_id = ${found.org_id} and u.id = ${found.user_id} and u.state = 'ACTIVE'
        and (u.account_expires_on is null or (kernel.now() at time zone coalesce((select s.zone from access.site s where s.org_id = u.org_id and s.id = u.site_id), 'UTC'))::date <= u.account_expires_on)`);
      if (!person) {
        await tx.record(
          'LOGIN_FAILED',
          { module: 'access', entity: 'access.user', id: found.user_id },
          { what: 'sign-in', cause: 'not-active' },
        );
        return undefined;
      }
      const session = await openSession(tx, found.user_id, { ...clientOf(request), device: subject.device });
      await tx.query(
        sql`update access.credential set last_sign_in_at = kernel.now() where org_id = ${found.org_id} and user_id = ${found.user_id}`,
      );
      // From here on the person acts, not the front door.
      const now = JSON.stringify({ actor: found.user_id, name: person.name, type: 'USER', session: session.ref });
      await tx.query(sql`select set_config('app.ctx', (current_setting('app.ctx')::jsonb || ${now}::jsonb)::text, true)`);
      await tx.record('LOGIN', { module: 'access', entity: 'access.user', id: found.user_id }, { username: person.username });
      return session;
    },
  );
  if (verdict.kind === 'locked') refuse(accessRules['access.sign-in.locked'], { until: verdict.until });
  if (!result) refuse(accessRules['access.sign-in.refused']);
  return { ...result, orgId: found.org_id, userId: found.user_id };
}

/**
 * Asks a signed-in person for the password again (unlocking, changing it, registering a passkey). Counts with sign-in and signing.
 *
 * @throws AppError 403 `access.password.wrong`, 423 `access.sign-in.locked`
 */
export async function reauthenticate<T>(
  kernel: Kernel,
  access: Access,
  actor: Actor,
  of: { readonly password: string; readonly device: string | null; readonly what: string; readonly requestId: string },
  then: (tx: Tx, hash: string) => Promise<T>,
): Promise<T> {
  const subject = { userId: actor.userId, device: of.device };
  const { verdict, result } = await judge(kernel, access, actor, { ...of, subject }, async (tx, hash) => ({
    value: await then(tx, hash),
  }));
  if (verdict.kind === 'locked') refuse(accessRules['access.sign-in.locked'], { until: verdict.until });
  if (verdict.kind === 'wrong' || !result)
    refuse(accessRules['access.password.wrong'], { remaining: verdict.kind === 'wrong' ? verdict.remaining : 0 });
  return result.value;
}
