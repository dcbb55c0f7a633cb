import { expect, test } from 'vitest';
import { expectOnlyFrozen } from './expect-frozen.ts';
import { plant, rulesOf, type SourceFile } from './source.ts';
import { placeholders, translationViolations } from './translations.ts';

const json = (language: string, texts: unknown): SourceFile => ({
  path: `kernel/web/locales/${language}.json`,
  text: JSON.stringify(texts),
});
const found = (...files: SourceFile[]) => rulesOf(translationViolations(files));

test('planted: a key in one language only, either way', () => {
  expect(found(json('en', { list: { all: 'All', none: 'None' } }), json('fr', { list: { all: 'Tous' } }))).toEqual([
    'translation-missing',
  ]);
  expect(found(json('en', { a: 'A' }), json('fr', { a: 'A', b: 'B' }))).toEqual(['translation-missing']);
  expect(found(json('en', { a: 'A' }))).toEqual(['translation-missing']);
});

test('planted: other placeholders, and an empty text', () => {
  expect(found(json('en', { a: '{{count}} rows' }), json('fr', { a: '{{nombre}} lignes' }))).toEqual([
    'translation-placeholders',
  ]);
  expect(found(json('en', { a: 'All' }), json('fr', { a: ' ' }))).toEqual(['translation-empty']);
});

test('planted: the same in locale files written in TypeScript', () => {
  const en = { path: 'kernel/web/locales/en.ts', text: `export const en = { list: { all: 'All', 'n.one': 'x' } };` };
  const fr = { path: 'kernel/web/locales/fr.ts', text: `export const fr: typeof en = { list: { all: 'Tous' } };` };
  expect(found(en, fr)).toEqual(['translation-missing']);
});

test('plural endings may differ between languages', () => {
  expect(
    found(
      json('en', { row_one: '{{n}} row', row_other: '{{n}} rows' }),
      json('fr', { row_one: '{{n}} ligne', row_many: '{{n}} de lignes', row_other: '{{n}} lignes' }),
    ),
  ).toEqual([]);
});

test('planted: a label beside the code with other placeholders or no text', () => {
  expect(found(...plant('kernel/records/rules.ts', `const a = { en: '{n} open', fr: 'ouvertes' }`))).toEqual([
    'translation-placeholders',
  ]);
  expect(found(...plant('kernel/records/rules.ts', `const a = { status: 422, en: 'Open', fr: '' }`))).toEqual([
    'translation-empty',
  ]);
  expect(found(...plant('kernel/records/rules.ts', `const a = { en: '{n} open', fr: '{n} ouvertes' }`))).toEqual([]);
});

test.each([`t('list.gone')`, `t(\`state.\${s}\`)`, `i18n.t('list.gone')`, `<Trans i18nKey="list.gone" />`])(
  'planted: %s asks for a key nobody wrote',
  (use) => {
    const files = [
      json('en', { list: { all: 'All' } }),
      json('fr', { list: { all: 'Tous' } }),
      ...plant('kernel/web/list/x.tsx', `export const a = ${use};`),
    ];
    expect(found(...files)).toEqual(['translation-unknown-key']);
  },
);

test('keys that exist pass', () => {
  const use = `export const a = [t('list.all'), t(\`list.\${x}\`), t(key), t('app:list.all')];`;
  expect(
    found(json('en', { list: { all: 'All' } }), json('fr', { list: { all: 'Tous' } }), ...plant('kernel/web/list/x.tsx', use)),
  ).toEqual([]);
});

test('placeholders of both notations', () => {
  expect(placeholders('{b} and {{ a, number }} and {b}')).toEqual(['a', 'b']);
});

test('the repository speaks both languages completely', () => {
  expectOnlyFrozen('translations');
});
