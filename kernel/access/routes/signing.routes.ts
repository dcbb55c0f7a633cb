import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { actorOf, bodyOf } from '#kernel/http';
import { type Kernel, parseInput } from '#kernel/records';
import type { Access } from '../configuration.ts';
import { addPasskey, passkeyOptions, passkeysOf, registration, removePasskey } from '../passkeys.ts';
import { acceptAgreement, agreementOf } from '../profile.ts';
import { reauthenticate } from '../sign-in.ts';
import { factsOf, inTx } from './session.routes.ts';

const tag = { tags: ['Sign-in'] };
const onlyPassword = z.strictObject({ password: z.string().min(1).max(1_024) });

/** What makes somebody able to sign: the agreement and, if wanted, passkeys. */
export function signingRoutes(app: FastifyInstance, kernel: Kernel, access: Access): void {
  app.get('/api/v1/auth/agreement', { schema: { ...tag, summary: 'Statement on electronic signatures' } }, async (request) =>
    inTx(kernel, request, async (tx) => ({ data: await agreementOf(tx) })),
  );
  app.post('/api/v1/auth/agreement', { schema: { ...tag, summary: 'Accept the statement' } }, async (request) =>
    inTx(kernel, request, async (tx) => ({ data: await acceptAgreement(tx, request.body) })),
  );

  app.get('/api/v1/auth/passkeys', { schema: { ...tag, summary: 'Own passkeys' } }, async (request) =>
    inTx(kernel, request, async (tx) => ({ items: await passkeysOf(tx) })),
  );
  app.post(
    '/api/v1/auth/passkeys/options',
    { schema: { ...tag, summary: 'Begin to register a passkey', body: onlyPassword } },
    async (request) => {
      const { password } = parseInput(onlyPassword, bodyOf(request));
      const { device } = factsOf(request);
      // A session left open must not be enough to add something that signs.
      const proof = { password, device, what: 'passkey', requestId: request.id };
      return { data: await reauthenticate(kernel, access, actorOf(request), proof, (tx) => passkeyOptions(tx, access)) };
    },
  );
  app.post(
    '/api/v1/auth/passkeys',
    { schema: { ...tag, summary: 'Register a passkey', body: registration } },
    async (request, reply) => {
      const data = await inTx(kernel, request, (tx) => addPasskey(tx, access, request.body));
      return reply.code(201).send({ data });
    },
  );
  app.delete(
    '/api/v1/auth/passkeys/:id',
    { schema: { ...tag, summary: 'Take a passkey out of use' } },
    async (request, reply) => {
      await inTx(kernel, request, (tx) => removePasskey(tx, (request.params as { id: string }).id));
      return reply.code(204).send();
    },
  );
}
