import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import {
  type CertifiedKey,
  certifySigner,
  createOrganizationCa,
  createSigningKey,
  openSigningKey,
  passkeyChallenge,
  type Sign,
  type SignedStatement,
} from './index.ts';

/** A complete statement of an approval, for the tests of this folder. */
export const approval: SignedStatement = {
  v: 1,
  policy: 'urn:plumbline:signature-policy:1',
  signatureId: '01990000-0000-7000-8000-00000000000a',
  organizationId: '01990000-0000-7000-8000-00000000000b',
  record: {
    type: 'edms.document-version',
    id: '01990000-0000-7000-8000-00000000000c',
    number: 'SOP-0042',
    version: 7,
    contentHash: 'a'.repeat(64),
    attachments: [{ name: 'SOP-0042.docx', sha256: 'b'.repeat(64) }],
    rendition: 'c'.repeat(64),
  },
  transition: 'approve',
  toState: 'effective',
  inputs: { effectiveDate: '2026-12-01', limit: '1.10' },
  meaning: 'APPROVED',
  reason: 'Content reviewed and correct — ready for use',
  signer: { id: 'u-1002', username: 'grace.auma', printedName: 'Grace Auma, Ph.D.', title: 'QA lead' },
  auth: { factors: ['password', 'totp'], at: '2026-11-20T15:58:00Z', session: 'd'.repeat(64) },
  at: '2026-11-20T16:00:00.123456Z',
  zone: 'Africa/Kampala',
};

/** An organization with one person able to sign. */
export async function signingOrganization(): Promise<{ ca: CertifiedKey; signerPem: string; sign: Sign }> {
  const ca = await createOrganizationCa({ organization: 'Acme Pharma, Ltd', validFrom: new Date('2026-01-01T00:00:00Z') });
  const sealed = await createSigningKey('signing password', {
    ownerId: approval.signer.id,
    cost: { memoryKiB: 64, iterations: 1, parallelism: 1 },
  });
  const signerPem = await certifySigner(ca, {
    publicKeyPem: sealed.publicKeyPem,
    userId: approval.signer.id,
    printedName: approval.signer.printedName,
    organization: 'Acme Pharma, Ltd',
    validFrom: new Date('2026-01-01T00:00:00Z'),
    validTo: new Date('2029-01-01T00:00:00Z'),
  });
  return { ca, signerPem, sign: await openSigningKey(sealed, 'signing password') };
}

/** An assertion as an ES256 security key makes it, with the parts a test may want to get wrong. */
export function assertion(
  bytes: Uint8Array,
  wrong: { challenge?: string; origin?: string; rpId?: string; flags?: number; type?: string; crossOrigin?: boolean } = {},
): { clientDataJSON: Buffer; authenticatorData: Buffer; signature: Buffer; coseKey: Uint8Array; publicKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const clientDataJSON = Buffer.from(
    JSON.stringify({
      type: wrong.type ?? 'webauthn.get',
      challenge: wrong.challenge ?? passkeyChallenge(bytes),
      origin: wrong.origin ?? 'https://qms.example.com',
      crossOrigin: wrong.crossOrigin ?? false,
    }),
  );
  const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();
  const counter = Buffer.from([0, 0, 0, 9]);
  const authenticatorData = Buffer.concat([sha256(wrong.rpId ?? 'qms.example.com'), Buffer.from([wrong.flags ?? 0x05]), counter]);
  const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), privateKey);
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = (part: string): Uint8Array => new Uint8Array(Buffer.from(part, 'base64url'));
  const coseKey = isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, point(x)],
      [-3, point(y)],
    ]),
  );
  return { clientDataJSON, authenticatorData, signature, coseKey, publicKey };
}
