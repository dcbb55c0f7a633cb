import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { z } from 'zod';
import { sql } from '#kernel/db';
import { coreRules, parseInput, type Tx } from '#kernel/records';
import { refuse, rule } from '#kernel/schema';
import type { Access } from './configuration.ts';
import { accessRules } from './rules.ts';

const PURPOSE = 'passkey-enrolment';
const about = (tx: Tx) => ({ module: 'access', entity: 'access.user', id: tx.actor.userId });
const short = z.string().max(8_192);

/** What a browser sends back after making a passkey; binary parts are base64url. */
export const registration = z.strictObject({
  name: z.string().trim().min(1).max(80),
  response: z.object({
    id: z.string().max(1_024),
    rawId: z.string().max(1_024),
    type: z.literal('public-key'),
    clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
    response: z.object({
      clientDataJSON: short,
      attestationObject: z.string().max(65_536),
      transports: z
        .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
        .max(10)
        .optional(),
    }),
  }),
});

export interface PasskeyView extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}
/** The person's own passkeys that may sign. */
export const passkeysOf = (tx: Tx): Promise<PasskeyView[]> =>
  tx.query<PasskeyView>(sql`select id, name, created_at as "createdAt", last_used_at as "lastUsedAt" from access.passkey
    where org_id = ${tx.actor.orgId} and user_id = ${tx.actor.userId} and revoked_at is null order by created_at`);

/** Options for `navigator.credentials.create`, with a challenge that is good once, for five minutes. */
export async function passkeyOptions(tx: Tx, access: Access) {
  const known = await passkeysOf(tx);
  const options = await generateRegistrationOptions({
    rpName: 'Plumbline',
    rpID: access.relyingParty.id,
    userName: tx.actor.username,
    userDisplayName: tx.actor.name,
    userID: new Uint8Array(Buffer.from(tx.actor.userId.replaceAll('-', ''), 'hex')),
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    // The authenticator asks for PIN or biometric: it is the second component of a signature (P11-200b-1).
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
  await tx.query(
    sql`update access.challenge set used_at = kernel.now() where org_id = ${tx.actor.orgId} and user_id = ${tx.actor.userId} and purpose = ${PURPOSE} and used_at is null`,
  );
  await tx.query(sql`insert into access.challenge (org_id, user_id, purpose, value, expires_at)
    values (${tx.actor.orgId}, ${tx.actor.userId}, ${PURPOSE}, ${options.challenge}, kernel.now() + interval '5 minutes')`);
  return options;
}

/** Keeps a passkey whose answer to our challenge holds. Throws 422 `access.passkey.refused` with the cause otherwise. */
export async function addPasskey(tx: Tx, access: Access, given: unknown): Promise<PasskeyView> {
  const input = parseInput(registration, given);
  const [challenge] = await tx.query<{ value: string }>(sql`update access.challenge set used_at = kernel.now()
    where org_id = ${tx.actor.orgId} and user_id = ${tx.actor.userId} and purpose = ${PURPOSE} and used_at is null and expires_at > kernel.now() returning value`);
  rule(challenge, accessRules['access.passkey.refused'], { why: 'the registration took longer than five minutes' });
  const { transports, ...response } = input.response.response;
  const verified = await verifyRegistrationResponse({
    response: { ...input.response, response: { ...response, ...(transports ? { transports } : {}) } },
    expectedChallenge: challenge.value,
    expectedOrigin: [...access.relyingParty.origins],
    expectedRPID: access.relyingParty.id,
    requireUserVerification: true,
  }).catch((error: unknown) =>
    refuse(accessRules['access.passkey.refused'], { why: error instanceof Error ? error.message : 'it cannot be read' }),
  );
  if (!verified.verified) refuse(accessRules['access.passkey.refused'], { why: 'its answer does not hold' });
  const { credential } = verified.registrationInfo;
  const [row] =
    await tx.query<PasskeyView>(sql`insert into access.passkey (org_id, id, user_id, public_key, counter, transports, name)
    values (${tx.actor.orgId}, ${credential.id}, ${tx.actor.userId}, ${Buffer.from(credential.publicKey)}, ${credential.counter}, ${transports ?? []}, ${input.name})
    on conflict (org_id, id) do nothing returning id, name, created_at as "createdAt", last_used_at as "lastUsedAt"`);
  rule(row, accessRules['access.passkey.refused'], { why: 'it is registered already' });
  await tx.record('PASSKEY_ADDED', about(tx), { name: input.name, credentialId: credential.id });
  return row;
}

/** Takes a passkey out of use at once; signatures made with it stay verifiable (P11-300c-1). */
export async function removePasskey(tx: Tx, id: string): Promise<void> {
  const [row] = await tx.query<{ name: string }>(sql`update access.passkey set revoked_at = kernel.now()
    where org_id = ${tx.actor.orgId} and user_id = ${tx.actor.userId} and id = ${id} and revoked_at is null returning name`);
  rule(row, coreRules['core.not-found']);
  await tx.record('PASSKEY_REVOKED', about(tx), { name: row.name, credentialId: id });
}
