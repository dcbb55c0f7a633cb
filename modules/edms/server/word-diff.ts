/** A run of words that both texts have, or only one of them. */
export interface DiffPart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Words and the space between them; joined again they are the text. */
const tokens = (text: string): string[] => text.match(/\s+|[^\s]+/gu) ?? [];
/** Differences beyond this are told as one replacement: nobody reads a thousand small ones. */
const MOST_EDITS = 1_000;

/** Common beginning and end, which most versions share. */
function trimmed(a: readonly string[], b: readonly string[]): { head: number; tail: number } {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return { head, tail };
}

/**
 * Shortest edit from a to b by Myers' greedy algorithm, as a list of steps; undefined when it is longer than the bound.
 * `trace[d]` keeps the furthest-reaching ends of all paths with d edits.
 */
function edits(a: readonly string[], b: readonly string[]): DiffPart['kind'][] | undefined {
  const [n, m] = [a.length, b.length];
  const bound = Math.min(n + m, MOST_EDITS);
  const trace: Map<number, number>[] = [];
  let ends = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= bound; d += 1) {
    trace.push(new Map(ends));
    const next = new Map(ends);
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (next.get(k - 1) ?? -1) < (next.get(k + 1) ?? -1));
      let x = down ? (next.get(k + 1) ?? 0) : (next.get(k - 1) ?? 0) + 1;
      let y = x - k;
      while (x < n && y < m && a[x] === b[y]) {
        x += 1;
        y += 1;
      }
      next.set(k, x);
      if (x >= n && y >= m) return walked(trace, d, n, m);
    }
    ends = next;
  }
  return undefined;
}

/** Steps of the path found, from its end back to the beginning. */
function walked(trace: readonly ReadonlyMap<number, number>[], found: number, n: number, m: number): DiffPart['kind'][] {
  const steps: DiffPart['kind'][] = [];
  let [x, y] = [n, m];
  for (let d = found; d >= 0; d -= 1) {
    const ends = trace[d] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -d || (k !== d && (ends.get(k - 1) ?? -1) < (ends.get(k + 1) ?? -1));
    const before = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : (ends.get(before) ?? 0);
    const fromY = d === 0 ? 0 : fromX - before;
    while (x > fromX && y > fromY) {
      steps.push('same');
      x -= 1;
      y -= 1;
    }
    if (d > 0) steps.push(down ? 'added' : 'removed');
    [x, y] = [fromX, fromY];
  }
  return steps.reverse();
}

/** Difference of two texts by words, in reading order. */
export function wordDiff(before: string, after: string): DiffPart[] {
  const [a, b] = [tokens(before), tokens(after)];
  const { head, tail } = trimmed(a, b);
  const [oldPart, newPart] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  const steps: readonly DiffPart['kind'][] = edits(oldPart, newPart) ?? [
    ...oldPart.map(() => 'removed' as const),
    ...newPart.map(() => 'added' as const),
  ];
  const parts: { kind: DiffPart['kind']; text: string }[] = [];
  const add = (kind: DiffPart['kind'], text: string) => {
    const last = parts.at(-1);
    if (text === '') return;
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  add('same', a.slice(0, head).join(''));
  let [x, y] = [0, 0];
  for (const kind of steps) {
    if (kind === 'added') add(kind, newPart[y++] ?? '');
    else {
      add(kind, oldPart[x++] ?? '');
      if (kind === 'same') y += 1;
    }
  }
  add('same', a.slice(a.length - tail).join(''));
  return parts;
}
