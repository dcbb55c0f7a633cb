import type { Comparison } from '../api/answers.ts';

type DiffPart = NonNullable<Comparison['text']>[number];

/** A piece of a comparison as shown: a run of words, or a stretch left out because nothing changed in it. */
export type DiffPiece =
  | { readonly key: string; readonly kind: DiffPart['kind']; readonly text: string }
  | { readonly key: string; readonly kind: 'fold'; readonly words: number };

/** Characters of unchanged text kept before and after a change. */
const CONTEXT = 240;

const wordsIn = (text: string): number => text.trim().split(/\s+/).filter(Boolean).length;

/** First `CONTEXT` characters of a text, up to the end of a word. */
function head(text: string): string {
  const end = text.indexOf(' ', CONTEXT);
  return end < 0 ? text : text.slice(0, end);
}
/** Last `CONTEXT` characters of a text, from the beginning of a word. */
function tail(text: string): string {
  const start = text.lastIndexOf(' ', text.length - CONTEXT);
  return start < 0 ? text : text.slice(start);
}

/** Folds long unchanged stretches to their edges beside the changes, so that people see the changes without scrolling through pages. */
export function folded(parts: readonly DiffPart[]): readonly DiffPiece[] {
  return parts.flatMap((part, index): DiffPiece[] => {
    const key = String(index);
    if (part.kind !== 'same' || part.text.length <= 3 * CONTEXT) return [{ key, ...part }];
    const isFirst = index === 0;
    const isLast = index === parts.length - 1;
    const before = isFirst ? '' : head(part.text);
    const after = isLast ? '' : tail(part.text);
    const middle = part.text.slice(before.length, part.text.length - after.length);
    const words = wordsIn(middle);
    if (words === 0) return [{ key, ...part }];
    return [
      ...(before ? [{ key: `${key}a`, kind: 'same' as const, text: before }] : []),
      { key: `${key}b`, kind: 'fold' as const, words },
      ...(after ? [{ key: `${key}c`, kind: 'same' as const, text: after }] : []),
    ];
  });
}
