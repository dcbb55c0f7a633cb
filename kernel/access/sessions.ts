import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from '#kernel/db';
import type { Tx } from '#kernel/records';
import type { Access } from './configuration.ts';
import { policyOf } from './policy.ts';

/** 256 random bits as the cookie carries them; the database keeps the SHA-256 only. */
export const newToken = (): string => randomBytes(32).toString('base64url');
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();
export const agentHash = (agent: string | null): Buffer =>
  createHash('sha256')
    .update(agent ?? '')
    .digest();

export const sessionCookie = (access: Access): string => (access.isSecure ? '__Host-plumbline' : 'plumbline');
const deviceCookie = (access: Access) => (access.isSecure ? '__Host-plumbline-device' : 'plumbline-device');
const DEVICE_SECONDS = 400 * 86_400;

const cookieOptions = (access: Access) => ({ path: '/', httpOnly: true, secure: access.isSecure, sameSite: 'lax' as const });

export const sessionTokenOf = (access: Access, request: FastifyRequest): string | undefined =>
  request.cookies[sessionCookie(access)];
/** SHA-256 of the device cookie, hexadecimal; null when the browser has none. */
export function deviceOf(access: Access, request: FastifyRequest): string | null {
  const token = request.cookies[deviceCookie(access)];
  return token ? tokenHash(token).toString('hex') : null;
}
export function setCookies(access: Access, reply: FastifyReply, session: string, device: string | null): void {
  reply.setCookie(sessionCookie(access), session, cookieOptions(access));
  // Browsers keep a cookie for 400 days at most; every sign-in renews it.
  if (device) reply.setCookie(deviceCookie(access), device, { ...cookieOptions(access), maxAge: DEVICE_SECONDS });
}
export function clearSessionCookie(access: Access, reply: FastifyReply): void {
  reply.clearCookie(sessionCookie(access), cookieOptions(access));
}

export type EndCause =
  | 'signed-out'
  | 'limit'
  | 'deactivated'
  | 'password-changed'
  | 'password-reset'
  | 'client-changed'
  | 'ended-by-owner'
  | 'ended-by-administrator';

export interface OpenedSession {
  readonly token: string;
  readonly hash: Buffer;
  /** A device cookie to set, when the browser had none of this account. */
  readonly device: string | null;
  readonly ref: string;
  readonly expiresAt: string;
}

/**
 * Opens a session of a person who has just proved who they are. At the limit the oldest one ends, with notice (USR-10).
 */
export async function openSession(
  tx: Tx,
  userId: string,
  client: { readonly ip: string | null; readonly userAgent: string | null; readonly device: string | null },
): Promise<OpenedSession> {
  const policy = await policyOf(tx);
  // Held to the end, so that two sign-ins at once cannot both pass the limit.
  await tx.query(sql`select 1 as x from access.credential where org_id = ${tx.actor.orgId} and user_id = ${userId} for update`);
  const live = await tx.query<{
    ref: string;
  }>(sql`select ref from access.session where org_id = ${tx.actor.orgId} and user_id = ${userId}
    and revoked_at is null and expires_at > kernel.now() order by created_at desc, ref offset ${policy.sessionsPerPerson - 1}`);
  await endSessions(
    tx,
    userId,
    'limit',
    live.map((s) => s.ref),
  );
  const known = client.device === null ? [] : await renewDevice(tx, userId, client.device);
  const device = known.length > 0 ? null : newToken();
  if (device)
    await tx.query(
      sql`insert into access.device (org_id, user_id, id_hash) values (${tx.actor.orgId}, ${userId}, ${tokenHash(device)})`,
    );
  const token = newToken();
  const ref = createHash('sha256').update(`reference:${token}`).digest('hex').slice(0, 16);
  const deviceHash = device ? tokenHash(device).toString('hex') : client.device;
  const [row] = await tx.query<{
    expires_at: string;
  }>(sql`insert into access.session (id_hash, org_id, user_id, ref, expires_at, ip, user_agent, agent_hash, device)
    values (${tokenHash(token)}, ${tx.actor.orgId}, ${userId}, ${ref}, kernel.now() + make_interval(hours => ${policy.absoluteHours}),
      ${client.ip}, ${client.userAgent}, ${agentHash(client.userAgent)}, ${deviceHash}) returning expires_at`);
  return { token, hash: tokenHash(token), device, ref, expiresAt: row?.expires_at ?? '' };
}
const renewDevice = (tx: Tx, userId: string, device: string) =>
  tx.query(sql`update access.device set last_sign_in_at = kernel.now(), failed_attempts = 0, locked_until = null
    where org_id = ${tx.actor.orgId} and user_id = ${userId} and id_hash = ${Buffer.from(device, 'hex')} returning 1 as x`);

/**
 * Ends sessions of a person: the given ones, or all but `except`. Acts on the next request of each. Returns the references of those that
 * were open.
 */
export async function endSessions(
  tx: Tx,
  userId: string,
  cause: EndCause,
  refs?: readonly string[],
  except: string | null = null,
): Promise<string[]> {
  if (refs?.length === 0) return [];
  const ended = await tx.query<{ ref: string }>(sql`update access.session set revoked_at = kernel.now(), revoke_reason = ${cause}
    where org_id = ${tx.actor.orgId} and user_id = ${userId} and revoked_at is null
      and (${refs === undefined ? null : [...refs]}::text[] is null or ref = any(${refs === undefined ? null : [...refs]}::text[]))
      and (${except}::text is null or ref <> ${except}::text) returning ref`);
  if (ended.length > 0 && cause !== 'signed-out')
    await tx.emit('access.session-ended', { userId, cause, sessions: ended.map((s) => s.ref) });
  return ended.map((s) => s.ref);
}

export interface SessionView extends Readonly<Record<string, unknown>> {
  readonly ref: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  readonly lockedAt: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
}
/** Open sessions of a person, newest first. */
export const sessionsOf = (tx: Tx, userId: string): Promise<SessionView[]> =>
  tx.query<SessionView>(sql`select ref, created_at as "createdAt", last_seen_at as "lastSeenAt", expires_at as "expiresAt", locked_at as "lockedAt", ip, user_agent as "userAgent"
    from access.session where org_id = ${tx.actor.orgId} and user_id = ${userId} and revoked_at is null and expires_at > kernel.now() order by created_at desc`);
