import { hash } from 'node:crypto';
import { LogError } from './errors.ts';

/** One who signs notes: a name, the id of the key, and the signature over a note's text. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: number;
  sign(text: Uint8Array): Buffer;
}

/** One whose signatures on notes are known and can be checked. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: number;
  verify(text: Uint8Array, signature: Uint8Array): boolean;
}

/** A signature line of a note. `signature` is without the key id. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: number;
  readonly signature: Buffer;
}

/** A note whose signatures were checked. */
export interface OpenedNote {
  /** the signed text, with its final newline */
  readonly text: string;
  /** by known keys, all verified; never empty */
  readonly verified: readonly NoteSignature[];
  /** by unknown keys: they prove nothing */
  readonly unknown: readonly NoteSignature[];
}

// The format asks for room for sixteen; a limit keeps a hostile note from costing a thousand verifications.
const MAX_SIGNATURES = 100;

/** The id of a note key: the first four bytes of SHA-256 over name, newline, signature type and public key, as a number. */
export function noteKeyId(name: string, type: number, publicKey: Uint8Array): number {
  const message = Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), Buffer.from([type]), publicKey]);
  return hash('sha256', message, 'buffer').readUInt32BE(0);
}

/**
 * Signs a text as a C2SP signed note (https://c2sp.org/signed-note).
 *
 * @param text ends with a newline and holds no other control character
 * @throws LogError `NOTE_MALFORMED` when the text or a signer's name cannot stand in a note
 */
export function signNote(text: string, ...signers: readonly NoteSigner[]): string {
  checkText(text);
  if (signers.length === 0) throw new LogError('NOTE_MALFORMED', 'a note needs a signature');
  const bytes = Buffer.from(text, 'utf8');
  return `${text}\n${signers.map((signer) => signatureLine(signer, signer.sign(bytes))).join('')}`;
}

/** Adds a signature (a witness's cosignature) to a note, keeping the others as they are. Does not check them. */
export function cosignNote(note: string, signer: NoteSigner): string {
  const { text } = splitNote(note);
  return `${note}${signatureLine(signer, signer.sign(Buffer.from(text, 'utf8')))}`;
}

/**
 * Opens a note: every signature by a known key must verify, and there must be one.
 *
 * @throws LogError `NOTE_MALFORMED`, `NOTE_SIGNATURE_INVALID` when a known key's signature does not verify,
 *   `NOTE_SIGNER_UNKNOWN` when no known key signed
 */
export function openNote(note: string | Uint8Array, verifiers: readonly NoteVerifier[]): OpenedNote {
  const { text, signatures } = splitNote(typeof note === 'string' ? note : utf8(note));
  const bytes = Buffer.from(text, 'utf8');
  const verified: NoteSignature[] = [];
  const unknown: NoteSignature[] = [];
  const seen = new Set<NoteVerifier>();
  for (const signature of signatures) {
    const verifier = verifiers.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId);
    if (verifier === undefined) {
      unknown.push(signature);
    } else if (!seen.has(verifier)) {
      seen.add(verifier);
      if (!verifier.verify(bytes, signature.signature)) {
        throw new LogError('NOTE_SIGNATURE_INVALID', `the signature of ${signature.name} does not verify`);
      }
      verified.push(signature);
    }
  }
  if (verified.length === 0) throw new LogError('NOTE_SIGNER_UNKNOWN', 'no known key signed this note');
  return { text, verified, unknown };
}

/** Whether a name can stand in a signature line: not empty, no white space, no plus sign, valid Unicode. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\s\p{White_Space}\p{Cc}+]/u.test(name);
}

/** Bytes of standard base64, or undefined when the text is not exactly how these bytes are written. */
export function base64Bytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

function signatureLine(signer: NoteSigner, signature: Buffer): string {
  if (!isKeyName(signer.name)) throw new LogError('NOTE_MALFORMED', 'the name of a signer cannot stand in a note');
  const keyId = Buffer.alloc(4);
  keyId.writeUInt32BE(signer.keyId);
  return `— ${signer.name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`;
}

function splitNote(note: string): { text: string; signatures: NoteSignature[] } {
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0 || !note.endsWith('\n')) throw new LogError('NOTE_MALFORMED', 'the note has no signatures');
  const text = note.slice(0, gap + 1);
  checkText(text);
  const lines = note.slice(gap + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw new LogError('NOTE_MALFORMED', 'the note has too many signatures');
  return { text, signatures: lines.map(parseSignatureLine) };
}

function parseSignatureLine(line: string): NoteSignature {
  const [dash, name, encoded, ...rest] = line.split(' ');
  const bytes = encoded === undefined ? undefined : base64Bytes(encoded);
  if (dash !== '—' || name === undefined || !isKeyName(name) || rest.length > 0 || bytes === undefined || bytes.length < 5) {
    throw new LogError('NOTE_MALFORMED', 'a signature line is malformed');
  }
  return { name, keyId: bytes.readUInt32BE(0), signature: bytes.subarray(4) };
}

function checkText(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be found
  const bad = !text.endsWith('\n') || !text.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(text);
  if (bad) throw new LogError('NOTE_MALFORMED', 'the text of a note must be UTF-8 lines without control characters');
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new LogError('NOTE_MALFORMED', 'the note is not UTF-8');
  }
}
