import { isCount, LogError } from './errors.ts';
import { EMPTY_ROOT, HASH_SIZE, nodeHash } from './merkle.ts';

/**
 * The right edge of a growing tree (a compact range from leaf 0): the roots of its whole subtrees, largest first, one per set
 * bit of `size`. All that is needed to append and to know the root: at most 53 hashes, whatever the size of the log.
 */
export interface Frontier {
  size: number;
  readonly hashes: Buffer[];
}

/** The frontier of a tree without leaves. */
export function emptyFrontier(): Frontier {
  return { size: 0, hashes: [] };
}

/** Appends one leaf hash, changing the frontier in place. On average one inner node is hashed per leaf. */
export function append(frontier: Frontier, leaf: Buffer): void {
  if (leaf.length !== HASH_SIZE) throw new LogError('RANGE_INVALID', 'a leaf hash is not 32 bytes');
  let subtree = leaf;
  for (let n = frontier.size; n % 2 === 1; n = (n - 1) / 2) {
    const left = frontier.hashes.pop();
    if (left === undefined) throw new LogError('FRONTIER_MALFORMED', 'the frontier has fewer hashes than its size needs');
    subtree = nodeHash(left, subtree);
  }
  frontier.hashes.push(subtree);
  frontier.size++;
}

/** The root of the tree that the frontier stands for. */
export function frontierRoot(frontier: Frontier): Buffer {
  return (
    frontier.hashes.reduceRight((right: Buffer | undefined, left) => (right ? nodeHash(left, right) : left), undefined) ??
    EMPTY_ROOT
  );
}

/** The frontier as bytes: size as eight bytes, big-endian, then the hashes, largest subtree first. */
export function encodeFrontier(frontier: Frontier): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(frontier.size));
  return Buffer.concat([size, ...frontier.hashes]);
}

/**
 * Reads the bytes of `encodeFrontier`. The result shares no memory with its input.
 *
 * @throws LogError `FRONTIER_MALFORMED` when the number of hashes does not fit the size
 */
export function decodeFrontier(bytes: Uint8Array): Frontier {
  const data = Buffer.from(bytes);
  const size = data.length < 8 ? Number.NaN : Number(data.readBigUInt64BE());
  if (!isCount(size) || data.length !== 8 + ones(size) * HASH_SIZE) {
    throw new LogError('FRONTIER_MALFORMED', 'the bytes are not a frontier');
  }
  const hashes: Buffer[] = [];
  for (let at = 8; at < data.length; at += HASH_SIZE) hashes.push(data.subarray(at, at + HASH_SIZE));
  return { size, hashes };
}

/** Set bits of a count, beyond the 32 bits that `&` reaches. */
function ones(n: number): number {
  let count = 0;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
