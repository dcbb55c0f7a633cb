import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordDiff } from './word-diff.ts';

const joined = (before: string, after: string, without: 'added' | 'removed') =>
  wordDiff(before, after)
    .filter((p) => p.kind !== without)
    .map((p) => p.text)
    .join('');

test('names the words that changed and nothing else', () => {
  expect(wordDiff('Wash the vessel for ten minutes.', 'Wash the vessel for fifteen minutes.')).toEqual([
    { kind: 'same', text: 'Wash the vessel for ' },
    { kind: 'removed', text: 'ten' },
    { kind: 'added', text: 'fifteen' },
    { kind: 'same', text: ' minutes.' },
  ]);
  expect(wordDiff('', 'New')).toEqual([{ kind: 'added', text: 'New' }]);
  expect(wordDiff('same text', 'same text')).toEqual([{ kind: 'same', text: 'same text' }]);
});

test('both texts can be read out of the difference, whatever they are', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '\n', 'déjà')).map((words) => words.join(' '));
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(joined(before, after, 'added')).toBe(before);
      expect(joined(before, after, 'removed')).toBe(after);
    }),
  );
});

test('texts with nothing in common are one replacement', () => {
  const before = Array.from({ length: 5000 }, (_, i) => `x${i}`).join(' ');
  const after = Array.from({ length: 5000 }, (_, i) => `y${i}`).join('\t');
  expect(wordDiff(before, after).map((p) => p.kind)).toEqual(['removed', 'added']);
});
