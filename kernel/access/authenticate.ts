import type { FastifyRequest } from 'fastify';
import type { Authenticate } from '#kernel/http';
import { type Actor, type Kernel, systemActor, transact } from '#kernel/records';
import { type Language, type Rule, refuse } from '#kernel/schema';
import type { Access } from './configuration.ts';
import { type Grants, grantsKnown, grantsOfRoles } from './grants.ts';
import { accessRules } from './rules.ts';
import { alarm, clientOf } from './security.ts';
import { agentHash, endSessions, sessionTokenOf, tokenHash } from './sessions.ts';

/** A session as found for one request. */
interface LiveSession {
  readonly org_id: string;
  readonly user_id: string;
  readonly username: string;
  readonly name: string;
  readonly job_title: string | null;
  readonly department_id: string | null;
  readonly site_id: string | null;
  readonly zone: string;
  readonly language: Language;
  readonly may_act: boolean;
  readonly password_expired: boolean;
  readonly ref: string;
  readonly device: string | null;
  readonly agent_hash: Buffer | null;
  readonly created_at: string;
  readonly expires_at: string;
  readonly is_expired: boolean;
  readonly locked_at: string | null;
  readonly revoked_at: string | null;
  readonly revoke_reason: string | null;
  readonly signed_at: string | null;
  readonly at: string;
  readonly roles: readonly { readonly id: string; readonly version: number }[];
}
/** What limits a session until its owner does something about it. */
export type Restriction = 'locked' | 'password-expired';
export interface SessionFacts {
  readonly ref: string;
  readonly device: string | null;
  readonly startedAt: string;
  readonly expiresAt: string;
  readonly lockedAt: string | null;
  readonly isFirstSignature: boolean;
  readonly now: string;
  readonly restrictions: readonly Restriction[];
}

const facts = new WeakMap<FastifyRequest, SessionFacts>();
/** Facts about the session of a request that was authenticated by cookie. */
export const sessionFactsOf = (request: FastifyRequest): SessionFacts | undefined => facts.get(request);

const TOUCH_SECONDS = 30;
const nothing: Grants = new Map();
const text = 'select * from access.session_actor($1, $2, $3, $4)';

/**
 * Finds out who asks: one query for person, session and roles as they are now, so that a revoked role, a deactivated account or an ended
 * session acts on the next request (USR-05, USR-06, USR-08). Requests marked `X-Background: 1` are no activity of a person: polling does
 * not keep a session awake.
 */
export function createAuthenticate(kernel: Kernel, access: Access): Authenticate {
  const { policy } = access;
  return async (request) => {
    const token = sessionTokenOf(access, request);
    if (!token || token.length > 100 || !request.url.startsWith('/api/')) return null;
    const touch = request.headers['x-background'] === '1' ? 0 : TOUCH_SECONDS;
    const { rows } = await kernel.database.pool.query<LiveSession>({
      name: 'session_actor',
      text,
      values: [tokenHash(token), touch, policy.idleMinutes, policy.passwordDays],
    });
    const [session] = rows;
    if (!session) return null;
    const isOpen = request.routeOptions.config.public === true;
    const stop = (broken: Rule, params?: Readonly<Record<string, unknown>>) => (isOpen ? null : refuse(broken, params));
    if (session.revoked_at !== null)
      return stop(accessRules[session.revoke_reason === 'limit' ? 'session.limit' : 'session.ended'], {
        cause: session.revoke_reason,
      });
    if (session.is_expired) return stop(accessRules['session.expired']);
    if (!session.may_act) return null;
    if (!session.agent_hash?.equals(agentHash(clientOf(request).userAgent))) {
      await endMoved(kernel, session, request);
      return stop(accessRules['session.client-changed']);
    }
    const restrictions: Restriction[] = [
      ...(session.locked_at === null ? [] : ['locked' as const]),
      ...(session.password_expired ? ['password-expired' as const] : []),
    ];
    facts.set(request, {
      ref: session.ref,
      device: session.device,
      startedAt: session.created_at,
      expiresAt: session.expires_at,
      lockedAt: session.locked_at,
      isFirstSignature: session.signed_at === null,
      now: session.at,
      restrictions,
    });
    const restricted = restrictions.length > 0;
    const actor = await actorFor(kernel, session, request, restricted);
    if (restricted && !isOpen && request.routeOptions.config.whileRestricted !== true) {
      if (session.locked_at !== null) refuse(accessRules['session.locked']);
      // Set before the refusal, so that it is recorded under the person's name.
      request.actor = actor;
      refuse(accessRules['access.password.expired']);
    }
    return actor;
  };
}

async function actorFor(kernel: Kernel, session: LiveSession, request: FastifyRequest, restricted: boolean): Promise<Actor> {
  return {
    type: 'USER',
    orgId: session.org_id,
    userId: session.user_id,
    username: session.username,
    name: session.name,
    title: session.job_title ?? '',
    departmentId: session.department_id,
    siteId: session.site_id,
    zone: session.zone,
    language: session.language,
    grants: restricted ? nothing : (grantsKnown(kernel.registry, session.roles) ?? (await readGrants(kernel, session))),
    sessionRef: session.ref,
    sessionId: null,
    ...clientOf(request),
  };
}
const readGrants = (kernel: Kernel, session: LiveSession) =>
  transact(kernel, systemActor(session.org_id, 'Sign-in'), (tx) => grantsOfRoles(tx, session.roles), { readOnly: true });

/** A session cookie that turns up in another browser was copied: it ends and security is told (P11-200a2-1). */
async function endMoved(kernel: Kernel, session: LiveSession, request: FastifyRequest): Promise<void> {
  await transact(
    kernel,
    { ...systemActor(session.org_id, 'Sign-in'), ...clientOf(request), sessionRef: session.ref },
    async (tx) => {
      await endSessions(tx, session.user_id, 'client-changed', [session.ref]);
      await alarm(tx, 'session-moved', session.user_id, { session: session.ref });
    },
    { requestId: request.id },
  );
}
