import { z } from 'zod';
import { canonicalBytes, type JsonValue, parseCanonical, sha256Hex } from './canonical.ts';
import { SignCryptoError } from './errors.ts';
import type { Sign } from './signing-key.ts';

/**
 * What a person signs: the whole sentence "I, in this role, authenticated like this, at this time, do this to exactly this
 * record, meaning this". Every fact that 21 CFR 11.50 and 11.70 want bound to the signature is inside the signed bytes, so a
 * signature moved to another record, version, meaning or person no longer verifies.
 *
 * Hashes are SHA-256, 64 lower-case hexadecimal digits. Instants are RFC 3339 UTC text ending in `Z`. Decimals are text.
 */
export type SignedStatement = {
  readonly v: 1;
  /** the signature policy in force, as URN or URL: factors wanted, meanings, wording shown */
  readonly policy: string;
  readonly signatureId: string;
  readonly organizationId: string;
  readonly record: {
    readonly type: string;
    readonly id: string;
    /** the number people know the record by */
    readonly number: string;
    /** row version before the transition */
    readonly version: number;
    /** hash of the record's own fields, without those flagged `workflow` */
    readonly contentHash: string;
    readonly attachments: ReadonlyArray<{ readonly name: string; readonly sha256: string }>;
    /** hash of the unsigned rendition as it was shown, where one exists */
    readonly rendition?: string;
  };
  readonly transition: string;
  /** null for a signed command that changes no state */
  readonly toState: string | null;
  /** what the signer entered for the transition (effective date …) */
  readonly inputs: { readonly [field: string]: JsonValue };
  readonly meaning: string;
  readonly reason: string;
  readonly signer: { readonly id: string; readonly username: string; readonly printedName: string; readonly title: string };
  /** how and when the signer proved who they are; `session` is a hash, never the session token */
  readonly auth: { readonly factors: readonly string[]; readonly at: string; readonly session: string };
  readonly at: string;
  /** IANA zone the signer was shown the time in */
  readonly zone: string;
  /** statement hash of the previous signature on this record */
  readonly previousSignature?: string;
  /** the newest sealed log checkpoint at signing time */
  readonly logCheckpoint?: string;
};

const text = z.string().min(1);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in hexadecimal');
const instant = z.iso.datetime({ offset: false, local: false });
const json: z.ZodType<JsonValue> = z.json();

const schema: z.ZodType<SignedStatement> = z.strictObject({
  v: z.literal(1),
  policy: text,
  signatureId: text,
  organizationId: text,
  record: z.strictObject({
    type: text,
    id: text,
    number: text,
    version: z.int().nonnegative(),
    contentHash: hash,
    attachments: z.array(z.strictObject({ name: text, sha256: hash })),
    rendition: hash.exactOptional(),
  }),
  transition: text,
  toState: text.nullable(),
  inputs: z.record(z.string(), json),
  meaning: text,
  reason: z.string(),
  signer: z.strictObject({ id: text, username: text, printedName: text, title: z.string() }),
  auth: z.strictObject({ factors: z.array(text).min(1), at: instant, session: text }),
  at: instant,
  zone: text,
  previousSignature: hash.exactOptional(),
  logCheckpoint: text.exactOptional(),
});

function checked(value: unknown): SignedStatement {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // Paths and rules only: the message may reach a log, the values may not.
  const found = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'statement'}: ${issue.code}`);
  throw new SignCryptoError('STATEMENT_INVALID', found.join('; '));
}

/**
 * The bytes that are signed: RFC 8785 of the statement. Store these bytes, not the object: they are the evidence.
 *
 * @throws SignCryptoError `STATEMENT_INVALID` when a part is missing, unknown or malformed, `NOT_CANONICAL` for unsignable values
 */
export function statementBytes(statement: SignedStatement): Buffer {
  checked(statement);
  return canonicalBytes(statement);
}

/** Hash of the statement: its public name, the `previousSignature` of the next one, and the challenge of a passkey. */
export function statementHash(statement: SignedStatement): string {
  return sha256Hex(statementBytes(statement));
}

/** Reads a stored statement, refusing anything that is not a complete statement in exactly its canonical bytes. */
export function parseStatement(bytes: Uint8Array): SignedStatement {
  return checked(parseCanonical(bytes));
}

/**
 * Signs a statement with an opened password-tier key.
 *
 * @returns the signed bytes, their hash, and the 64-byte Ed25519 signature over the bytes
 */
export function signStatement(statement: SignedStatement, sign: Sign): { bytes: Buffer; hash: string; signature: Buffer } {
  const bytes = statementBytes(statement);
  return { bytes, hash: sha256Hex(bytes), signature: sign(bytes) };
}

/** The WebAuthn challenge that makes a passkey assertion a signature over this statement (base64url of the raw hash). */
export function passkeyChallenge(bytes: Uint8Array): string {
  return Buffer.from(sha256Hex(bytes), 'hex').toString('base64url');
}
