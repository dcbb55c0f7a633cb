import { isCount, LogError } from './errors.ts';
import { HASH_SIZE } from './merkle.ts';
import { base64Bytes } from './note.ts';

/** A tree head: the log's name, its number of leaves and the root over them. The text of a signed checkpoint. */
export interface Checkpoint {
  /** identity of the log, for example `qms.example.com/log/e1`; a restore opens a new epoch and so a new origin */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/**
 * The text of a checkpoint (https://c2sp.org/tlog-checkpoint): origin, size, root in base64, one per line. Sign it with
 * `signNote` and a key whose name is the origin.
 *
 * @throws LogError `CHECKPOINT_MALFORMED`
 */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (!isOrigin(origin) || !isCount(size) || root.length !== HASH_SIZE) throw malformed();
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/**
 * Reads the text of an opened note as a checkpoint. Extension lines are allowed by the format and carried in `extensions`.
 *
 * @throws LogError `CHECKPOINT_MALFORMED` for anything that is not exactly how this checkpoint is written
 */
export function parseCheckpoint(text: string): Checkpoint & { readonly extensions: readonly string[] } {
  if (!text.endsWith('\n')) throw malformed();
  const [origin = '', size = '', rootText = '', ...extensions] = text.slice(0, -1).split('\n');
  const root = base64Bytes(rootText);
  const wellFormed = isOrigin(origin) && /^(0|[1-9][0-9]*)$/.test(size) && isCount(Number(size)) && !extensions.includes('');
  if (!wellFormed || root?.length !== HASH_SIZE) throw malformed();
  return { origin, size: Number(size), root, extensions };
}

const isOrigin = (origin: string): boolean => origin !== '' && origin.isWellFormed() && !/[\p{Cc}]/u.test(origin);

const malformed = (): LogError => new LogError('CHECKPOINT_MALFORMED', 'not a checkpoint');
