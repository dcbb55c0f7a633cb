import { createHash } from 'node:crypto';
import { z } from 'zod';
import { sql } from '#kernel/db';
import { parseInput, type Tx } from '#kernel/records';
import { rule } from '#kernel/schema';
import { verifyPasskeySignature } from './crypto/index.ts';
import { signRules } from './rules.ts';

const assertion = z.object({
  challengeId: z.uuid(),
  id: z.string().max(1024),
  response: z.object({
    clientDataJSON: z.string().max(8192),
    authenticatorData: z.string().max(8192),
    signature: z.string().max(4096),
  }),
});

export interface PasskeyProof {
  readonly bytes: Buffer;
  readonly signature: string;
  /** JSON with credential id, public key, client data and authenticator data: everything an offline check needs. */
  readonly evidence: string;
}

/** Keeps a statement for the two minutes in which a passkey may sign it; its hash is the challenge. */
export async function keepChallenge(tx: Tx, bytes: Buffer): Promise<{ challengeId: string; challenge: string }> {
  const [row] = await tx.query<{ id: string }>(sql`insert into access.challenge (org_id, user_id, purpose, value, expires_at)
    values (${tx.actor.orgId}, ${tx.actor.userId}, 'sign', ${bytes.toString('utf8')}, kernel.now() + interval '2 minutes') returning id`);
  return { challengeId: row?.id ?? '', challenge: createHash('sha256').update(bytes).digest('base64url') };
}

/** Takes a prepared statement once and checks the authenticator's assertion over it. */
export async function takePasskeyProof(
  tx: Tx,
  given: Readonly<Record<string, unknown>>,
  relyingParty: { readonly id: string; readonly origins: readonly string[] },
): Promise<PasskeyProof> {
  const input = parseInput(assertion, given);
  const [challenge] = await tx.query<{ value: string }>(sql`update access.challenge set used_at = kernel.now()
    where org_id = ${tx.actor.orgId} and id = ${input.challengeId} and user_id = ${tx.actor.userId} and purpose = 'sign' and used_at is null and expires_at > kernel.now() returning value`);
  rule(challenge, signRules['sign.challenge-expired']);
  const [credential] = await tx.query<{ public_key: Buffer }>(sql`select public_key from access.passkey
    where org_id = ${tx.actor.orgId} and id = ${input.id} and user_id = ${tx.actor.userId} and revoked_at is null`);
  rule(credential, signRules['sign.passkey-refused'], { cause: 'CREDENTIAL_UNKNOWN' });
  const bytes = Buffer.from(challenge.value, 'utf8');
  const raw = (text: string) => Buffer.from(text, 'base64url');
  const verdict = verifyPasskeySignature({
    bytes,
    clientDataJSON: raw(input.response.clientDataJSON),
    authenticatorData: raw(input.response.authenticatorData),
    signature: raw(input.response.signature),
    publicKey: credential.public_key,
    origin: relyingParty.origins,
    rpId: relyingParty.id,
  });
  rule(verdict.valid, signRules['sign.passkey-refused'], { cause: verdict.valid ? '' : verdict.cause });
  await tx.query(
    sql`update access.passkey set last_used_at = kernel.now() where org_id = ${tx.actor.orgId} and id = ${input.id}`,
  );
  return {
    bytes,
    signature: input.response.signature,
    evidence: JSON.stringify({
      credentialId: input.id,
      publicKey: credential.public_key.toString('base64'),
      clientDataJSON: input.response.clientDataJSON,
      authenticatorData: input.response.authenticatorData,
      rpId: relyingParty.id,
      origins: relyingParty.origins,
    }),
  };
}
