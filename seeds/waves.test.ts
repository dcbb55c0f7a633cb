import { describe, expect, test } from 'vitest';
import type { DemoDocument } from './documents/document.ts';
import { demoDocuments } from './documents/index.ts';
import { wavesOf } from './waves.ts';

const [sample] = demoDocuments;
const document = (key: string, dependsOn: readonly string[] = []): DemoDocument => {
  if (!sample) throw new Error('there are no documents');
  const [version] = sample.versions;
  return { ...sample, key, dependsOn, refersTo: [], versions: version ? [version] : [] };
};

describe('waves of the demo documents', () => {
  test('write every version once, each after the one before it and after what it leans on', () => {
    const waves = wavesOf(demoDocuments);
    const placed = new Map(waves.flatMap((wave, n) => wave.map(({ document: d, index }) => [`${d.key}#${index}`, n] as const)));
    expect(placed.size).toBe(demoDocuments.reduce((sum, d) => sum + d.versions.length, 0));
    for (const d of demoDocuments) {
      const first = placed.get(`${d.key}#0`) ?? -1;
      for (let i = 1; i < d.versions.length; i++)
        expect(placed.get(`${d.key}#${i}`)).toBeGreaterThan(placed.get(`${d.key}#${i - 1}`) ?? 99);
      for (const key of [...(d.dependsOn ?? []), ...(d.refersTo ?? [])])
        expect(first).toBeGreaterThan(placed.get(`${key}#0`) ?? 99);
    }
  });
  test('refuse a circle and a name nobody has', () => {
    expect(() => wavesOf([document('a', ['b']), document('b', ['a'])])).toThrow('leans on itself');
    expect(() => wavesOf([document('a', ['missing'])])).toThrow('there is no document missing');
  });
});
