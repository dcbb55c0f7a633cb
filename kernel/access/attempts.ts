import { sql } from '#kernel/db';
import type { Kernel, Tx } from '#kernel/records';
import { type Actor, transact } from '#kernel/records';
import { rule } from '#kernel/schema';
import type { Lockout } from '#kernel/sign';
import { policyOf } from './policy.ts';
import { accessRules } from './rules.ts';
import { alarm } from './security.ts';

/**
 * Wrong passwords are counted per account for strangers and apart for each device the person signed in from before, so that an
 * attacker who locks the account does not lock its owner out (design 15). Signing and sign-in count together (P11-300d-1).
 */
export interface AttemptSubject {
  readonly userId: string;
  /** SHA-256 of the device cookie, hexadecimal; null for an unknown device. */
  readonly device: string | null;
}
export interface AttemptState {
  readonly failed: number;
  readonly lockedUntil: string | null;
}
interface Counter extends Record<string, unknown> {
  readonly failed: number;
  readonly locked_until: string | null;
  readonly is_locked: boolean;
}

const deviceBytes = (subject: AttemptSubject) => (subject.device === null ? null : Buffer.from(subject.device, 'hex'));

/** The counter of this subject, locked until the transaction ends: attempts made at once are counted one after another. */
async function counterOf(tx: Tx, subject: AttemptSubject): Promise<Counter & { readonly isDevice: boolean }> {
  const device = deviceBytes(subject);
  if (device) {
    const [own] =
      await tx.query<Counter>(sql`select failed_attempts as failed, locked_until, coalesce(locked_until > kernel.now(), false) as is_locked
      from access.device where org_id = ${tx.actor.orgId} and user_id = ${subject.userId} and id_hash = ${device} for update`);
    if (own) return { ...own, isDevice: true };
  }
  const [shared] =
    await tx.query<Counter>(sql`select failed_attempts as failed, locked_until, coalesce(locked_until > kernel.now(), false) as is_locked
    from access.credential where org_id = ${tx.actor.orgId} and user_id = ${subject.userId} for update`);
  return { ...(shared ?? { failed: 0, locked_until: null, is_locked: false }), isDevice: false };
}

/** Whether this subject is locked now. Holds the counter until the transaction ends. */
export async function lockOf(tx: Tx, subject: AttemptSubject): Promise<AttemptState> {
  const counter = await counterOf(tx, subject);
  return { failed: counter.failed, lockedUntil: counter.is_locked ? counter.locked_until : null };
}

/** Counts one wrong password; at the limit it locks and tells the security unit. While locked nothing is counted, so that no lock grows. */
export async function countFailure(
  tx: Tx,
  subject: AttemptSubject,
  what: string,
): Promise<AttemptState & { readonly remaining: number }> {
  const counter = await counterOf(tx, subject);
  if (counter.is_locked) return { failed: counter.failed, lockedUntil: counter.locked_until, remaining: 0 };
  const policy = await policyOf(tx);
  const failed = (counter.locked_until === null ? counter.failed : 0) + 1;
  const minutes = failed >= policy.failuresBeforeLock ? policy.lockMinutes : null;
  const lockedUntil = await store(tx, subject, counter.isDevice, failed, minutes);
  if (minutes !== null) await alarm(tx, 'account-locked', subject.userId, { attempts: failed, during: what, until: lockedUntil });
  return { failed, lockedUntil, remaining: Math.max(0, policy.failuresBeforeLock - failed) };
}

/** Begins the count anew after a right password. */
export async function clearFailures(tx: Tx, subject: AttemptSubject): Promise<void> {
  const counter = await counterOf(tx, subject);
  if (counter.failed > 0 || counter.locked_until !== null) await store(tx, subject, counter.isDevice, 0, null);
}

async function store(
  tx: Tx,
  subject: AttemptSubject,
  isDevice: boolean,
  failed: number,
  minutes: number | null,
): Promise<string | null> {
  const until = sql`case when ${minutes}::int is null then null else kernel.now() + make_interval(mins => ${minutes}::int) end`;
  const [row] = isDevice
    ? await tx.query<{ until: string | null }>(sql`update access.device set failed_attempts = ${failed}, locked_until = ${until}
        where org_id = ${tx.actor.orgId} and user_id = ${subject.userId} and id_hash = ${deviceBytes(subject)} returning locked_until as until`)
    : await tx.query<{
        until: string | null;
      }>(sql`update access.credential set failed_attempts = ${failed}, locked_until = ${until}
        where org_id = ${tx.actor.orgId} and user_id = ${subject.userId} returning locked_until as until`);
  return row?.until ?? null;
}

/** Lifts every lock of an account, on all its devices. Returns whether there was one. */
export async function liftLocks(tx: Tx, userId: string): Promise<boolean> {
  const lifted = await tx.query(sql`with d as (update access.device set failed_attempts = 0, locked_until = null
      where org_id = ${tx.actor.orgId} and user_id = ${userId} and locked_until is not null returning locked_until),
    c as (update access.credential set failed_attempts = 0, locked_until = null
      where org_id = ${tx.actor.orgId} and user_id = ${userId} and locked_until is not null returning locked_until)
    select 1 as x from d union all select 1 from c`);
  return lifted.length > 0;
}

/** Locks of an account now: on unknown devices and on known ones. */
export async function locksOf(
  tx: Tx,
  userId: string,
): Promise<{ readonly unknownDevices: string | null; readonly knownDevices: number }> {
  const [row] = await tx.query<{ until: string | null; devices: number }>(sql`select
    (select c.locked_until from access.credential c where c.org_id = ${tx.actor.orgId} and c.user_id = ${userId} and c.locked_until > kernel.now()) as until,
    (select count(*)::int from access.device d where d.org_id = ${tx.actor.orgId} and d.user_id = ${userId} and d.locked_until > kernel.now()) as devices`);
  return { unknownDevices: row?.until ?? null, knownDevices: row?.devices ?? 0 };
}

/** The device of the session that acts. */
export async function subjectOf(tx: Tx): Promise<AttemptSubject> {
  const [session] = await tx.query<{ device: string | null }>(
    sql`select device from access.session where org_id = ${tx.actor.orgId} and ref = ${tx.actor.sessionRef}`,
  );
  return { userId: tx.actor.userId, device: session?.device ?? null };
}

/** What signing needs of the count: a lock refuses even the right password (423). */
export function createLockout(): Lockout {
  return {
    failed: (kernel: Kernel, actor: Actor, what: string) =>
      transact(kernel, actor, async (tx) => {
        if (what === 'foreign-id') await alarm(tx, 'foreign-signature-id', actor.userId);
        await tx.record('SIGN_FAILED', { module: 'access', entity: 'access.user', id: actor.userId }, { what });
        const { remaining, lockedUntil } = await countFailure(tx, await subjectOf(tx), 'signing');
        return { remaining, locked: lockedUntil !== null };
      }),
    succeeded: async (kernel: Kernel, actor: Actor) => {
      const lockedUntil = await transact(kernel, actor, async (tx) => {
        const subject = await subjectOf(tx);
        const lock = await lockOf(tx, subject);
        if (lock.lockedUntil === null) await clearFailures(tx, subject);
        else await alarm(tx, 'locked-account-used', actor.userId, { during: 'signing' });
        return lock.lockedUntil;
      });
      rule(lockedUntil === null, accessRules['access.sign-in.locked'], { until: lockedUntil });
    },
  };
}
