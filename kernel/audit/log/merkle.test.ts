import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  append,
  consistencyProof,
  decodeFrontier,
  EMPTY_ROOT,
  emptyFrontier,
  encodeFrontier,
  frontierRoot,
  inclusionProof,
  LogError,
  leafHash,
  nodeHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './index.ts';

// The reference tree of Certificate Transparency: entries, and the root after each of them.
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const reference = entries.map((hex) => leafHash(Buffer.from(hex, 'hex')));
const MAX = 40;
const leaves = Array.from({ length: MAX }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
const rootAt = Array.from({ length: MAX + 1 }, (_, n) => rootOf(leaves.slice(0, n)));
const root = (n: number): Buffer => rootAt[n] ?? EMPTY_ROOT;
const leaf = (i: number): Buffer => leaves[i] ?? EMPTY_ROOT;

/** The definition of RFC 6962 2.1, written as it stands there and apart from the code under test. */
function definition(hashes: Buffer[]): Buffer {
  const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  const [only] = hashes;
  if (only === undefined) return sha256();
  if (hashes.length === 1) return only;
  const k = 2 ** Math.floor(Math.log2(hashes.length - 1));
  return sha256(Uint8Array.of(1), definition(hashes.slice(0, k)), definition(hashes.slice(k)));
}

describe('rootOf', () => {
  it('gives the roots of the reference tree', () => {
    expect(roots.map((_, i) => rootOf(reference.slice(0, i + 1)).toString('hex'))).toEqual(roots);
    expect(rootOf([]).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('is the definition of RFC 6962', () => {
    for (let n = 0; n <= MAX; n++) expect(root(n).equals(definition(leaves.slice(0, n)))).toBe(true);
  });
});

describe('frontier', () => {
  it('has the root of the tree after every leaf, also through its encoding', () => {
    let frontier = emptyFrontier();
    expect(frontierRoot(frontier)).toEqual(EMPTY_ROOT);
    for (let n = 1; n <= MAX; n++) {
      append(frontier, leaf(n - 1));
      expect(frontier.size).toBe(n);
      expect(frontierRoot(frontier).equals(root(n))).toBe(true);
      frontier = decodeFrontier(encodeFrontier(frontier));
    }
  });

  it('continues beyond the range of 32-bit integers', () => {
    const size = 2 ** 40 + 2 ** 33 + 1;
    const frontier = { size, hashes: [leaf(0), leaf(1), leaf(2)] };
    append(frontier, leaf(3));
    expect(frontier).toEqual({ size: size + 1, hashes: [leaf(0), leaf(1), nodeHash(leaf(2), leaf(3))] });
    expect(decodeFrontier(encodeFrontier(frontier))).toEqual(frontier);
  });

  it('refuses bytes that are no frontier', () => {
    const frontier = emptyFrontier();
    for (const hash of leaves.slice(0, 5)) append(frontier, hash);
    const bytes = encodeFrontier(frontier);
    const wrongSize = Buffer.from(bytes);
    wrongSize[7] = 7;
    const beyond = Buffer.from(bytes);
    beyond[0] = 0xff;
    for (const bad of [
      Buffer.alloc(0),
      bytes.subarray(1),
      bytes.subarray(0, -1),
      Buffer.concat([bytes, leaf(0)]),
      wrongSize,
      beyond,
    ]) {
      expect(() => decodeFrontier(bad)).toThrow(LogError);
    }
  });
});

describe('inclusion proofs', () => {
  it('hold for every leaf of every tree up to 40, and for no other leaf, index, size or root', () => {
    for (let size = 1; size <= MAX; size++) {
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(leaves.slice(0, size), index);
        const claim = { leafHash: leaf(index), index, size, root: root(size), proof };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leafHash: leaf((index + 1) % MAX) })).toBe(false);
        expect(verifyInclusion({ ...claim, index: (index + 1) % size })).toBe(size === 1);
        expect(verifyInclusion({ ...claim, root: root(size + 1) })).toBe(false);
        expect(verifyInclusion({ ...claim, index: size })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, leaf(0)] })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(proof.length === 0);
      }
    }
  });

  it('are as RFC 6962 2.1.3 draws them for seven leaves', () => {
    const [a, b, c, d, e, f, j] = leaves.slice(0, 7) as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer, Buffer];
    const [g, h, i] = [nodeHash(a, b), nodeHash(c, d), nodeHash(e, f)];
    const [k, l] = [nodeHash(g, h), nodeHash(i, j)];
    const seven = leaves.slice(0, 7);
    expect(inclusionProof(seven, 0)).toEqual([b, h, l]);
    expect(inclusionProof(seven, 3)).toEqual([c, g, l]);
    expect(inclusionProof(seven, 4)).toEqual([f, j, k]);
    expect(inclusionProof(seven, 6)).toEqual([i, k]);
    expect(consistencyProof(seven, 3)).toEqual([c, d, g, l]);
    expect(consistencyProof(seven, 4)).toEqual([l]);
    expect(consistencyProof(seven, 6)).toEqual([i, j, k]);
  });

  it('refuse leaves that do not exist', () => {
    for (const index of [-1, 3, 0.5, Number.NaN]) expect(() => inclusionProof(leaves.slice(0, 3), index)).toThrow(LogError);
  });
});

