import type { DemoDocument } from './documents/document.ts';

/** One version to be written. */
export interface Step {
  readonly document: DemoDocument;
  readonly index: number;
}

const leansOn = (document: DemoDocument): readonly string[] => [...(document.dependsOn ?? []), ...(document.refersTo ?? [])];

/** Number of the wave in which the first version of each document is written. */
function firstWaves(documents: readonly DemoDocument[]): ReadonlyMap<string, number> {
  const waves = new Map<string, number>();
  const visiting = new Set<string>();
  const visit = (key: string): number => {
    const known = waves.get(key);
    if (known !== undefined) return known;
    const document = documents.find((d) => d.key === key);
    if (!document) throw new Error(`there is no document ${key}`);
    if (visiting.has(key)) throw new Error(`${key} leans on itself`);
    visiting.add(key);
    const after = leansOn(document).map((other) => visit(other) + effectiveCount(documents, other));
    const first = Math.max(0, ...after);
    waves.set(key, first);
    return first;
  };
  for (const { key } of documents) visit(key);
  return waves;
}
const effectiveCount = (documents: readonly DemoDocument[], key: string): number =>
  documents.find((d) => d.key === key)?.versions.filter((v) => v.reached === 'effective' && !v.isLate).length ?? 0;

/**
 * The versions in waves: everything of a wave can be written at the same time, because what it leans on became effective in a wave
 * before. Late versions come last.
 * @throws Error for a name that no document has, and for documents that lean on each other in a circle
 */
export function wavesOf(documents: readonly DemoDocument[]): readonly (readonly Step[])[] {
  const first = firstWaves(documents);
  const waves: Step[][] = [];
  const late: Step[] = [];
  for (const document of documents)
    for (const [index, version] of document.versions.entries()) {
      const number = (first.get(document.key) ?? 0) + index;
      const wave = version.isLate ? late : (waves[number] ?? []);
      if (!version.isLate) waves[number] = wave;
      wave.push({ document, index });
    }
  return [...waves.filter((wave) => wave !== undefined), late];
}
