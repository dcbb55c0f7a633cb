import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type CertifiedKey,
  certifySigner,
  createOrganizationCa,
  createSealCertificate,
  createSigningKey,
  parseStatement,
  passkeyPublicKeyPem,
  type Sign,
  sha256Hex,
  signStatement,
  statementBytes,
  statementHash,
  verifyPasskeySignature,
  verifyPasswordSignature,
} from './index.ts';
import { approval, assertion, signingOrganization } from './signature-fixture.ts';

let ca: CertifiedKey;
let signerPem: string;
let sign: Sign;
beforeAll(async () => {
  ({ ca, signerPem, sign } = await signingOrganization());
});

const flip = (bytes: Uint8Array, bit: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
};

describe('statementBytes', () => {
  it('are canonical, keep decimals as text and read back to the same statement', () => {
    const bytes = statementBytes(approval);
    expect(parseStatement(bytes)).toEqual(approval);
    expect(bytes.toString()).toContain('"limit":"1.10"');
    expect(statementHash(approval)).toBe(sha256Hex(bytes));
  });

  it('refuse a statement with a part missing, unknown, malformed or unsignable', () => {
    const { reason: _, ...withoutReason } = approval;
    const cases: unknown[] = [
      withoutReason,
      { ...approval, extra: 1 },
      { ...approval, v: 2 },
      { ...approval, at: '2026-11-20T16:00:00+03:00' },
      { ...approval, record: { ...approval.record, contentHash: 'A'.repeat(64) } },
      { ...approval, auth: { ...approval.auth, factors: [] } },
      { ...approval, inputs: { weight: 1.5 } },
      { ...approval, previousSignature: undefined },
    ];
    for (const value of cases) {
      expect(() => Reflect.apply(statementBytes, undefined, [value]), JSON.stringify(value)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(STATEMENT_INVALID|NOT_CANONICAL)$/) }),
      );
    }
  });
});

describe('verifyPasswordSignature', () => {
  const judge = (change: object = {}) => {
    const { bytes, signature } = signStatement(approval, sign);
    const base = { bytes, signature, certificatePem: signerPem, caPem: ca.certificatePem, at: approval.at };
    return verifyPasswordSignature({ ...base, ...change });
  };

  it('P11-70: holds for the signed bytes and returns the statement', () => {
    expect(judge()).toEqual({ valid: true, statement: approval });
    expect(judge({ revokedAt: '2026-11-20T16:00:01Z' })).toMatchObject({ valid: true });
  });

  it('P11-70: a signature moved to another record, person, meaning or version does not hold', () => {
    const moved = [
      { ...approval, record: { ...approval.record, number: 'SOP-0043' } },
      { ...approval, record: { ...approval.record, version: 8 } },
      { ...approval, record: { ...approval.record, attachments: [] } },
      { ...approval, meaning: 'REVIEWED' },
      { ...approval, signer: { ...approval.signer, printedName: 'Somebody Else' } },
      { ...approval, inputs: {} },
      { ...approval, previousSignature: 'e'.repeat(64) },
    ];
    for (const other of moved) {
      expect(judge({ bytes: statementBytes(other) })).toEqual({ valid: false, cause: 'SIGNATURE_INVALID' });
    }
  });

  it('rejects any flipped bit of statement or signature', () => {
    const { bytes, signature } = signStatement(approval, sign);
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => !judge({ bytes: flip(bytes, bit) }).valid),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.nat(signature.length * 8 - 1), (bit) => !judge({ signature: flip(signature, bit) }).valid));
    expect(judge({ signature: Buffer.alloc(0) })).toEqual({ valid: false, cause: 'SIGNATURE_INVALID' });
  });

  it('names the cause when the certificate does not carry the signature', async () => {
    const foreignCa = await createOrganizationCa({ organization: 'Acme Pharma, Ltd' });
    const key = await createSigningKey('x', { ownerId: 'u-9', cost: { memoryKiB: 64, iterations: 1, parallelism: 1 } });
    const otherPem = await certifySigner(ca, {
      publicKeyPem: key.publicKeyPem,
      userId: 'u-9',
      printedName: approval.signer.printedName,
      organization: 'Acme Pharma, Ltd',
      validFrom: new Date('2026-01-01T00:00:00Z'),
      validTo: new Date('2029-01-01T00:00:00Z'),
    });
    const seal = await createSealCertificate(ca, {
      organization: 'Acme Pharma, Ltd',
      validFrom: new Date('2026-01-01T00:00:00Z'),
    });
    const causes: Array<[object, string]> = [
      [{ caPem: foreignCa.certificatePem }, 'CERTIFICATE_INVALID'],
      [{ certificatePem: seal.certificatePem }, 'CERTIFICATE_INVALID'],
      [{ certificatePem: ca.certificatePem }, 'CERTIFICATE_INVALID'],
      [{ caPem: signerPem }, 'CERTIFICATE_INVALID'],
      [{ certificatePem: 'garbage' }, 'CERTIFICATE_INVALID'],
      [{ at: '2029-01-01T00:00:01Z' }, 'CERTIFICATE_EXPIRED'],
      [{ at: '2025-12-31T23:59:59Z' }, 'CERTIFICATE_EXPIRED'],
      [{ at: 'yesterday' }, 'CERTIFICATE_EXPIRED'],
      [{ revokedAt: approval.at }, 'CERTIFICATE_REVOKED'],
      [{ certificatePem: otherPem }, 'SIGNER_MISMATCH'],
      [{ bytes: Buffer.from('{}') }, 'STATEMENT_INVALID'],
    ];
    for (const [change, cause] of causes) expect(judge(change), cause).toEqual({ valid: false, cause });
  });
});

