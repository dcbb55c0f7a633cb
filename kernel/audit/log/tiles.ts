import { isCount, LogError } from './errors.ts';
import { HASH_SIZE, rootOf } from './merkle.ts';

/** Hashes in a full tile: a subtree of height 8. */
export const TILE_WIDTH = 256;

/** Longest entry a bundle can hold: its length is written in two bytes. */
export const MAX_ENTRY_SIZE = 0xffff;

/** A file of the published log: path below the log's root, and content. Immutable once written. */
export interface LogFile {
  readonly path: string;
  readonly content: Buffer;
}

/**
 * Gives consecutive hashes of one tile level, concatenated, 32 bytes each. Level 0 holds leaf hashes; on level L, hash i is the
 * root of the leaves from i·256^L to (i+1)·256^L.
 */
export type ReadHashes = (level: number, start: number, count: number) => Promise<Buffer>;

/** A tile's place: level, index within the level, and width when it is not full. */
export interface TileAddress {
  readonly level: number;
  readonly index: number;
  /** 1 to 256; less than 256 is a partial tile */
  readonly width: number;
}

/**
 * Path of a tile below the root of the published log (https://c2sp.org/tlog-tiles): `tile/0/x001/x234/067`, with `.p/W` for
 * a partial tile.
 */
export function tilePath({ level, index, width }: TileAddress): string {
  if (!Number.isInteger(level) || level < 0 || level > 63) throw new LogError('RANGE_INVALID', 'a tile level is 0 to 63');
  return `tile/${level}/${indexPath(index, width)}`;
}

/** Path of a bundle of log entries, which stands beside the level 0 tile of the same index and width. */
export function entriesPath(index: number, width: number): string {
  return `tile/entries/${indexPath(index, width)}`;
}

/**
 * The tiles that a log grown from `oldSize` to `newSize` leaves must publish, lowest level first, each level from the left.
 * Write them all before the checkpoint of the new size. Running it again gives the same files.
 *
 * @param readHashes must give, on level 0, the hashes of new leaves and of those in the last partial tile; on higher levels
 *   it is asked for the last partial tile of `oldSize` only, and never when `oldSize` is 0
 */
export async function* tilesToWrite(oldSize: number, newSize: number, readHashes: ReadHashes): AsyncGenerator<LogFile> {
  checkGrowth(oldSize, newSize);
  let added: Buffer[] = [];
  for (let level = 0, from = oldSize, to = newSize; to > from; level++) {
    const parents: Buffer[] = [];
    for (const { start, end } of tileRanges(from, to)) {
      const known = level === 0 ? end : Math.min(Math.max(from, start), end);
      const stored = await read(readHashes, level, start, known - start);
      const computed = level === 0 ? [] : added.slice(Math.max(start, from) - from, end - from);
      const content = Buffer.concat([stored, ...computed]);
      yield { path: tilePath({ level, index: start / TILE_WIDTH, width: end - start }), content };
      if (end - start === TILE_WIDTH) parents.push(tileRoot(content));
    }
    added = parents;
    [from, to] = [Math.floor(from / TILE_WIDTH), Math.floor(to / TILE_WIDTH)];
  }
}

/**
 * The entry bundles that a log grown from `oldSize` to `newSize` leaves must publish.
 *
 * @param readBodies gives the bodies of `count` entries from `start`, in order
 * @throws LogError `ENTRY_TOO_LARGE` for a body over 65 535 bytes
 */
export async function* entryBundlesToWrite(
  oldSize: number,
  newSize: number,
  readBodies: (start: number, count: number) => Promise<readonly Uint8Array[]>,
): AsyncGenerator<LogFile> {
  checkGrowth(oldSize, newSize);
  for (const { start, end } of tileRanges(oldSize, newSize)) {
    const bodies = await readBodies(start, end - start);
    if (bodies.length !== end - start)
      throw new LogError('RANGE_INVALID', `expected ${end - start} bodies, got ${bodies.length}`);
    yield { path: entriesPath(start / TILE_WIDTH, end - start), content: encodeEntries(bodies) };
  }
}

