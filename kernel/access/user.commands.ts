import { z } from 'zod';
import { sql } from '#kernel/db';
import { defineCommand, lockRow, type Tx, writeRow } from '#kernel/records';
import { type Row, rule } from '#kernel/schema';
import { liftLocks, locksOf } from './attempts.ts';
import { retireKey } from './credential.ts';
import { sendLink } from './invitations.ts';
import { User } from './records/user.ts';
import { accessRules } from './rules.ts';
import { alarm } from './security.ts';
import { endSessions } from './sessions.ts';

const nothing = z.strictObject({});
const account = { record: User, needs: 'access.user.administer', level: 'admin' } as const;
type Person = Row<typeof User>;
const locked = async (tx: Tx, id: string) => (await lockRow(tx, User, id)) as Person;
const notYourself = (tx: Tx, row: { readonly id: string }) =>
  rule(row.id !== tx.actor.userId, accessRules['access.user.yourself']);
const about = (id: string) => ({ module: 'access', entity: 'access.user', id });

export const inviteAgain = defineCommand({
  ...account,
  id: 'access.user.invite-again',
  label: { en: 'Send the invitation again', fr: 'Renvoyer l’invitation' },
  input: nothing,
  available: (_tx, row) => rule(row.state === 'PENDING', accessRules['access.user.not-invited']),
  async run(tx, _input, { id }) {
    const user = await locked(tx, id);
    rule(user.state === 'PENDING', accessRules['access.user.not-invited']);
    await sendLink(tx, user, 'invitation');
    return { sentTo: user.email };
  },
});

export const unlock = defineCommand({
  ...account,
  id: 'access.user.unlock',
  label: { en: 'Unlock', fr: 'Déverrouiller' },
  input: nothing,
  reason: 'required',
  async available(tx, row) {
    notYourself(tx, row);
    const locks = await locksOf(tx, row.id);
    rule(locks.unknownDevices !== null || locks.knownDevices > 0, accessRules['access.user.not-locked']);
  },
  async run(tx, _input, { id, reason }) {
    rule(await liftLocks(tx, id), accessRules['access.user.not-locked']);
    await tx.record('UNLOCK', about(id), { reason });
    return { unlocked: true };
  },
});

/**
 * Starts a reset: the old password and signing key stop working at once, every session ends, and a single-use link goes to the owner's
 * own address. Whoever starts it never sees the link (P11-200a3-1), and signing is blocked until the owner has chosen (P11-200a3-2).
 */
export const resetPassword = defineCommand({
  ...account,
  id: 'access.user.reset-password',
  label: { en: 'Reset password', fr: 'Réinitialiser le mot de passe' },
  input: nothing,
  reason: 'required',
  available(tx, row) {
    notYourself(tx, row);
    rule(row.state === 'ACTIVE', accessRules['access.user.not-active']);
  },
  async run(tx, _input, { id, reason }) {
    const user = await locked(tx, id);
    rule(user.state === 'ACTIVE', accessRules['access.user.not-active']);
    await retireKey(tx, id, 'reset');
    await tx.query(
      sql`update access.credential set password_hash = null, must_change = true, signing_blocked = true where org_id = ${tx.actor.orgId} and user_id = ${id}`,
    );
    await endSessions(tx, id, 'password-reset');
    await tx.record('PASSWORD_RESET', about(id), { reason });
    await alarm(tx, 'password-reset-started', id);
    await sendLink(tx, user, 'reset');
    return { sentTo: user.email };
  },
});

/** Records how it was made sure who this person is, before they may sign (P11-100b-1). */
export const verifyIdentity = defineCommand({
  ...account,
  id: 'access.user.verify-identity',
  label: { en: 'Record verified identity', fr: 'Consigner l’identité vérifiée' },
  input: z.strictObject({ method: z.string().trim().min(3).max(150), document: z.string().trim().max(140).optional() }),
  reason: 'optional',
  available(tx, row) {
    notYourself(tx, row);
    rule(row.state !== 'INACTIVE', accessRules['access.user.not-active']);
  },
  async run(tx, { method, document }, { id, reason }) {
    const user = await locked(tx, id);
    const set = {
      identityVerifiedAt: tx.now,
      identityVerifiedBy: tx.actor.userId,
      identityMethod: document ? `${method}: ${document}` : method,
    };
    const row = await tx.writing({ action: 'IDENTITY_VERIFIED', reason }, () => writeRow(tx, User, user, set));
    return { version: row.version };
  },
});

/** Security unit: told of every security matter, may end sessions, changes no account. */
export const WATCH_SECURITY = 'access.security.watch';

/** Ends every session of somebody else: a lost tablet, a suspicion. */
export const endAllSessions = defineCommand({
  record: User,
  needs: WATCH_SECURITY,
  level: 'admin',
  id: 'access.user.end-sessions',
  label: { en: 'End all sessions', fr: 'Fermer toutes les sessions' },
  input: nothing,
  reason: 'required',
  async run(tx, _input, { id, reason }) {
    const ended = await endSessions(tx, id, 'ended-by-administrator');
    await tx.record('SESSIONS_ENDED', about(id), { reason, sessions: ended });
    return { ended: ended.length };
  },
});
