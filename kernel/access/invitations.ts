import type { FastifyRequest } from 'fastify';
import { sql } from '#kernel/db';
import { type Actor, findRows, type Kernel, type Tx, transact } from '#kernel/records';
import { type Row, refuse, rule } from '#kernel/schema';
import type { Access } from './configuration.ts';
import { type CredentialOwner, newCredential, refuseUnfit, writeCredential } from './credential.ts';
import { LINK_HOURS } from './policy.ts';
import { Organization } from './records/places.ts';
import { User } from './records/user.ts';
import { accessRules } from './rules.ts';
import { alarm, frontDoor, recordStranger } from './security.ts';
import { endSessions, newToken, tokenHash } from './sessions.ts';

export type LinkKind = 'invitation' | 'reset';
const about = (userId: string) => ({ module: 'access', entity: 'access.user', id: userId });

/**
 * Makes a single-use link and hands its token to the mail through the event `access.invited`: it goes to the owner's address and is shown to nobody (USR-01, P11-200a3-1). Earlier links of the same kind stop working.
 */
export async function sendLink(tx: Tx, user: Row<typeof User>, kind: LinkKind): Promise<string> {
  const token = newToken();
  await tx.query(
    sql`update access.invitation set used_at = kernel.now() where org_id = ${tx.actor.orgId} and user_id = ${user.id} and kind = ${kind} and used_at is null`,
  );
  const [link] = await tx.query<{
    expires_at: string;
  }>(sql`insert into access.invitation (token_hash, org_id, user_id, kind, expires_at)
    values (${tokenHash(token)}, ${tx.actor.orgId}, ${user.id}, ${kind}, kernel.now() + make_interval(hours => ${LINK_HOURS})) returning expires_at`);
  await tx.emit('access.invited', { userId: user.id, kind, token, expiresAt: link?.expires_at });
  await tx.record('LINK_SENT', about(user.id), { kind, expiresAt: link?.expires_at });
  return token;
}

interface Link {
  readonly org_id: string;
  readonly user_id: string;
  readonly kind: LinkKind;
}
interface OpenLink extends Link {
  readonly actor: Actor;
  readonly user: Row<typeof User>;
  readonly organization: string;
}

/** The account behind a link that may still be used; 404 for every other token. */
export async function openLink(kernel: Kernel, request: FastifyRequest, token: string): Promise<OpenLink> {
  const { rows } = await kernel.database.pool.query<Link>('select org_id, user_id, kind from access.find_invitation($1)', [
    tokenHash(token),
  ]);
  const [link] = rows;
  if (!link) refuse(accessRules['access.link.gone']);
  const actor = frontDoor(link.org_id, request, link.kind === 'invitation' ? 'Invitation' : 'Password reset');
  return transact(
    kernel,
    actor,
    async (tx) => {
      const user = await tx.get(User, link.user_id);
      rule(user.state === (link.kind === 'invitation' ? 'PENDING' : 'ACTIVE'), accessRules['access.link.gone']);
      const [organization] = await findRows(tx, Organization, sql`t.id = ${link.org_id}`);
      return { ...link, actor, user, organization: organization?.name ?? '' };
    },
    { readOnly: true, requestId: request.id },
  );
}

export const ownerOf = (orgId: string, user: Row<typeof User>): CredentialOwner => ({
  orgId,
  userId: user.id,
  username: user.username,
  firstName: user.firstName,
  lastName: user.lastName,
  email: user.email,
  name: user.name ?? user.username,
});

/**
 * Uses a link: the owner chooses the password; a signing key is made and certified. An invitation activates the account; a reset retires
 * the old key and ends every session. The link works once, whatever happens at the same moment.
 *
 * @throws AppError 404 `access.link.gone`, 422 `access.password.weak`
 */
export async function useLink(
  kernel: Kernel,
  access: Access,
  request: FastifyRequest,
  token: string,
  password: string,
): Promise<{ readonly username: string }> {
  const link = await openLink(kernel, request, token);
  const owner = ownerOf(link.org_id, link.user);
  await refuseUnfit(kernel, owner, password, 'password');
  const made = await newCredential(kernel, access, owner, password);
  await transact(
    kernel,
    link.actor,
    async (tx) => {
      const used = await tx.query(sql`update access.invitation set used_at = kernel.now()
        where org_id = ${link.org_id} and token_hash = ${tokenHash(token)} and used_at is null and expires_at > kernel.now() returning 1 as x`);
      rule(used.length > 0, accessRules['access.link.gone']);
      await writeCredential(tx, link.user_id, made, link.kind);
      if (link.kind === 'invitation') {
        await tx.transition(User, link.user, 'accept-invitation');
      } else {
        await endSessions(tx, link.user_id, 'password-reset');
        await alarm(tx, 'password-reset-done', link.user_id);
      }
      await tx.record('PASSWORD_SET', about(link.user_id), { by: 'owner', through: link.kind });
    },
    { requestId: request.id },
  );
  return { username: link.user.username };
}

const RESETS_PER_HOUR = 3;
/** Answers a forgotten password the same whether the name exists or not; the link goes to the owner's address, a few times an hour at most. */
export async function forgot(kernel: Kernel, request: FastifyRequest, username: string): Promise<void> {
  const name = username.normalize('NFC').trim().toLowerCase();
  const { rows } = await kernel.database.pool.query<{ org_id: string; user_id: string }>(
    'select org_id, user_id from access.find_sign_in($1)',
    [name],
  );
  const [found] = rows;
  if (!found) return recordStranger(kernel, request, 'forgotten-password', name);
  await transact(
    kernel,
    frontDoor(found.org_id, request, 'Password reset'),
    async (tx) => {
      const user = await tx.get(User, found.user_id);
      const [sent] = await tx.query<{ n: number }>(sql`select count(*)::int as n from access.invitation
        where org_id = ${found.org_id} and user_id = ${found.user_id} and kind = 'reset' and created_at > kernel.now() - interval '1 hour'`);
      if (user.state === 'ACTIVE' && (sent?.n ?? 0) < RESETS_PER_HOUR) await sendLink(tx, user, 'reset');
    },
    { requestId: request.id },
  );
}
