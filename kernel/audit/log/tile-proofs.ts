import { consistencyRanges, EMPTY_ROOT, inclusionRanges, type LeafRange, nodeHash, rootOf } from './merkle.ts';
import { type ReadHashes, splitHashes } from './tiles.ts';

// Levels of the tree in one tile.
const TILE_HEIGHT = 8;

/**
 * Inclusion proof from tiles: reads as many short runs of hashes as the tree is high, whatever the size of the log.
 *
 * @param readHashes as `tileHashReader` gives it, for a log of at least `size` leaves
 */
export function inclusionProofFromTiles(readHashes: ReadHashes, index: number, size: number): Promise<Buffer[]> {
  return Promise.all(inclusionRanges(index, size).map((range) => rangeRoot(readHashes, range)));
}

/** Consistency proof from tiles, from `oldSize` to `size` leaves. */
export function consistencyProofFromTiles(readHashes: ReadHashes, oldSize: number, size: number): Promise<Buffer[]> {
  return Promise.all(consistencyRanges(oldSize, size).map((range) => rangeRoot(readHashes, range)));
}

/** Root of the tree of `size` leaves, from tiles. */
export async function rootFromTiles(readHashes: ReadHashes, size: number): Promise<Buffer> {
  return size === 0 ? EMPTY_ROOT : rangeRoot(readHashes, { start: 0, end: size });
}

/** Root over a run of leaves that is a node of the tree: whole subtrees from large to small, folded from the right. */
async function rangeRoot(readHashes: ReadHashes, { start, end }: LeafRange): Promise<Buffer> {
  const subtrees: Array<Promise<Buffer>> = [];
  for (let at = start; at < end; ) {
    let height = 0;
    while (at + 2 ** (height + 1) <= end) height++;
    subtrees.push(subtreeRoot(readHashes, height, at / 2 ** height));
    at += 2 ** height;
  }
  const roots = await Promise.all(subtrees);
  return roots.reduceRight((right, left) => nodeHash(left, right));
}

/** Root of the whole subtree number `index` of a height: a hash in a tile, or computed from up to 128 neighbours in one. */
async function subtreeRoot(readHashes: ReadHashes, height: number, index: number): Promise<Buffer> {
  const count = 2 ** (height % TILE_HEIGHT);
  return rootOf(splitHashes(await readHashes(Math.floor(height / TILE_HEIGHT), index * count, count)));
}
