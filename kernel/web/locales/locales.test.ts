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

describe('texts of the interface', () => {
  const english = flat(en);
  const french = flat(fr);
  it('have the same keys in both languages', () => {
    expect(Object.keys(french).sort()).toEqual(Object.keys(english).sort());
  });
  it('name the same values in both languages', () => {
    const differing = Object.keys(english).filter(
      (key) => placeholders(english[key] ?? '').join() !== placeholders(french[key] ?? '').join(),
    );
    expect(differing).toEqual([]);
  });
  it('are never empty', () => {
    expect(Object.entries({ ...english, ...french }).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
  it('use no word that hides a cause or begs', () => {
    const banned = /\b(please|oops|successfully|an error occurred)\b|!/i;
    expect(Object.entries(english).filter(([, text]) => banned.test(text))).toEqual([]);
  });
});
