import { createHash } from 'node:crypto';
import { sql } from '#kernel/db';
import { type Kernel, systemActor, type Tx, transact } from '#kernel/records';
import { AppError, refuse, rule } from '#kernel/schema';
import { authorityOf } from '#kernel/sign';
import { addElapsed, instant } from '#kernel/values';
import {
  certifySigner,
  createSigningKey,
  hashPassword,
  resealSigningKey,
  type SealedSigningKey,
  verifyPassword,
  WrongPassword,
} from '../sign/crypto/index.ts';
import type { Access } from './configuration.ts';
import { type PasswordOwner, passwordFault, passwordFieldFault } from './passwords.ts';
import { policyOf } from './policy.ts';
import { accessRules } from './rules.ts';

/** Hash, signing key and certificate made from a password, ready to be written; made outside transactions because derivations are slow. */
export interface NewCredential {
  readonly hash: string;
  readonly key: SealedSigningKey;
  readonly certificate: string;
}
export interface CredentialOwner extends PasswordOwner {
  readonly orgId: string;
  readonly userId: string;
  readonly name: string;
}

/** Refuses a password that the policy or the owner's history does not allow (USR-12). `path` names the input field. */
export async function refuseUnfit(kernel: Kernel, owner: CredentialOwner, password: string, path: string): Promise<void> {
  const { policy, earlier } = await transact(
    kernel,
    systemActor(owner.orgId, 'Sign-in'),
    async (tx) => {
      const policy = await policyOf(tx);
      const earlier = await tx.query<{ hash: string }>(sql`select password_hash as hash from access.password_history
        where org_id = ${owner.orgId} and user_id = ${owner.userId} order by at desc limit ${policy.passwordHistory}`);
      return { policy, earlier };
    },
    { readOnly: true },
  );
  const why = passwordFault(password, owner, policy);
  const refuseFor = (message: string): never =>
    refuse(accessRules['access.password.weak'], { why: message }, [passwordFieldFault(path, message)]);
  if (why) refuseFor(why);
  for (const { hash } of earlier)
    if (await verifyPassword(hash, password)) refuseFor(`it was one of your last ${policy.passwordHistory} passwords`);
}

/** Ten years: longer than any password lives, shorter than the authority that vouches for it. */
const CERTIFICATE_HOURS = 10 * 365 * 24;

/** Makes the sign-in hash, a new signing key sealed under the password, and its certificate by the organization's authority. */
export async function newCredential(
  kernel: Kernel,
  access: Access,
  owner: CredentialOwner,
  password: string,
): Promise<NewCredential> {
  const { authority, now, organization } = await transact(
    kernel,
    systemActor(owner.orgId, 'Certification'),
    async (tx) => {
      const [org] = await tx.query<{ name: string }>(
        sql`select name from access.organization where org_id = ${owner.orgId} and id = ${owner.orgId}`,
      );
      return { authority: await authorityOf(tx, access.vault), now: instant(tx.now), organization: org?.name ?? '' };
    },
    { readOnly: true },
  );
  const [hash, key] = await Promise.all([
    hashPassword(password, access.cost),
    createSigningKey(password, { ownerId: owner.userId, cost: access.cost }),
  ]);
  const certificate = await certifySigner(authority, {
    publicKeyPem: key.publicKeyPem,
    userId: owner.userId,
    printedName: owner.name,
    organization,
    // X.509 libraries take Date objects.
    validFrom: new Date(now),
    validTo: new Date(addElapsed(now, { hours: CERTIFICATE_HOURS })),
  });
  return { hash, key, certificate };
}

/**
 * Gives an account its password and signing key. A key it had before is retired: its signatures stay verifiable, it signs nothing more.
 * A block on signing ends here, because the owner chose the password and the security unit is told in this very transaction
 * (P11-200a3-2).
 */
