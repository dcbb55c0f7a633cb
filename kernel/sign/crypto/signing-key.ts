import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  sign as nodeSign,
  randomBytes,
} from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { canonicalBytes } from './canonical.ts';
import { derivation } from './derivation-limit.ts';
import { SignCryptoError, WrongPassword } from './errors.ts';
import { DEFAULT_DERIVATION_COST, type DerivationCost, passwordBytes } from './password-hash.ts';

/**
 * A person's Ed25519 signing key as it rests in the database: the public half in the clear, the private half sealed under the
 * signing password. Without the password nobody, the server included, can sign with it (21 CFR 11.200(a)(2), (3)).
 * Plain JSON; binary fields are base64.
 */
export interface SealedSigningKey {
  readonly v: 1;
  /** whose key it is; bound to the ciphertext, so a row copied to another person does not open */
  readonly ownerId: string;
  /** SubjectPublicKeyInfo, PEM */
  readonly publicKeyPem: string;
  readonly kdf: DerivationCost & { readonly algorithm: 'argon2id'; readonly salt: string };
  readonly nonce: string;
  /** AES-256-GCM of the PKCS#8 private key */
  readonly ciphertext: string;
  readonly tag: string;
}

/** Signs bytes with an opened key: 64 bytes of Ed25519 over the message itself. */
export type Sign = (bytes: Uint8Array) => Buffer;

// A stored cost beyond this is not ours: refuse it instead of letting a changed row exhaust the server's memory.
const MAX_MEMORY_KIB = 1024 * 1024;
const MAX_ITERATIONS = 64;

/**
 * Makes a signing key for a person and seals it under the signing password. One derivation.
 *
 * @param options.ownerId id of the person, bound to the sealed key
 * @param options.cost derivation cost to use and store; 64 MiB, three passes, one lane unless given
 */
export async function createSigningKey(
  password: string,
  options: { readonly ownerId: string; readonly cost?: DerivationCost },
): Promise<SealedSigningKey> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return seal(privateKey, {
    password,
    ownerId: options.ownerId,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    cost: options.cost ?? DEFAULT_DERIVATION_COST,
  });
}

/**
 * Opens a signing key. This is also the password check of a signature: it succeeds exactly when the password is right, so one
 * act of signing costs one derivation. The private key lives in the returned function only; drop it after the act.
 *
 * @throws WrongPassword when the password is wrong or the sealed key was altered
 * @throws SignCryptoError `SEALED_KEY_INVALID` when the stored cost is out of bounds
 */
export async function openSigningKey(sealed: SealedSigningKey, password: string): Promise<Sign> {
  const privateKey = await open(sealed, password);
  return (bytes) => nodeSign(null, bytes, privateKey);
}

/**
 * Seals the same key under another password, so that signatures made before and after a password change verify with one
 * certificate. Two derivations. A forgotten password cannot be changed this way: issue a new key and revoke the old.
 *
 * @throws WrongPassword when `oldPassword` does not open the key
 */
export async function resealSigningKey(
  sealed: SealedSigningKey,
  oldPassword: string,
  newPassword: string,
  cost: DerivationCost = DEFAULT_DERIVATION_COST,
): Promise<SealedSigningKey> {
  const privateKey = await open(sealed, oldPassword);
  return seal(privateKey, { password: newPassword, ownerId: sealed.ownerId, publicKeyPem: sealed.publicKeyPem, cost });
}

type Header = Pick<SealedSigningKey, 'v' | 'ownerId' | 'publicKeyPem' | 'kdf'>;

// Owner, public key and derivation parameters are authenticated with the ciphertext: none can be exchanged on its own.
function additionalData({ v, ownerId, publicKeyPem, kdf }: Header): Buffer {
  const { algorithm, memoryKiB, iterations, parallelism, salt } = kdf;
  return canonicalBytes({ v, ownerId, publicKeyPem, kdf: { algorithm, memoryKiB, iterations, parallelism, salt } });
}

async function sealingKey(password: string, kdf: SealedSigningKey['kdf']): Promise<Buffer> {
  if (kdf.algorithm !== 'argon2id' || !(kdf.memoryKiB <= MAX_MEMORY_KIB) || !(kdf.iterations <= MAX_ITERATIONS)) {
    throw new SignCryptoError('SEALED_KEY_INVALID', 'the stored derivation cost is out of bounds');
  }
  return derivation(() =>
    hashRaw(passwordBytes(password), {
      memoryCost: kdf.memoryKiB,
      timeCost: kdf.iterations,
      parallelism: kdf.parallelism,
      salt: Buffer.from(kdf.salt, 'base64'),
      outputLen: 32,
    }),
  );
}

async function seal(
  privateKey: KeyObject,
  what: { password: string; ownerId: string; publicKeyPem: string; cost: DerivationCost },
): Promise<SealedSigningKey> {
  const { memoryKiB, iterations, parallelism } = what.cost;
  const salt = randomBytes(16).toString('base64');
  const header: Header = {
    v: 1,
    ownerId: what.ownerId,
    publicKeyPem: what.publicKeyPem,
    kdf: { algorithm: 'argon2id', memoryKiB, iterations, parallelism, salt },
  };
  const key = await sealingKey(what.password, header.kdf);
  const nonce = randomBytes(12);
  const plain = privateKey.export({ type: 'pkcs8', format: 'der' });
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(additionalData(header));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  key.fill(0);
  plain.fill(0);
  return {
    ...header,
    nonce: nonce.toString('base64'),
    ciphertext: ciphertext.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  };
}

async function open(sealed: SealedSigningKey, password: string): Promise<KeyObject> {
  const key = await sealingKey(password, sealed.kdf);
  let plain: Buffer;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.nonce, 'base64'), { authTagLength: 16 });
    decipher.setAAD(additionalData(sealed)).setAuthTag(Buffer.from(sealed.tag, 'base64'));
    plain = Buffer.concat([decipher.update(Buffer.from(sealed.ciphertext, 'base64')), decipher.final()]);
  } catch {
    throw new WrongPassword();
  } finally {
    key.fill(0);
  }
  try {
    return createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' });
  } finally {
    plain.fill(0);
  }
}
