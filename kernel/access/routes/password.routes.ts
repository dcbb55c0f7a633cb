import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { sql } from '#kernel/db';
import { actorOf, bodyOf } from '#kernel/http';
import { findRows, type Kernel, parseInput, transact } from '#kernel/records';
import { type Row, rule } from '#kernel/schema';
import type { Access } from '../configuration.ts';
import { refuseUnfit, replacePassword, resealed, storedCredential } from '../credential.ts';
import { forgot, openLink, ownerOf, useLink } from '../invitations.ts';
import { policyOf } from '../policy.ts';
import { User } from '../records/user.ts';
import { accessRules } from '../rules.ts';
import { endSessions } from '../sessions.ts';
import { reauthenticate, takeAttempt } from '../sign-in.ts';
import { factsOf, inTx } from './session.routes.ts';

const tag = { tags: ['Sign-in'] };
const secret = z.string().min(1).max(1_024);
const change = z.strictObject({ current: secret, next: secret });
const chosen = z.strictObject({ password: secret });
const forgotten = z.strictObject({ username: z.string().min(1).max(254) });
const tokenOf = (params: unknown): string => (params as { token: string }).token;

/** Changing a password, and the single-use links by which one is first chosen or chosen again. */
export function passwordRoutes(app: FastifyInstance, kernel: Kernel, access: Access): void {
  app.post(
    '/api/v1/auth/password',
    { config: { whileRestricted: true }, schema: { ...tag, summary: 'Change own password', body: change } },
    async (request) => {
      const facts = factsOf(request);
      rule(facts.lockedAt === null, accessRules['session.locked']);
      const { current, next } = parseInput(change, bodyOf(request));
      const actor = actorOf(request);
      const { device, ref } = facts;
      const proof = { password: current, device, what: 'password-change', requestId: request.id };
      const { stored, user } = await reauthenticate(kernel, access, actor, proof, async (tx, hash) => {
        const [row] = await findRows(tx, User, sql`t.id = ${actor.userId}`);
        return { stored: { ...(await storedCredential(tx, actor.userId)), hash }, user: row };
      });
      await refuseUnfit(kernel, ownerOf(actor.orgId, user as Row<typeof User>), next, 'next');
      const made = await resealed(access, stored, current, next);
      await inTx(kernel, request, async (tx) => {
        await replacePassword(tx, actor.userId, stored.hash, made);
        await endSessions(tx, actor.userId, 'password-changed', undefined, ref);
        await tx.record(
          'PASSWORD_SET',
          { module: 'access', entity: 'access.user', id: actor.userId },
          { by: 'owner', through: 'change' },
        );
        await tx.emit('access.password-changed', { userId: actor.userId });
      });
      return { data: { changed: true } };
    },
  );

  app.post(
    '/api/v1/auth/forgot',
    {
      config: { public: true },
      schema: { ...tag, summary: 'Ask for a link to choose a new password; the answer is always the same', body: forgotten },
    },
    async (request, reply) => {
      takeAttempt(access, request);
      await forgot(kernel, request, parseInput(forgotten, bodyOf(request)).username);
      return reply.code(202).send({ data: { accepted: true } });
    },
  );

  app.get(
    '/api/v1/auth/invitations/:token',
    { config: { public: true }, schema: { ...tag, summary: 'Whom a link is for' } },
    async (request) => {
      takeAttempt(access, request);
      const link = await openLink(kernel, request, tokenOf(request.params));
      const policy = await transact(kernel, link.actor, policyOf, { readOnly: true });
      return {
        data: {
          kind: link.kind,
          username: link.user.username,
          name: link.user.name,
          organization: link.organization,
          passwordRules: { minimum: policy.passwordLength, history: policy.passwordHistory },
        },
      };
    },
  );
  app.post(
    '/api/v1/auth/invitations/:token',
    { config: { public: true }, schema: { ...tag, summary: 'Choose a password through a link', body: chosen } },
    async (request) => {
      takeAttempt(access, request);
      const { password } = parseInput(chosen, bodyOf(request));
      return { data: await useLink(kernel, access, request, tokenOf(request.params), password) };
    },
  );
}
