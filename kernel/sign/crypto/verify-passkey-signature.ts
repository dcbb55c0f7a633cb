import { createHash, createPublicKey, type KeyObject, verify as nodeVerify, type webcrypto } from 'node:crypto';
import { cose, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';
import { parseStatement, passkeyChallenge, type SignedStatement } from './signed-statement.ts';
import type { SignatureVerdict } from './verify-password-signature.ts';

/** Why a passkey signature does not hold. Stable codes, translated for people elsewhere. */
export type PasskeySignatureFault =
  | 'STATEMENT_INVALID'
  | 'CLIENT_DATA_INVALID'
  | 'CHALLENGE_MISMATCH'
  | 'ORIGIN_MISMATCH'
  | 'AUTHENTICATOR_DATA_INVALID'
  | 'RP_ID_MISMATCH'
  | 'USER_NOT_VERIFIED'
  | 'KEY_UNSUPPORTED'
  | 'SIGNATURE_INVALID';

/** A stored WebAuthn assertion with what is needed to judge it as a signature. Binary parts are raw bytes. */
export interface PasskeySignature {
  readonly bytes: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  readonly authenticatorData: Uint8Array;
  readonly signature: Uint8Array;
  /** the credential's public key: COSE as the authenticator gave it, or SubjectPublicKeyInfo PEM */
  readonly publicKey: Uint8Array | string;
  /** origins the application is served from, for example `https://qms.example.com` */
  readonly origin: string | readonly string[];
  readonly rpId: string;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;

/**
 * Judges a passkey signature: the assertion's challenge is the hash of exactly these bytes, it was made at our origin for our
 * relying party, the authenticator verified the user (biometric or PIN), and the credential's key signed it. That the
 * credential belongs to the statement's signer, and that it is not older than two minutes, is for the caller to check.
 */
export function verifyPasskeySignature(of: PasskeySignature): SignatureVerdict<PasskeySignatureFault> {
  let statement: SignedStatement;
  try {
    statement = parseStatement(of.bytes);
  } catch {
    return { valid: false, cause: 'STATEMENT_INVALID' };
  }
  const fault = clientDataFault(of) ?? authenticatorDataFault(of);
  if (fault) return { valid: false, cause: fault };
  let key: KeyObject;
  try {
    key = createPublicKey(typeof of.publicKey === 'string' ? of.publicKey : passkeyPublicKeyPem(of.publicKey));
  } catch {
    return { valid: false, cause: 'KEY_UNSUPPORTED' };
  }
  const signed = Buffer.concat([of.authenticatorData, createHash('sha256').update(of.clientDataJSON).digest()]);
  return signatureHolds(key, signed, of.signature) ? { valid: true, statement } : { valid: false, cause: 'SIGNATURE_INVALID' };
}

/**
 * The public key of a credential as SubjectPublicKeyInfo PEM, the form OpenSSL reads. Store it beside the COSE key.
 *
 * @throws Error when the key is not ES256 (P-256), EdDSA (Ed25519) or RS256
 */
export function passkeyPublicKeyPem(coseKey: Uint8Array): string {
  return createPublicKey({ key: jwkOf(coseKey), format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();
}

function clientDataFault(of: PasskeySignature): PasskeySignatureFault | undefined {
  let client: unknown;
  try {
    client = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(of.clientDataJSON));
  } catch {
    return 'CLIENT_DATA_INVALID';
  }
  if (typeof client !== 'object' || client === null) return 'CLIENT_DATA_INVALID';
  if (!('type' in client) || client.type !== 'webauthn.get') return 'CLIENT_DATA_INVALID';
  if (!('challenge' in client) || client.challenge !== passkeyChallenge(of.bytes)) return 'CHALLENGE_MISMATCH';
  const origins = typeof of.origin === 'string' ? [of.origin] : of.origin;
  if (!('origin' in client) || typeof client.origin !== 'string' || !origins.includes(client.origin)) return 'ORIGIN_MISMATCH';
  // A page of another origin may embed ours: what its user saw around our dialog is not ours to vouch for.
  if ('crossOrigin' in client && client.crossOrigin !== false) return 'ORIGIN_MISMATCH';
  return undefined;
}

function authenticatorDataFault({ authenticatorData, rpId }: PasskeySignature): PasskeySignatureFault | undefined {
  const data = Buffer.from(authenticatorData);
  // 32 bytes relying-party hash, 1 byte flags, 4 bytes counter; extensions may follow and are covered by the signature.
  const flags = data.length < 37 ? undefined : data[32];
  if (flags === undefined) return 'AUTHENTICATOR_DATA_INVALID';
  if (!data.subarray(0, 32).equals(createHash('sha256').update(rpId).digest())) return 'RP_ID_MISMATCH';
  return (flags & USER_PRESENT) !== 0 && (flags & USER_VERIFIED) !== 0 ? undefined : 'USER_NOT_VERIFIED';
}

function signatureHolds(key: KeyObject, signed: Buffer, signature: Uint8Array): boolean {
  switch (key.asymmetricKeyType) {
    case 'ec':
      return nodeVerify('sha256', signed, { key, dsaEncoding: 'der' }, signature);
    case 'rsa':
      return nodeVerify('sha256', signed, key, signature);
    case 'ed25519':
      return nodeVerify(null, signed, key, signature);
    default:
      return false;
  }
}

const b64u = (part: Uint8Array | undefined): string => {
  if (part === undefined) throw new Error('the credential key lacks a part');
  return Buffer.from(part).toString('base64url');
};

function jwkOf(coseKey: Uint8Array): webcrypto.JsonWebKey {
  const key = decodeCredentialPublicKey(Uint8Array.from(coseKey));
  const algorithm = key.get(cose.COSEKEYS.alg);
  if (cose.isCOSEPublicKeyEC2(key) && algorithm === cose.COSEALG.ES256 && key.get(cose.COSEKEYS.crv) === cose.COSECRV.P256) {
    return { kty: 'EC', crv: 'P-256', x: b64u(key.get(cose.COSEKEYS.x)), y: b64u(key.get(cose.COSEKEYS.y)) };
  }
  if (cose.isCOSEPublicKeyOKP(key) && algorithm === cose.COSEALG.EdDSA && key.get(cose.COSEKEYS.crv) === cose.COSECRV.ED25519) {
    return { kty: 'OKP', crv: 'Ed25519', x: b64u(key.get(cose.COSEKEYS.x)) };
  }
  if (cose.isCOSEPublicKeyRSA(key) && algorithm === cose.COSEALG.RS256) {
    return { kty: 'RSA', n: b64u(key.get(cose.COSEKEYS.n)), e: b64u(key.get(cose.COSEKEYS.e)) };
  }
  throw new Error('only ES256, EdDSA (Ed25519) and RS256 credential keys are supported');
}
