import { describe, expect, it } from 'vitest';
import en from './en.json';
import fr from './fr.json';

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value]] : Object.entries(flat(value, `${prefix}${key}.`)),
    ),
  );
}

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] ?? '').sort();

describe('texts of administration and profile', () => {
  const english = flat(en);
  const french = flat(fr);
  it('have the same keys and values in both languages', () => {
    expect(Object.keys(french).sort()).toEqual(Object.keys(english).sort());
    expect(
      Object.keys(english).filter((key) => `${placeholders(english[key] ?? '')}` !== `${placeholders(french[key] ?? '')}`),
    ).toEqual([]);
  });
  it('are never empty and use no word that hides a cause or begs', () => {
    expect(Object.entries({ ...english, ...french }).filter(([, text]) => text.trim() === '')).toEqual([]);
    expect(
      Object.entries(english).filter(([, text]) => /\b(please|oops|successfully|an error occurred)\b|!/i.test(text)),
    ).toEqual([]);
  });
});
