import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
const web = join(import.meta.dirname, '..');
const sources = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.'))
  .map((path) => readFileSync(join(web, path), 'utf8'))
  .join('\n');

describe('texts of the document module', () => {
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
  it('are all in use', () => {
    const unused = Object.keys(english).filter((key) => {
      const name = key.replace(/_(zero|one|other)$/, '');
      const parent = name.slice(0, name.lastIndexOf('.'));
      return !sources.includes(`'${name}'`) && !sources.includes(`\`${parent}.\${`) && !sources.includes(`\`${parent}.$`);
    });
    expect(unused.filter((key) => !/^download\.\w+Hint$/.test(key))).toEqual([]);
  });
});
