import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sql } from '#kernel/db';
import { actorOf, bodyOf } from '#kernel/http';
import { coreRules, type Kernel, parseInput, systemActor, type Tx, transact } from '#kernel/records';
import { type Row, refuse, rule } from '#kernel/schema';
import { sessionFactsOf } from '../authenticate.ts';
import type { Access } from '../configuration.ts';
import { editProfile, profileOf, userView } from '../profile.ts';
import { User } from '../records/user.ts';
import { clearSessionCookie, endSessions, sessionsOf, setCookies } from '../sessions.ts';
import { reauthenticate, signIn } from '../sign-in.ts';

const tag = { tags: ['Sign-in'] };
const credentials = z.strictObject({ username: z.string().min(1).max(254), password: z.string().min(1).max(1_024) });
const onlyPassword = z.strictObject({ password: z.string().min(1).max(1_024) });
const about = (id: string) => ({ module: 'access', entity: 'access.user', id });
export const factsOf = (request: FastifyRequest) => sessionFactsOf(request) ?? refuse(coreRules['core.unauthenticated']);
export const inTx = <T>(kernel: Kernel, request: FastifyRequest, work: (tx: Tx) => Promise<T>): Promise<T> =>
  transact(kernel, actorOf(request), work, { requestId: request.id });

/** Signing in and out, the session itself, and the person's own sessions and profile. */
export function sessionRoutes(app: FastifyInstance, kernel: Kernel, access: Access): void {
  const limited = (reply: FastifyReply) => reply.header('x-ratelimit-limit', String(access.signInRate.limit));
  app.post(
    '/api/v1/auth/login',
    { config: { public: true }, schema: { ...tag, summary: 'Sign in', body: credentials } },
    async (request, reply) => {
      limited(reply);
      const session = await signIn(kernel, access, request, parseInput(credentials, request.body));
      setCookies(access, reply, session.token, session.device);
      return transact(kernel, systemActor(session.orgId, 'Sign-in'), async (tx) => {
        const user = (await tx.get(User, session.userId)) as Row<typeof User>;
        const [state] = await tx.query<{ must_change: boolean }>(sql`select password_expired as must_change
        from access.session_actor(${session.hash}, 0, ${access.policy.idleMinutes}, ${access.policy.passwordDays})`);
        return {
          data: {
            user: userView(user),
            session: { ref: session.ref, expiresAt: session.expiresAt },
            restrictions: state?.must_change ? ['password-expired'] : [],
          },
        };
      });
    },
  );

  app.post(
    '/api/v1/auth/logout',
    { config: { whileRestricted: true }, schema: { ...tag, summary: 'Sign out of this browser' } },
    async (request, reply) => {
      const { ref } = factsOf(request);
      await inTx(kernel, request, async (tx) => {
        await endSessions(tx, tx.actor.userId, 'signed-out', [ref]);
        await tx.record('LOGOUT', about(tx.actor.userId));
      });
      clearSessionCookie(access, reply);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/auth/logout-everywhere',
    { schema: { ...tag, summary: 'Sign out of every browser' } },
    async (request, reply) => {
      const ended = await inTx(kernel, request, async (tx) => {
        const refs = await endSessions(tx, tx.actor.userId, 'signed-out');
        await tx.record('LOGOUT', about(tx.actor.userId), { everywhere: true, sessions: refs });
        return refs;
      });
      clearSessionCookie(access, reply);
      return { data: { ended: ended.length } };
    },
  );

  app.post(
    '/api/v1/auth/unlock',
    { config: { whileRestricted: true }, schema: { ...tag, summary: 'Continue a locked session', body: onlyPassword } },
    async (request) => {
      const { ref, device } = factsOf(request);
      const { password } = parseInput(onlyPassword, bodyOf(request));
      await reauthenticate(
        kernel,
        access,
        actorOf(request),
        { password, device, what: 'unlock', requestId: request.id },
        async (tx) => {
          await tx.query(
            sql`update access.session set locked_at = null, last_seen_at = kernel.now(), signed_at = null where org_id = ${tx.actor.orgId} and ref = ${ref}`,
          );
          await tx.record('LOGIN', about(tx.actor.userId), { unlocked: true });
        },
      );
      return { data: { unlocked: true } };
    },
  );

  app.get(
    '/api/v1/auth/profile',
    { config: { whileRestricted: true }, schema: { ...tag, summary: 'Who is signed in, and with which rights' } },
    async (request) => {
      const facts = factsOf(request);
      return inTx(kernel, request, async (tx) => ({ data: await profileOf(tx, access, facts) }));
    },
  );
  app.patch(
    '/api/v1/auth/profile',
    { schema: { ...tag, summary: 'Change own contact, language, zone and optional mail' } },
    async (request) => inTx(kernel, request, async (tx) => ({ data: userView(await editProfile(tx, request.body)) })),
  );

  app.get('/api/v1/auth/sessions', { schema: { ...tag, summary: 'Own open sessions' } }, async (request) => {
    const { ref } = factsOf(request);
    return inTx(kernel, request, async (tx) => ({
      items: (await sessionsOf(tx, tx.actor.userId)).map((s) => ({ ...s, isThis: s.ref === ref })),
    }));
  });
  app.delete(
    '/api/v1/auth/sessions/:ref',
    { schema: { ...tag, summary: 'End one of the own sessions' } },
    async (request, reply) => {
      const { ref } = request.params as { ref: string };
      await inTx(kernel, request, async (tx) => {
        const ended = await endSessions(tx, tx.actor.userId, 'ended-by-owner', [ref]);
        rule(ended.length > 0, coreRules['core.not-found']);
        await tx.record('LOGOUT', about(tx.actor.userId), { session: ref });
      });
      return reply.code(204).send();
    },
  );
}
