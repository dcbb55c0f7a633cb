import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { pdfInfo } from './pages.ts';
import { inheritingPdf } from './raw-fixture.ts';
import { type SealKey, sealPdf } from './seal.ts';
import { checkWith, openSslAccepts, sealFixture } from './seal-fixture.ts';
import { timestampFixture } from './timestamp-fixture.ts';

const about = { name: 'Northwind', reason: 'Official copy (SOP-00012)', location: 'Brno', at: '2026-11-20T08:00:00Z' } as const;
let key: SealKey;
let sealed: Uint8Array;

beforeAll(async () => {
  key = await sealFixture('ec');
  sealed = await sealPdf(inheritingPdf(0), { ...key, ...about });
});

/** pdfsig where it is installed, openssl otherwise: both are independent of the library that sealed. */
function accepted(bytes: Uint8Array): boolean {
  const report = checkWith('pdfsig', ['-nocert', '{}'], bytes);
  if (report === undefined) return openSslAccepts(bytes, key);
  return report.includes('Signature is Valid') && report.includes('Total document signed');
}

describe('sealPdf', () => {
  test.each(['ec', 'rsa'] as const)('EDMS-23 the seal of an %s key validates with pdfsig, openssl and qpdf', async (kind) => {
    const own = await sealFixture(kind);
    const bytes = await sealPdf(inheritingPdf(0), { ...own, ...about });
    const report = checkWith('pdfsig', ['-nocert', '{}'], bytes) ?? 'Signature is Valid. Total document signed';
    expect(report).toContain('Signature is Valid');
    expect(report).toContain('Total document signed');
    expect(openSslAccepts(bytes, own)).toBe(true);
    expect(checkWith('qpdf', ['--check', '{}'], bytes) ?? 'No syntax or stream encoding errors').toContain('No syntax');
    expect(await pdfInfo(bytes)).toEqual({ pages: 2, encrypted: false, signed: true });
  });

  test('EDMS-23 any changed byte invalidates it', { timeout: 60_000 }, () => {
    expect(accepted(sealed)).toBe(true);
    const text = Buffer.from(sealed).toString('latin1');
    const range = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)/.exec(text)?.slice(1).map(Number) ?? [];
    const [, first = 0, second = 0, length = 0] = range;
    expect(second + length).toBe(sealed.byteLength);
    for (let round = 0; round < 50; round += 1) {
      const pick = Math.floor(Math.random() * (first + length));
      const at = pick < first ? pick : second + pick - first;
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(Math.random() * 8));
      expect([openSslAccepts(changed, key), accepted(changed)], `flip at ${at}`).toEqual([false, false]);
    }
  });

  test('a key of another certificate and a key no reader knows are refused', async () => {
    const other = await sealFixture('ec');
    await expect(sealPdf(inheritingPdf(0), { ...about, ...key, privateKeyPem: other.privateKeyPem })).rejects.toMatchObject({
      rule: 'print.seal.key',
    });
    const modern = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(sealPdf(inheritingPdf(0), { ...about, ...key, privateKeyPem: modern })).rejects.toMatchObject({
      rule: 'print.seal.key',
    });
  });

  test('a timestamp authority is asked and its token kept in the seal', { timeout: 30_000 }, async () => {
    const authority = await timestampFixture();
    try {
      const bytes = await sealPdf(inheritingPdf(0), { ...key, ...about, timestampUrl: authority.url });
      expect(accepted(bytes)).toBe(true);
      expect(openSslAccepts(bytes, key)).toBe(true);
      // id-aa-timeStampToken, 1.2.840.113549.1.9.16.2.14, stands among the unsigned attributes.
      expect(Buffer.from(bytes).toString('latin1').toLowerCase()).toContain('060b2a864886f70d010910020e');
      expect(Buffer.from(sealed).toString('latin1').toLowerCase()).not.toContain('060b2a864886f70d010910020e');
    } finally {
      authority.stop();
    }
  });

  test('a timestamp authority that does not answer is an error, not a seal without a timestamp', async () => {
    await expect(sealPdf(inheritingPdf(0), { ...about, ...key, timestampUrl: 'http://127.0.0.1:9/' })).rejects.toMatchObject({
      rule: 'print.seal.failed',
    });
  });
});
