import { verify as nodeVerify, X509Certificate } from 'node:crypto';
import { parseStatement, type SignedStatement } from './signed-statement.ts';

/** Why a signature does not hold. Stable codes, translated for people elsewhere. */
export type PasswordSignatureFault =
  | 'STATEMENT_INVALID'
  | 'CERTIFICATE_INVALID'
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_REVOKED'
  | 'SIGNER_MISMATCH'
  | 'SIGNATURE_INVALID';

/** The outcome of a verification: the statement that holds, or the first cause why it does not. */
export type SignatureVerdict<Fault extends string> =
  | { readonly valid: true; readonly statement: SignedStatement }
  | { readonly valid: false; readonly cause: Fault };

/** A stored password-tier signature with what is needed to judge it. */
export interface PasswordSignature {
  readonly bytes: Uint8Array;
  /** 64 bytes of Ed25519 */
  readonly signature: Uint8Array;
  readonly certificatePem: string;
  readonly caPem: string;
  /** trusted instant of signing (from the audit trail), RFC 3339; the certificate must be valid then */
  readonly at: string;
  /** instant from which the certificate counts no more, where it was revoked */
  readonly revokedAt?: string;
}

/**
 * Judges a password-tier signature: the bytes are a complete statement, the certificate was issued by the organization's
 * authority, was valid and not revoked at signing, names the signer in the statement, and its key signed exactly these bytes.
 * Needs no database, so an exported signature is judged by the same code.
 */
export function verifyPasswordSignature(of: PasswordSignature): SignatureVerdict<PasswordSignatureFault> {
  let statement: SignedStatement;
  try {
    statement = parseStatement(of.bytes);
  } catch {
    return { valid: false, cause: 'STATEMENT_INVALID' };
  }
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(of.certificatePem);
    const authority = new X509Certificate(of.caPem);
    if (!issuedBy(certificate, authority)) return { valid: false, cause: 'CERTIFICATE_INVALID' };
    const signedAt = [Date.parse(of.at), Date.parse(statement.at)];
    if (!signedAt.every((at) => validAt(certificate, at) && validAt(authority, at))) {
      return { valid: false, cause: 'CERTIFICATE_EXPIRED' };
    }
  } catch {
    return { valid: false, cause: 'CERTIFICATE_INVALID' };
  }
  // Written so that an unreadable instant counts as revoked.
  if (of.revokedAt !== undefined && !(Date.parse(of.at) < Date.parse(of.revokedAt))) {
    return { valid: false, cause: 'CERTIFICATE_REVOKED' };
  }
  if (!names(certificate, statement.signer.id)) return { valid: false, cause: 'SIGNER_MISMATCH' };
  if (!nodeVerify(null, of.bytes, certificate.publicKey, of.signature)) return { valid: false, cause: 'SIGNATURE_INVALID' };
  return { valid: true, statement };
}

function issuedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  return (
    authority.ca &&
    !certificate.ca &&
    certificate.publicKey.asymmetricKeyType === 'ed25519' &&
    certificate.checkIssued(authority) &&
    certificate.verify(authority.publicKey)
  );
}

function validAt(certificate: X509Certificate, at: number): boolean {
  return certificate.validFromDate.getTime() <= at && at <= certificate.validToDate.getTime();
}

// Without this, whoever holds any certified key could sign statements in another person's name.
function names(certificate: X509Certificate, userId: string): boolean {
  return certificate.toLegacyObject().subject.UID === userId;
}