describe('consistency proofs', () => {
  it('hold for every pair of sizes up to 40, and for no other size or root', () => {
    for (let newSize = 0; newSize <= MAX; newSize++) {
      for (let oldSize = 0; oldSize <= newSize; oldSize++) {
        const proof = consistencyProof(leaves.slice(0, newSize), oldSize);
        const claim = { oldSize, oldRoot: root(oldSize), newSize, newRoot: root(newSize), proof };
        expect(verifyConsistency(claim), `${oldSize} to ${newSize}`).toBe(true);
        const otherOld = { ...claim, oldRoot: root((oldSize + 1) % (MAX + 1)) };
        expect(verifyConsistency(otherOld)).toBe(false);
        if (oldSize > 0) expect(verifyConsistency({ ...claim, newRoot: root((newSize + 1) % (MAX + 1)) })).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...proof, leaf(0)] })).toBe(false);
        if (proof.length > 0) expect(verifyConsistency({ ...claim, proof: proof.slice(0, -1) })).toBe(false);
        expect(verifyConsistency({ ...claim, oldSize: newSize + 1 })).toBe(false);
      }
    }
  });

  it('never hold between a log and a fork of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX }), fc.nat(MAX - 1), fc.nat(MAX - 1), (newSize, old, at) => {
        const oldSize = 1 + (old % newSize);
        const changed = leaves.slice(0, newSize).map((hash, i) => (i === at % oldSize ? nodeHash(hash, hash) : hash));
        const proof = consistencyProof(changed, oldSize);
        return !verifyConsistency({ oldSize, oldRoot: root(oldSize), newSize, newRoot: rootOf(changed), proof });
      }),
    );
  });
});

describe('a flipped bit', () => {
  const flipped = (hash: Buffer, bit: number): Buffer => {
    const copy = Buffer.from(hash);
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return copy;
  };

  it('anywhere in leaf, root or proof is rejected', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX }), fc.nat(), fc.nat(255), fc.nat(), (size, at, bit, where) => {
        const index = at % size;
        const proof = inclusionProof(leaves.slice(0, size), index);
        const parts = [leaf(index), root(size), ...proof];
        const [leafPart = EMPTY_ROOT, rootPart = EMPTY_ROOT, ...rest] = parts.map((part, i) =>
          i === where % parts.length ? flipped(part, bit) : part,
        );
        return !verifyInclusion({ leafHash: leafPart, index, size, root: rootPart, proof: rest });
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX }), fc.nat(), fc.nat(255), fc.nat(), (newSize, at, bit, where) => {
        const oldSize = 1 + (at % newSize);
        const parts = [root(oldSize), root(newSize), ...consistencyProof(leaves.slice(0, newSize), oldSize)];
        const [oldRoot = EMPTY_ROOT, newRoot = EMPTY_ROOT, ...proof] = parts.map((part, i) =>
          i === where % parts.length ? flipped(part, bit) : part,
        );
        return !verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof });
      }),
      { numRuns: 1000 },
    );
  });

  it('anywhere in an entry changes the root', () => {
    const body = Buffer.from('{"actor":"u-1","chg":{"limit":["1.10","1.20"]}}');
    fc.assert(
      fc.property(fc.nat(body.length * 8 - 1), fc.nat(MAX - 1), (bit, at) => {
        const before = leaves.map((hash, i) => (i === at ? leafHash(body) : hash));
        const after = leaves.map((hash, i) => (i === at ? leafHash(flipped(body, bit)) : hash));
        return !rootOf(before).equals(rootOf(after));
      }),
    );
  });
});
