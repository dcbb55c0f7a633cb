import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type Actor, type Kernel, systemActor, type Tx, transact } from '#kernel/records';

/** Organization that keeps what belongs to the deployment and to no company: attempts under unknown names, restores, DDL. */
export const SYSTEM_ORG = '00000000-0000-7000-8000-000000000000';

/** Things the security unit is told at once (P11-300d-2). */
export type SecurityKind =
  | 'account-locked'
  | 'locked-account-used'
  | 'session-moved'
  | 'foreign-signature-id'
  | 'password-reset-started'
  | 'password-reset-done'
  | 'superuser-operational';

/**
 * Tells the security unit: an audit entry and the event `access.security`, both in this transaction. Never with a secret in `detail`.
 */
export async function alarm(
  tx: Tx,
  kind: SecurityKind,
  userId: string | null,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await tx.record(
    'SECURITY',
    { module: 'access', entity: 'access.user', ...(userId === null ? {} : { id: userId }) },
    { kind, ...detail },
  );
  await tx.emit('access.security', { kind, userId, by: tx.actor.userId, ip: tx.actor.ip, ...detail });
}

/** The product itself at its front door, before anybody has proved who they are; carries where the request came from (AT-08). */
export function frontDoor(orgId: string, request: FastifyRequest, who = 'Sign-in'): Actor {
  return { ...systemActor(orgId, who), ...clientOf(request) };
}

/** Address and program of a client. `request.ip` follows X-Forwarded-For only behind a configured proxy (USR-15). */
export function clientOf(request: FastifyRequest): { readonly ip: string; readonly userAgent: string | null } {
  return { ip: request.ip, userAgent: request.headers['user-agent']?.slice(0, 500) ?? null };
}

/**
 * Records an attempt under a name nobody has. Somebody types a password into the wrong field sooner or later, so the name is kept as its
 * first letters and its hash only.
 */
export async function recordStranger(kernel: Kernel, request: FastifyRequest, what: string, name: string): Promise<void> {
  const nameSha256 = createHash('sha256').update(name).digest('hex').slice(0, 16);
  const detail = { what, cause: 'unknown', begins: name.slice(0, 2), nameSha256 };
  const about = { module: 'access', entity: 'access.user' };
  await transact(kernel, frontDoor(SYSTEM_ORG, request), (tx) => tx.record('LOGIN_FAILED', about, detail), {
    requestId: request.id,
  });
}
