import { createPrivateKey, createPublicKey, sign as signBytes, X509Certificate } from 'node:crypto';
import { type DigestAlgorithm, HttpTimestampAuthority, type KeyType, type SignatureAlgorithm, type Signer } from '@libpdf/core';
import { openPdf } from './pages.ts';
import { fileDate } from './times.ts';

/** With whose key and certificate a PDF is sealed. Keys are ECDSA (P-256, P-384) or RSA; PDF readers know nothing newer. */
export type SealKey = {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** Issuers, nearest first. They travel in the file, so that it can be verified without asking anyone. */
  readonly chainPem: readonly string[];
};

export type SealOptions = SealKey & {
  /** Whose seal it is, as a reader shows it beside the certificate. */
  readonly name: string;
  readonly reason: string;
  readonly location?: string;
  /** The present instant, ISO 8601: the time the seal claims. */
  readonly at: string;
  /** RFC 3161 authority: makes the seal PAdES B-T. An authority that does not answer is an error, never a silent B-B. */
  readonly timestampUrl?: string;
};

export class SealFailed extends Error {
  override readonly name = 'SealFailed';
  readonly rule: 'print.seal.key' | 'print.seal.failed';

  constructor(rule: SealFailed['rule'], message: string) {
    super(message);
    this.rule = rule;
  }
}

const digests: Readonly<Record<DigestAlgorithm, string>> = { 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };
const kinds: Readonly<Record<string, { readonly keyType: KeyType; readonly signatureAlgorithm: SignatureAlgorithm }>> = {
  ec: { keyType: 'EC', signatureAlgorithm: 'ECDSA' },
  rsa: { keyType: 'RSA', signatureAlgorithm: 'RSASSA-PKCS1-v1_5' },
};

const der = (pem: string): Uint8Array<ArrayBuffer> => new Uint8Array(new X509Certificate(pem).raw);

function signerFor(key: SealKey): Signer {
  const privateKey = createPrivateKey(key.privateKeyPem);
  const kind = kinds[privateKey.asymmetricKeyType ?? ''];
  if (kind === undefined)
    throw new SealFailed('print.seal.key', `a PDF cannot be sealed with a key of type ${privateKey.asymmetricKeyType}`);
  if (!new X509Certificate(key.certificatePem).publicKey.equals(createPublicKey(privateKey))) {
    throw new SealFailed('print.seal.key', 'the certificate belongs to another key');
  }
  return {
    ...kind,
    certificate: der(key.certificatePem),
    certificateChain: key.chainPem.map(der),
    async sign(data, algorithm) {
      return new Uint8Array(signBytes(digests[algorithm], data, { key: privateKey, dsaEncoding: 'der' }));
    },
  };
}

/** The library escapes these signs twice, so that readers show a backslash before each: they are written otherwise. */
function shownText(text: string): string {
  return text.replaceAll('(', '[').replaceAll(')', ']').replaceAll('\\', '/').replace(/\s+/g, ' ');
}

/**
 * Seals a PDF (PAdES B-B, or B-T with a timestamp authority): an invisible signature over the whole file, added as an
 * incremental update. Any changed byte breaks it. Verifiable with `pdfsig` and `openssl cms`.
 * @throws SealFailed, PdfRefused
 */
export async function sealPdf(bytes: Uint8Array, options: SealOptions): Promise<Uint8Array> {
  const signer = signerFor(options);
  const pdf = await openPdf(bytes);
  const chainBytes = options.chainPem.reduce((sum, pem) => sum + pem.length, options.certificatePem.length);
  try {
    const sealed = await pdf.sign({
      signer,
      reason: shownText(options.reason),
      contactInfo: shownText(options.name),
      ...(options.location === undefined ? {} : { location: shownText(options.location) }),
      signingTime: fileDate(options.at),
      level: options.timestampUrl === undefined ? 'B-B' : 'B-T',
      ...(options.timestampUrl === undefined ? {} : { timestampAuthority: new HttpTimestampAuthority(options.timestampUrl) }),
      // Room for the signature with its certificates, and for a timestamp token with its own.
      estimatedSize: 4_096 + chainBytes + (options.timestampUrl === undefined ? 0 : 12_288),
    });
    return sealed.bytes;
  } catch (error) {
    throw new SealFailed('print.seal.failed', error instanceof Error ? error.message : String(error));
  }
}