/** Entries as a bundle: each body behind its length, two bytes, big-endian. */
export function encodeEntries(bodies: readonly Uint8Array[]): Buffer {
  const parts = bodies.flatMap((body) => {
    if (body.length > MAX_ENTRY_SIZE) throw new LogError('ENTRY_TOO_LARGE', `an entry of ${body.length} bytes fits no bundle`);
    return [Uint8Array.of(body.length >> 8, body.length & 0xff), body];
  });
  return Buffer.concat(parts);
}

/**
 * Reads a bundle back into bodies.
 *
 * @throws LogError `TILE_MALFORMED` when the lengths do not add up
 */
export function decodeEntries(bundle: Uint8Array): Buffer[] {
  const data = Buffer.from(bundle);
  const bodies: Buffer[] = [];
  for (let at = 0; at < data.length; ) {
    const start = at + 2;
    const end = start <= data.length ? start + data.readUInt16BE(at) : Number.POSITIVE_INFINITY;
    if (end > data.length) throw new LogError('TILE_MALFORMED', 'an entry bundle is cut short');
    bodies.push(data.subarray(start, end));
    at = end;
  }
  return bodies;
}

/**
 * Reads hashes from the published tiles of a log of `size` leaves, for growing it and for proofs.
 *
 * @param readFile content of one published file, by path
 */
export function tileHashReader(size: number, readFile: (path: string) => Promise<Uint8Array>): ReadHashes {
  return async (level, start, count) => {
    const levelSize = Math.floor(size / TILE_WIDTH ** level);
    if (start + count > levelSize) throw new LogError('RANGE_INVALID', `a log of ${size} has no such hashes on level ${level}`);
    const parts: Buffer[] = [];
    for (let at = start; at < start + count; ) {
      const index = Math.floor(at / TILE_WIDTH);
      const first = index * TILE_WIDTH;
      const width = Math.min(TILE_WIDTH, levelSize - first);
      const tile = Buffer.from(await readFile(tilePath({ level, index, width })));
      if (tile.length !== width * HASH_SIZE)
        throw new LogError('TILE_MALFORMED', `tile ${level}/${index} is not ${width} hashes`);
      const end = Math.min(first + width, start + count);
      parts.push(tile.subarray((at - first) * HASH_SIZE, (end - first) * HASH_SIZE));
      at = end;
    }
    return Buffer.concat(parts);
  };
}

/** Splits concatenated hashes. */
export function splitHashes(hashes: Buffer): Buffer[] {
  return Array.from({ length: hashes.length / HASH_SIZE }, (_, i) => hashes.subarray(i * HASH_SIZE, (i + 1) * HASH_SIZE));
}

const tileRoot = (tile: Buffer): Buffer => rootOf(splitHashes(tile));

async function read(readHashes: ReadHashes, level: number, start: number, count: number): Promise<Buffer> {
  if (count === 0) return Buffer.alloc(0);
  const hashes = await readHashes(level, start, count);
  if (hashes.length !== count * HASH_SIZE) throw new LogError('RANGE_INVALID', `expected ${count} hashes on level ${level}`);
  return hashes;
}

/** The tiles, as runs of hashes, that change when a level grows: from the one that was partial to the last. */
function* tileRanges(from: number, to: number): Generator<{ start: number; end: number }> {
  for (let start = from - (from % TILE_WIDTH); start < to; start += TILE_WIDTH) {
    yield { start, end: Math.min(start + TILE_WIDTH, to) };
  }
}

function indexPath(index: number, width: number): string {
  if (!isCount(index) || !Number.isInteger(width) || width < 1 || width > TILE_WIDTH) {
    throw new LogError('RANGE_INVALID', 'not a tile index and width');
  }
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

function checkGrowth(oldSize: number, newSize: number): void {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) {
    throw new LogError('RANGE_INVALID', `a log cannot grow from ${oldSize} to ${newSize}`);
  }
}
