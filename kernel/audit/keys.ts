import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateNoteKey, LogError, type NoteKey, type NoteVerifier, parseSigningKey, parseVerifierKey } from './log/index.ts';

/** The signing key of one epoch's log. */
export interface EpochKey extends NoteKey {
  readonly epoch: number;
}

/** Keys of the deployment's log: one per epoch, because a note's key carries the name of the log it signs. */
export interface LogKeys {
  /** The signer of an epoch, made on first use. Its name is the log's origin. */
  signerFor(epoch: number): EpochKey;
  /** What outsiders need to check every checkpoint: one line per epoch. */
  readonly vkeys: string;
}

const secretFile = (dataDir: string) => join(dataDir, 'keys', 'log.key');
const publicFile = (dataDir: string) => join(dataDir, 'keys', 'log.vkey');
const linesOf = (file: string): string[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []);

/** Name of an epoch's log, as it stands in the first line of each checkpoint. */
export const originOf = (deployment: string, epoch: number): string => `plumbline/${deployment}/e${epoch}`;
/** Deployment and epoch of an origin; undefined when it is not one of ours. */
export function parseOrigin(origin: string): { readonly deployment: string; readonly epoch: number } | undefined {
  const [, deployment, epoch] = /^plumbline\/([^/]+)\/e([1-9][0-9]*)$/.exec(origin) ?? [];
  return deployment && epoch ? { deployment, epoch: Number(epoch) } : undefined;
}

/**
 * Opens the keys kept in `<dataDir>/keys`: `log.key` (0600) and `log.vkey`. What another process has added meanwhile is seen; two that make
 * the first key at the same moment must be kept apart by the caller.
 * @throws LogError `KEY_MALFORMED` when a key file cannot be read as keys: it is never replaced
 */
export function openLogKeys(dataDir: string): LogKeys {
  return {
    signerFor(epoch) {
      const signers = readSigners(dataDir);
      const known = signers.get(epoch);
      if (known) return known;
      const deployment = parseOrigin([...signers.values()][0]?.name ?? '')?.deployment ?? randomBytes(8).toString('hex');
      const { skey } = generateNoteKey(originOf(deployment, epoch));
      const made: EpochKey = { ...parseSigningKey(skey), epoch };
      mkdirSync(join(dataDir, 'keys'), { recursive: true, mode: 0o700 });
      replaceFile(secretFile(dataDir), [...linesOf(secretFile(dataDir)), skey], 0o600);
      replaceFile(publicFile(dataDir), publicLines(signers.set(epoch, made)), 0o644);
      return made;
    },
    get vkeys() {
      return publicLines(readSigners(dataDir)).join('\n');
    },
  };
}

function readSigners(dataDir: string): Map<number, EpochKey> {
  const signers = new Map<number, EpochKey>();
  const deployments = new Set<string>();
  for (const line of linesOf(secretFile(dataDir))) {
    const key = parseSigningKey(line);
    const name = parseOrigin(key.name);
    if (!name || deployments.add(name.deployment).size > 1)
      throw new LogError('KEY_MALFORMED', 'the log key belongs to another log');
    signers.set(name.epoch, { ...key, epoch: name.epoch });
  }
  return signers;
}
const publicLines = (signers: ReadonlyMap<number, EpochKey>): string[] =>
  [...signers].sort(([a], [b]) => a - b).map(([, key]) => key.vkey);

/** A crash leaves the old file or the new one, never half a key. */
function replaceFile(file: string, lines: readonly string[], mode: number): void {
  writeFileSync(`${file}.new`, `${lines.join('\n')}\n`, { mode });
  renameSync(`${file}.new`, file);
}

/** Public keys of the log as kept in `<dataDir>/keys/log.vkey`; empty when no checkpoint was ever signed here. */
export const readVerifierKeys = (dataDir: string): string => linesOf(publicFile(dataDir)).join('\n');

/** Verifiers by origin from the text of `log.vkey`. @throws LogError `KEY_MALFORMED` */
export function verifiersOf(vkeys: string): ReadonlyMap<string, NoteVerifier> {
  const lines = vkeys.split('\n').filter((line) => line.trim() !== '');
  return new Map(lines.map((line) => parseVerifierKey(line.trim())).map((key) => [key.name, key]));
}

/** The verifier of what a key signs. */
export const verifierOf = (key: NoteKey): NoteVerifier => parseVerifierKey(key.vkey);