describe('verifyPasskeySignature', () => {
  const bytes = statementBytes(approval);
  const origin = 'https://qms.example.com';
  const rpId = 'qms.example.com';

  it('holds with the COSE key and with the PEM key', () => {
    const { coseKey, publicKey: _, ...made } = assertion(bytes);
    const held = { valid: true, statement: approval };
    expect(verifyPasskeySignature({ bytes, ...made, publicKey: coseKey, origin, rpId })).toEqual(held);
    const publicKey = passkeyPublicKeyPem(coseKey);
    expect(verifyPasskeySignature({ bytes, ...made, publicKey, origin: ['https://old.example.com', origin], rpId })).toEqual(
      held,
    );
  });

  it('names the cause when the assertion is not a signature over this statement', () => {
    const other = statementBytes({ ...approval, meaning: 'REVIEWED' });
    const causes: Array<[Parameters<typeof assertion>[1], Uint8Array, string]> = [
      [{}, other, 'CHALLENGE_MISMATCH'],
      [{ challenge: '' }, bytes, 'CHALLENGE_MISMATCH'],
      [{ type: 'webauthn.create' }, bytes, 'CLIENT_DATA_INVALID'],
      [{ origin: 'https://qms.example.com.evil.test' }, bytes, 'ORIGIN_MISMATCH'],
      [{ crossOrigin: true }, bytes, 'ORIGIN_MISMATCH'],
      [{ rpId: 'evil.test' }, bytes, 'RP_ID_MISMATCH'],
      [{ flags: 0x01 }, bytes, 'USER_NOT_VERIFIED'],
      [{ flags: 0x04 }, bytes, 'USER_NOT_VERIFIED'],
    ];
    for (const [wrong, judged, cause] of causes) {
      const { coseKey, publicKey: _, ...made } = assertion(bytes, wrong);
      const verdict = verifyPasskeySignature({ bytes: judged, ...made, publicKey: coseKey, origin, rpId });
      expect(verdict, cause).toEqual({ valid: false, cause });
    }
  });

  it('rejects any flipped bit of authenticator data, client data or signature, and foreign keys', () => {
    const { coseKey, publicKey: _, ...made } = assertion(bytes);
    const base = { bytes, ...made, publicKey: coseKey, origin, rpId };
    for (const part of ['authenticatorData', 'clientDataJSON', 'signature'] as const) {
      fc.assert(
        fc.property(fc.nat(made[part].length * 8 - 1), (bit) => {
          return !verifyPasskeySignature({ ...base, [part]: flip(made[part], bit) }).valid;
        }),
      );
    }
    const stranger = assertion(bytes).coseKey;
    expect(verifyPasskeySignature({ ...base, publicKey: stranger })).toEqual({ valid: false, cause: 'SIGNATURE_INVALID' });
    expect(verifyPasskeySignature({ ...base, publicKey: Buffer.from([1]) })).toEqual({ valid: false, cause: 'KEY_UNSUPPORTED' });
    const cut = verifyPasskeySignature({ ...base, authenticatorData: made.authenticatorData.subarray(0, 36) });
    expect(cut).toEqual({ valid: false, cause: 'AUTHENTICATOR_DATA_INVALID' });
  });
});