export async function writeCredential(tx: Tx, userId: string, made: NewCredential, why: string): Promise<void> {
  await retireKey(tx, userId, why);
  await tx.query(sql`update access.credential set password_hash = ${made.hash}, password_changed_at = kernel.now(), must_change = false,
      sealed_key = ${JSON.stringify(made.key)}, public_key = ${made.key.publicKeyPem}, certificate = ${made.certificate}, key_issued_at = kernel.now(),
      failed_attempts = 0, locked_until = null, signing_blocked = false
    where org_id = ${tx.actor.orgId} and user_id = ${userId}`);
  await remember(tx, userId, made.hash);
  await tx.record(
    'KEY_ISSUED',
    { module: 'access', entity: 'access.user', id: userId },
    { why, publicKeySha256: fingerprint(made.key.publicKeyPem) },
  );
}

/** Takes the signing key away: nothing can be signed until a new one is issued. */
export async function retireKey(tx: Tx, userId: string, why: string): Promise<void> {
  const [old] = await tx.query<{ public_key: string | null; certificate: string | null }>(
    sql`select public_key, certificate from access.credential where org_id = ${tx.actor.orgId} and user_id = ${userId} for update`,
  );
  if (!old?.public_key || !old.certificate) return;
  await tx.query(sql`insert into access.retired_key (org_id, user_id, public_key, certificate, why)
    values (${tx.actor.orgId}, ${userId}, ${old.public_key}, ${old.certificate}, ${why})`);
  await tx.query(sql`update access.credential set sealed_key = null, public_key = null, certificate = null, key_issued_at = null
    where org_id = ${tx.actor.orgId} and user_id = ${userId}`);
  await tx.record(
    'KEY_REVOKED',
    { module: 'access', entity: 'access.user', id: userId },
    { why, publicKeySha256: fingerprint(old.public_key) },
  );
}
const fingerprint = (pem: string) => createHash('sha256').update(pem).digest('hex');
const remember = (tx: Tx, userId: string, hash: string) =>
  tx.query(
    sql`insert into access.password_history (org_id, user_id, at, password_hash) values (${tx.actor.orgId}, ${userId}, kernel.now(), ${hash})`,
  );

interface StoredCredential extends Readonly<Record<string, unknown>> {
  readonly hash: string | null;
  readonly key: SealedSigningKey | null;
}
export async function storedCredential(tx: Tx, userId: string): Promise<StoredCredential> {
  const [row] = await tx.query<StoredCredential>(
    sql`select password_hash as hash, sealed_key as key from access.credential where org_id = ${tx.actor.orgId} and user_id = ${userId}`,
  );
  return row ?? { hash: null, key: null };
}

/** What changes when the owner, who knows the old password, takes a new one: the hash, and the same key sealed anew. */
export async function resealed(
  access: Access,
  stored: StoredCredential,
  current: string,
  next: string,
): Promise<{ readonly hash: string; readonly key: SealedSigningKey | null }> {
  const [hash, key] = await Promise.all([
    hashPassword(next, access.cost),
    stored.key
      ? resealSigningKey(stored.key, current, next, access.cost).catch((error: unknown) => {
          if (error instanceof WrongPassword) throw new AppError(accessRules['access.password.changed-meanwhile']);
          throw error;
        })
      : null,
  ]);
  return { hash, key };
}

/** Writes a changed password, unless it was changed elsewhere since `before` was read. */
export async function replacePassword(
  tx: Tx,
  userId: string,
  before: string,
  made: { readonly hash: string; readonly key: SealedSigningKey | null },
): Promise<void> {
  const changed =
    await tx.query(sql`update access.credential set password_hash = ${made.hash}, password_changed_at = kernel.now(), must_change = false,
      sealed_key = coalesce(${made.key === null ? null : JSON.stringify(made.key)}::jsonb, sealed_key)
    where org_id = ${tx.actor.orgId} and user_id = ${userId} and password_hash = ${before} returning 1 as x`);
  rule(changed.length > 0, accessRules['access.password.changed-meanwhile']);
  await remember(tx, userId, made.hash);
}
