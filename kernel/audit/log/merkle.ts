import { hash } from 'node:crypto';
import { isCount, LogError } from './errors.ts';

/** Bytes in a hash of the tree (SHA-256). */
export const HASH_SIZE = 32;

/** Root of the tree without leaves: SHA-256 of nothing (RFC 6962 2.1). */
export const EMPTY_ROOT: Buffer = hash('sha256', '', 'buffer');

/** A run of consecutive leaves, `start` included, `end` not. Proofs are lists of the roots of such runs. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** Hash of a log entry: SHA-256 of 0x00 and the body. The prefix keeps entries and inner nodes apart (RFC 6962 2.1). */
export function leafHash(body: Uint8Array): Buffer {
  const message = Buffer.allocUnsafe(body.length + 1);
  message[0] = 0x00;
  message.set(body, 1);
  return hash('sha256', message, 'buffer');
}

// One buffer for all inner nodes: its content never outlives the call, and an allocation per node would halve the speed.
const nodeMessage = Buffer.alloc(1 + 2 * HASH_SIZE, 0x01);

/** Hash of an inner node: SHA-256 of 0x01, left child, right child. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  if (left.length !== HASH_SIZE || right.length !== HASH_SIZE)
    throw new LogError('RANGE_INVALID', 'a child hash is not 32 bytes');
  nodeMessage.set(left, 1);
  nodeMessage.set(right, 1 + HASH_SIZE);
  return hash('sha256', nodeMessage, 'buffer');
}

/** Root over leaf hashes (not bodies), in order. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  return rangeRoot(leaves, 0, leaves.length);
}

function rangeRoot(leaves: readonly Buffer[], start: number, end: number): Buffer {
  const only = leaves[start];
  if (only === undefined || end <= start) return EMPTY_ROOT;
  if (end - start === 1) return only;
  const middle = start + split(end - start);
  return nodeHash(rangeRoot(leaves, start, middle), rangeRoot(leaves, middle, end));
}

/** The largest power of two smaller than n, for n > 1: how many leaves the left child of a node over n leaves holds. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/**
 * The runs whose roots prove that the leaf at `index` is in the tree of `size` leaves, from the leaf upwards.
 *
 * @throws LogError `RANGE_INVALID` when there is no such leaf
 */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!isCount(index) || !isCount(size) || index >= size)
    throw new LogError('RANGE_INVALID', `no leaf ${index} in a tree of ${size}`);
  const path: LeafRange[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + split(end - start);
    if (index < middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  return path.reverse();
}

/**
 * The runs whose roots prove that the tree of `oldSize` leaves is the beginning of the tree of `size` leaves (RFC 6962 2.1.2).
 * Nothing is needed from an empty tree or between equal sizes.
 *
 * @throws LogError `RANGE_INVALID` when `oldSize` is larger than `size`
 */
export function consistencyRanges(oldSize: number, size: number): LeafRange[] {
  if (!isCount(oldSize) || !isCount(size) || oldSize > size) {
    throw new LogError('RANGE_INVALID', `a tree of ${oldSize} cannot begin a tree of ${size}`);
  }
  if (oldSize === 0 || oldSize === size) return [];
  const path: LeafRange[] = [];
  let [start, end] = [0, size];
  while (oldSize !== end) {
    const middle = start + split(end - start);
    if (oldSize <= middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  // The verifier knows the old root itself, so it is left out when it is a whole subtree of the new tree.
  if (start > 0) path.push({ start, end });
  return path.reverse();
}

/** Proof that the leaf hash at `index` is in the tree over `leaves`: sibling hashes, from the leaf upwards. */
export function inclusionProof(leaves: readonly Buffer[], index: number): Buffer[] {
  return inclusionRanges(index, leaves.length).map(({ start, end }) => rangeRoot(leaves, start, end));
}

/** Proof that the tree over the first `oldSize` leaves is the beginning of the tree over `leaves`. */
export function consistencyProof(leaves: readonly Buffer[], oldSize: number): Buffer[] {
  return consistencyRanges(oldSize, leaves.length).map(({ start, end }) => rangeRoot(leaves, start, end));
}
