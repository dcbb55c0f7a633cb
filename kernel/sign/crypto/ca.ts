// tsyringe, inside @peculiar/x509, refuses to load without the Reflect metadata API.
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { SignCryptoError } from './errors.ts';

x509.cryptoProvider.set(webcrypto);

/** A certificate with its private key (PKCS#8), both PEM. The private key is a secret: keep it outside the database. */
export interface CertifiedKey {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const RSA_2048 = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;
const CA_SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** OID of the `UID` name attribute (RFC 4519 2.39), which carries the user id in a signer certificate. */
export const USER_ID_OID = '0.9.2342.19200300.100.1.1';

// RFC 5280 appendix A: longer names make strict verifiers reject the certificate. The statement carries the full printed name.
const MAX_NAME = 64;
const nameText = (text: string): string => [...text.normalize('NFC')].slice(0, MAX_NAME).join('');

/** Years from an instant, for validity periods. */
const years = (from: Date, count: number): Date => {
  const to = new Date(from);
  to.setUTCFullYear(to.getUTCFullYear() + count);
  return to;
};

function validity(from: Date, to: Date): { notBefore: Date; notAfter: Date } {
  if (!(from.getTime() < to.getTime())) {
    throw new SignCryptoError('CERTIFICATE_REQUEST_INVALID', 'a certificate must end after it begins');
  }
  return { notBefore: from, notAfter: to };
}

/**
 * Makes the certificate authority of one organization: an ECDSA P-256 key and its self-signed certificate, which may issue
 * leaf certificates only. Valid 20 years unless told otherwise.
 */
export async function createOrganizationCa(of: {
  readonly organization: string;
  readonly validFrom?: Date;
  readonly validTo?: Date;
}): Promise<CertifiedKey> {
  const keys = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const from = of.validFrom ?? new Date();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ O: [nameText(of.organization)] }, { CN: [nameText(`${of.organization} signing authority`)] }],
    ...validity(from, of.validTo ?? years(from, 20)),
    signingAlgorithm: CA_SIGNATURE,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificatePem: pem(certificate), privateKeyPem: await privateKeyPem(keys.privateKey) };
}

/** What binds a person to a signing key. */
export interface SignerCertificateRequest {
  /** Ed25519 public key, SubjectPublicKeyInfo PEM */
  readonly publicKeyPem: string;
  readonly userId: string;
  readonly printedName: string;
  readonly organization: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/**
 * Certifies that a signing key belongs to a person: subject is organization, printed name (CN) and user id (UID), use is
 * digital signature and non-repudiation. Returns PEM.
 *
 * @throws SignCryptoError `CERTIFICATE_REQUEST_INVALID` when the key is not Ed25519 or the validity is empty
 */
export async function certifySigner(ca: CertifiedKey, request: SignerCertificateRequest): Promise<string> {
  if (createPublicKey(request.publicKeyPem).asymmetricKeyType !== 'ed25519') {
    throw new SignCryptoError('CERTIFICATE_REQUEST_INVALID', 'a signing key must be Ed25519');
  }
  const subject: x509.JsonName = [
    { O: [nameText(request.organization)] },
    { CN: [nameText(request.printedName)] },
    { [USER_ID_OID]: [request.userId] },
  ];
  const certificate = await issue(
    ca,
    new x509.PublicKey(request.publicKeyPem),
    subject,
    validity(request.validFrom, request.validTo),
  );
  return pem(certificate);
}

/**
 * Makes the key and certificate with which the organization seals exported PDFs (PAdES). Not a person's signature.
 * P-256 unless RSA is asked for, which some older PDF readers want. Valid five years unless told otherwise.
 */
export async function createSealCertificate(
  ca: CertifiedKey,
  of: {
    readonly organization: string;
    readonly key?: 'p-256' | 'rsa-2048';
    readonly validFrom?: Date;
    readonly validTo?: Date;
  },
): Promise<CertifiedKey> {
  const keys = await webcrypto.subtle.generateKey(of.key === 'rsa-2048' ? RSA_2048 : P256, true, ['sign', 'verify']);
  const from = of.validFrom ?? new Date();
  const subject: x509.JsonName = [{ O: [nameText(of.organization)] }, { CN: [nameText(`${of.organization} document seal`)] }];
  const certificate = await issue(ca, keys.publicKey, subject, validity(from, of.validTo ?? years(from, 5)));
  return { certificatePem: pem(certificate), privateKeyPem: await privateKeyPem(keys.privateKey) };
}

async function issue(
  ca: CertifiedKey,
  publicKey: x509.PublicKeyType,
  subject: x509.JsonName,
  period: { notBefore: Date; notAfter: Date },
): Promise<x509.X509Certificate> {
  const authority = new x509.X509Certificate(ca.certificatePem);
  const signingKey = await webcrypto.subtle.importKey(
    'pkcs8',
    createPrivateKey(ca.privateKeyPem).export({ type: 'pkcs8', format: 'der' }),
    P256,
    false,
    ['sign'],
  );
  return x509.X509CertificateGenerator.create({
    subject,
    issuer: authority.subjectName,
    ...period,
    publicKey,
    signingKey,
    signingAlgorithm: CA_SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
}

// OpenSSL wants the final newline that the library leaves off.
const pem = (certificate: x509.X509Certificate): string => `${certificate.toString('pem').trim()}\n`;

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ type: 'pkcs8', format: 'pem' }).toString();
}
