import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { LogError } from './errors.ts';
import { base64Bytes, isKeyName, type NoteSigner, type NoteVerifier, noteKeyId } from './note.ts';

/** Signature types of the note format that we make and check. */
const ED25519 = 0x01;
const COSIGNATURE = 0x04;

/** What a key signs: `note` the text itself (a log), `cosignature` the text with the time of witnessing (a witness). */
export type NoteKeyUse = 'note' | 'cosignature';

const typeOf: Record<NoteKeyUse, number> = { note: ED25519, cosignature: COSIGNATURE };

/** A signer that also tells its verifier key. */
export interface NoteKey extends NoteSigner {
  readonly vkey: string;
}

/**
 * Makes a key for signing notes.
 *
 * @param name a host and path without scheme, for example `qms.example.com/log`
 * @returns `skey`, a secret, and `vkey`, to be published: both text on one line
 */
export function generateNoteKey(name: string, use: NoteKeyUse = 'note'): { skey: string; vkey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const [type, raw] = [typeOf[use], publicKey.export({ format: 'raw-public' })];
  return {
    skey: `PRIVATE+KEY+${keyText(name, type, raw, privateKey.export({ format: 'raw-private' }))}`,
    vkey: keyText(name, type, raw, raw),
  };
}

/**
 * Reads a signing key. A cosignature key stamps the time of each signature from `now`.
 *
 * @param now seconds since 1970, for cosignature keys
 * @throws LogError `KEY_MALFORMED`
 */
export function parseSigningKey(skey: string, now: () => number = () => Math.floor(Date.now() / 1000)): NoteKey {
  if (!skey.startsWith('PRIVATE+KEY+')) throw malformed();
  const { name, keyId, type, material } = parseKeyText(skey.slice('PRIVATE+KEY+'.length));
  const privateKey = rawKey(() => createPrivateKey({ key: material, format: 'raw-private', asymmetricKeyType: 'ed25519' }));
  const publicKey = createPublicKey(privateKey).export({ format: 'raw-public' });
  if (keyId !== noteKeyId(name, type, publicKey)) throw malformed();
  const vkey = keyText(name, type, publicKey, publicKey);
  if (type === ED25519) return { name, keyId, vkey, sign: (text) => sign(null, text, privateKey) };
  return {
    name,
    keyId,
    vkey,
    sign: (text) => {
      const time = BigInt(now());
      const stamp = Buffer.alloc(8);
      stamp.writeBigUInt64BE(time);
      return Buffer.concat([stamp, sign(null, cosignedMessage(time, text), privateKey)]);
    },
  };
}

/**
 * Reads a published verifier key.
 *
 * @throws LogError `KEY_MALFORMED`, also when the key id does not fit name and key
 */
export function parseVerifierKey(vkey: string): NoteVerifier {
  const { name, keyId, type, material } = parseKeyText(vkey);
  if (keyId !== noteKeyId(name, type, material)) throw malformed();
  const key = rawKey(() => createPublicKey({ key: material, format: 'raw-public', asymmetricKeyType: 'ed25519' }));
  if (type === ED25519) return { name, keyId, verify: (text, signature) => verify(null, text, key, signature) };
  return {
    name,
    keyId,
    verify: (text, signature) => {
      if (signature.length !== 72) return false;
      return verify(null, cosignedMessage(Buffer.from(signature).readBigUInt64BE(0), text), key, signature.subarray(8));
    },
  };
}

/** When a witness cosigned, in seconds since 1970. Only for verified signatures of cosignature keys. */
export function cosignatureTime(signature: Uint8Array): number {
  return Number(Buffer.from(signature).readBigUInt64BE(0));
}

// The header line keeps a witness's signature from being taken for a log's (https://c2sp.org/tlog-cosignature).
function cosignedMessage(time: bigint, text: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`cosignature/v1\ntime ${time}\n`), text]);
}

function keyText(name: string, type: number, publicKey: Uint8Array, material: Uint8Array): string {
  if (!isKeyName(name)) throw malformed();
  const keyId = noteKeyId(name, type, publicKey).toString(16).padStart(8, '0');
  return `${name}+${keyId}+${Buffer.concat([Buffer.from([type]), material]).toString('base64')}`;
}

function parseKeyText(text: string): { name: string; keyId: number; type: number; material: Buffer } {
  // Base64 may hold plus signs of its own, names may not.
  const [, name = '', id = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text) ?? [];
  const bytes = base64Bytes(encoded);
  const type = bytes?.[0];
  if (!isKeyName(name) || bytes?.length !== 33 || (type !== ED25519 && type !== COSIGNATURE)) throw malformed();
  return { name, keyId: Number.parseInt(id, 16), type, material: bytes.subarray(1) };
}

function rawKey(read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch {
    throw malformed();
  }
}

// Never says what was read: it may be a private key.
const malformed = (): LogError => new LogError('KEY_MALFORMED', 'not a note key');
