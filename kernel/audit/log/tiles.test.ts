import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consistencyProofFromTiles,
  decodeEntries,
  encodeEntries,
  entriesPath,
  entryBundlesToWrite,
  inclusionProofFromTiles,
  LogError,
  leafHash,
  type ReadHashes,
  rootFromTiles,
  rootOf,
  tileHashReader,
  tilePath,
  tilesToWrite,
  verifyConsistency,
  verifyInclusion,
} from './index.ts';

const MAX = 70_000;
const leaves = Array.from({ length: MAX }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));

/** A published log on a map instead of a disk. */
class Published {
  readonly files = new Map<string, Buffer>();
  size = 0;

  readonly readFile = async (path: string): Promise<Buffer> => {
    const file = this.files.get(path);
    if (file === undefined) throw new Error(`${path} was not published`);
    return file;
  };

  async grow(newSize: number): Promise<string[]> {
    const stored = tileHashReader(this.size, this.readFile);
    const read: ReadHashes = async (level, start, count) =>
      level === 0 ? Buffer.concat(leaves.slice(start, start + count)) : stored(level, start, count);
    const written: string[] = [];
    for await (const { path, content } of tilesToWrite(this.size, newSize, read)) {
      this.files.set(path, content);
      written.push(path);
    }
    this.size = newSize;
    return written;
  }
}

describe('tile paths', () => {
  it('are those of the specification', () => {
    expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1');
    expect(tilePath({ level: 63, index: 999, width: 255 })).toBe('tile/63/999.p/255');
    expect(tilePath({ level: 1, index: 1000, width: 256 })).toBe('tile/1/x001/000');
    expect(entriesPath(273, 112)).toBe('tile/entries/273.p/112');
  });

  it('refuse what is no tile', () => {
    const bad = [
      { level: -1, index: 0, width: 1 },
      { level: 64, index: 0, width: 1 },
      { level: 0, index: -1, width: 1 },
      { level: 0, index: 0, width: 0 },
      { level: 0, index: 0, width: 257 },
      { level: 0.5, index: 0, width: 1 },
    ];
    for (const address of bad) expect(() => tilePath(address)).toThrow(LogError);
  });
});

describe('tilesToWrite', () => {
  it('publishes 70 000 leaves as the specification counts them', async () => {
    const written = await new Published().grow(70_000);
    const count = (pattern: RegExp) => written.filter((path) => pattern.test(path)).length;
    expect(count(/^tile\/0\/[x\d/]+$/)).toBe(273);
    expect(count(/^tile\/0\/.*\.p\//)).toBe(1);
    expect(written).toContain('tile/0/273.p/112');
    expect(written.filter((path) => !path.startsWith('tile/0/'))).toEqual(['tile/1/000', 'tile/1/001.p/17', 'tile/2/000.p/1']);
  });

  it('publishes 256 leaves as one full tile and the tile above it', async () => {
    expect(await new Published().grow(256)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect(await new Published().grow(0)).toEqual([]);
  });

  it('gives the same files in any number of steps, and the root of the tree', async () => {
    const step = fc.array(fc.oneof(fc.nat(3), fc.nat(700), fc.constantFrom(256, 512, 65_536)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(step, async (steps) => {
        const log = new Published();
        for (const by of steps) await log.grow(Math.min(MAX, log.size + by));
        const atOnce = new Published();
        await atOnce.grow(log.size);
        for (const [path, content] of atOnce.files) expect(log.files.get(path)?.equals(content), path).toBe(true);
        const root = await rootFromTiles(tileHashReader(log.size, log.readFile), log.size);
        expect(root.equals(rootOf(leaves.slice(0, log.size)))).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('refuses to shrink and to take a wrong number of hashes', async () => {
    const drain = async (oldSize: number, newSize: number, read: ReadHashes): Promise<number> => {
      let files = 0;
      for await (const _ of tilesToWrite(oldSize, newSize, read)) files++;
      return files;
    };
    const none: ReadHashes = async () => Buffer.alloc(0);
    await expect(drain(2, 1, none)).rejects.toMatchObject({ code: 'RANGE_INVALID' });
    await expect(drain(0, 3, none)).rejects.toMatchObject({ code: 'RANGE_INVALID' });
    expect(await drain(3, 3, none)).toBe(0);
  });
});

describe('proofs from tiles', () => {
  it('hold, reading few tiles', async () => {
    const log = new Published();
    await log.grow(MAX);
    let files = 0;
    const read = tileHashReader(MAX, (path) => {
      files++;
      return log.readFile(path);
    });
    const root = rootOf(leaves);
    await fc.assert(
      fc.asyncProperty(fc.nat(MAX - 1), async (index) => {
        const leaf = leaves[index] ?? root;
        const proof = await inclusionProofFromTiles(read, index, MAX);
        expect(verifyInclusion({ leafHash: leaf, index, size: MAX, root, proof })).toBe(true);
        const oldRoot = await rootFromTiles(read, index);
        const consistent = await consistencyProofFromTiles(read, index, MAX);
        expect(verifyConsistency({ oldSize: index, oldRoot, newSize: MAX, newRoot: root, proof: consistent })).toBe(true);
      }),
      { numRuns: 50 },
    );
    // Two proofs and a root of a tree 17 levels high; reading all tiles would be 276 for each.
    expect(files / 50).toBeLessThan(100);
  });

  it('refuse a tile of the wrong length and hashes beyond the log', async () => {
    const cut = tileHashReader(300, async () => Buffer.alloc(31));
    await expect(cut(0, 0, 1)).rejects.toMatchObject({ code: 'TILE_MALFORMED' });
    await expect(cut(0, 299, 2)).rejects.toMatchObject({ code: 'RANGE_INVALID' });
    await expect(cut(1, 1, 1)).rejects.toMatchObject({ code: 'RANGE_INVALID' });
  });
});

describe('entry bundles', () => {
  it('read back to the same bodies, and refuse cut or oversized ones', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1 }), (bodies) => {
        const bundle = encodeEntries(bodies);
        expect(decodeEntries(bundle).map((body) => [...body])).toEqual(bodies.map((body) => [...body]));
        expect(() => decodeEntries(bundle.subarray(0, -1))).toThrow(LogError);
      }),
    );
    expect(encodeEntries([Buffer.from('ab'), Buffer.alloc(0)]).toString('hex')).toBe('000261620000');
    expect(decodeEntries(encodeEntries([Buffer.alloc(65_535)]))[0]).toHaveLength(65_535);
    expect(() => encodeEntries([Buffer.alloc(65_536)])).toThrow(LogError);
  });

  it('stand beside the tiles they hash to', async () => {
    const body = (i: number): Buffer => Buffer.from(`entry ${i}`);
    const read = async (start: number, count: number) => Array.from({ length: count }, (_, i) => body(start + i));
    const written: string[] = [];
    for await (const { path, content } of entryBundlesToWrite(250, 600, read)) {
      written.push(path);
      const first = written.length === 1 ? 0 : (written.length - 1) * 256;
      const hashes = decodeEntries(content).map((entry) => leafHash(entry));
      expect(rootOf(hashes).equals(rootOf(leaves.slice(first, first + hashes.length)))).toBe(true);
    }
    expect(written).toEqual(['tile/entries/000', 'tile/entries/001', 'tile/entries/002.p/88']);
    const short = entryBundlesToWrite(0, 2, async () => [body(0)]);
    await expect(short.next()).rejects.toMatchObject({ code: 'RANGE_INVALID' });
  });
});
