import { createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSigningKey,
  type DerivationCost,
  openSigningKey,
  resealSigningKey,
  type SealedSigningKey,
  SignCryptoError,
  WrongPassword,
} from './index.ts';

const cost: DerivationCost = { memoryKiB: 64, iterations: 1, parallelism: 1 };
const ownerId = '0199a1b2-0000-7000-8000-000000000001';
const message = Buffer.from('the bytes of a statement');

const holds = (sealed: SealedSigningKey, signature: Buffer): boolean =>
  verify(null, message, createPublicKey(sealed.publicKeyPem), signature);

describe('a sealed signing key', () => {
  it('P11-200: signs with the right password and with no other', async () => {
    const sealed = await createSigningKey('correct horse battery', { ownerId, cost });
    const sign = await openSigningKey(sealed, 'correct horse battery');
    expect(holds(sealed, sign(message))).toBe(true);
    await expect(openSigningKey(sealed, 'correct horse batterY')).rejects.toBeInstanceOf(WrongPassword);
    await expect(openSigningKey(sealed, '')).rejects.toMatchObject({ code: 'WRONG_PASSWORD' });
  });

  it('survives the trip through JSON and never holds the private key in the clear', async () => {
    const sealed = await createSigningKey('pässwörd of a person', { ownerId, cost });
    const stored: SealedSigningKey = JSON.parse(JSON.stringify(sealed));
    const sign = await openSigningKey(stored, 'pässwörd of a person'.normalize('NFD'));
    expect(holds(sealed, sign(message))).toBe(true);
    expect(JSON.stringify(sealed)).not.toContain('PRIVATE');
  });

  it('keeps the key and its certificate when the password changes', async () => {
    const sealed = await createSigningKey('the first password', { ownerId, cost });
    const resealed = await resealSigningKey(sealed, 'the first password', 'the second password', cost);
    expect(resealed.publicKeyPem).toBe(sealed.publicKeyPem);
    const sign = await openSigningKey(resealed, 'the second password');
    expect(holds(sealed, sign(message))).toBe(true);
    await expect(openSigningKey(resealed, 'the first password')).rejects.toBeInstanceOf(WrongPassword);
    await expect(resealSigningKey(sealed, 'a guess', 'another', cost)).rejects.toBeInstanceOf(WrongPassword);
  });

  it('does not open as the key of another person or with another public key', async () => {
    const sealed = await createSigningKey('one password', { ownerId, cost });
    const other = await createSigningKey('one password', { ownerId: 'someone-else', cost });
    const changed: SealedSigningKey[] = [
      { ...sealed, ownerId: 'someone-else' },
      { ...sealed, publicKeyPem: other.publicKeyPem },
      { ...sealed, kdf: { ...sealed.kdf, salt: other.kdf.salt } },
      { ...sealed, kdf: { ...sealed.kdf, iterations: 2 } },
      { ...sealed, nonce: other.nonce },
      { ...sealed, tag: sealed.tag.slice(0, 8) },
    ];
    for (const key of changed) await expect(openSigningKey(key, 'one password')).rejects.toBeInstanceOf(WrongPassword);
  });

  it('detects any flipped bit of the ciphertext', async () => {
    const sealed = await createSigningKey('one password', { ownerId, cost });
    const length = Buffer.from(sealed.ciphertext, 'base64').length;
    await fc.assert(
      fc.asyncProperty(fc.nat(length * 8 - 1), async (bit) => {
        const bytes = Buffer.from(sealed.ciphertext, 'base64');
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const changed = { ...sealed, ciphertext: bytes.toString('base64') };
        await expect(openSigningKey(changed, 'one password')).rejects.toBeInstanceOf(WrongPassword);
      }),
    );
  });

  it('refuses a stored cost that would exhaust the server', async () => {
    const sealed = await createSigningKey('one password', { ownerId, cost });
    const greedy = { ...sealed, kdf: { ...sealed.kdf, memoryKiB: 2 ** 31 } };
    await expect(openSigningKey(greedy, 'one password')).rejects.toBeInstanceOf(SignCryptoError);
  });

  it('costs 64 MiB and three passes unless told otherwise', async () => {
    const sealed = await createSigningKey('a password at full cost', { ownerId });
    expect(sealed.kdf).toMatchObject({ algorithm: 'argon2id', memoryKiB: 65536, iterations: 3, parallelism: 1 });
    const sign = await openSigningKey(sealed, 'a password at full cost');
    expect(holds(sealed, sign(message))).toBe(true);
  });
});
