import { isCount } from './errors.ts';
import { EMPTY_ROOT, HASH_SIZE, nodeHash } from './merkle.ts';

const half = (n: number): number => Math.floor(n / 2);
const odd = (n: number): boolean => n % 2 === 1;

// Sizes go to 2^53, so the shifts of RFC 9162 are written as divisions: `>>` would cut at 31 bits.

/** What an inclusion proof claims: this leaf hash stands at `index` in the tree of `size` leaves with this root. */
export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether an inclusion proof holds (RFC 9162 2.1.3.2). Never throws; malformed input does not hold. */
export function verifyInclusion({ leafHash, index, size, root, proof }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (![leafHash, root, ...proof].every((part) => part.length === HASH_SIZE)) return false;
  let node = index;
  let last = size - 1;
  let computed: Buffer = Buffer.from(leafHash);
  for (const sibling of proof) {
    if (last === 0) return false;
    if (odd(node) || node === last) {
      computed = nodeHash(sibling, computed);
      // A right edge that has no sibling on this level: go up until there is one.
      while (!odd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      computed = nodeHash(computed, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && computed.equals(root);
}

/** What a consistency proof claims: the tree of `oldSize` leaves with `oldRoot` is the beginning of the newer one. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether a consistency proof holds (RFC 9162 2.1.4.2). Never throws; malformed input does not hold. */
export function verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof }: ConsistencyClaim): boolean {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false;
  if (![oldRoot, newRoot, ...proof].every((part) => part.length === HASH_SIZE)) return false;
  if (oldSize === newSize) return proof.length === 0 && Buffer.from(oldRoot).equals(newRoot) && emptyRootFits(oldSize, oldRoot);
  if (oldSize === 0) return proof.length === 0 && emptyRootFits(oldSize, oldRoot);
  let node = oldSize - 1;
  let last = newSize - 1;
  while (odd(node)) [node, last] = [half(node), half(last)];
  // After stripping, zero means the old tree is a whole subtree of the new one: its root starts both computations.
  const [first, ...rest] = node === 0 ? [oldRoot, ...proof] : proof;
  if (first === undefined) return false;
  let oldComputed: Buffer = Buffer.from(first);
  let newComputed: Buffer = Buffer.from(first);
  for (const part of rest) {
    if (last === 0) return false;
    if (odd(node) || node === last) {
      oldComputed = nodeHash(part, oldComputed);
      newComputed = nodeHash(part, newComputed);
      while (!odd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newComputed = nodeHash(newComputed, part);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && oldComputed.equals(oldRoot) && newComputed.equals(newRoot);
}

const emptyRootFits = (size: number, root: Uint8Array): boolean => size > 0 || EMPTY_ROOT.equals(root);
