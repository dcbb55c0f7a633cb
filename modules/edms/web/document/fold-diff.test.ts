import { describe, expect, it } from 'vitest';
import { folded } from './fold-diff.ts';

const long = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ');
const words = (text: string): number => text.trim().split(/\s+/).filter(Boolean).length;

describe('comparison of texts', () => {
  it('keeps short texts whole', () => {
    const parts = [
      { kind: 'same' as const, text: 'Tighten to ' },
      { kind: 'removed' as const, text: '4' },
      { kind: 'added' as const, text: '5' },
      { kind: 'same' as const, text: ' Nm.' },
    ];
    expect(folded(parts).map((piece) => ('text' in piece ? piece.text : ''))).toEqual(['Tighten to ', '4', '5', ' Nm.']);
  });
  it('folds a long stretch between two changes to its edges', () => {
    const pieces = folded([
      { kind: 'added', text: 'new ' },
      { kind: 'same', text: long },
      { kind: 'removed', text: ' old' },
    ]);
    expect(pieces.map((piece) => piece.kind)).toEqual(['added', 'same', 'fold', 'same', 'removed']);
  });
  it('shows nothing before the first and after the last change but their edges', () => {
    const kinds = folded([
      { kind: 'same', text: long },
      { kind: 'added', text: 'new' },
      { kind: 'same', text: long },
    ]).map((piece) => piece.kind);
    expect(kinds).toEqual(['fold', 'same', 'added', 'same', 'fold']);
  });
  it('counts every word once, shown or folded', () => {
    const pieces = folded([
      { kind: 'added', text: 'new ' },
      { kind: 'same', text: long },
      { kind: 'removed', text: ' old' },
    ]);
    const counted = pieces.reduce((sum, piece) => sum + (piece.kind === 'fold' ? piece.words : words(piece.text)), 0);
    expect(counted).toBe(402);
  });
});
