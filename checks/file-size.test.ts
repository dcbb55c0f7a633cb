import { expect, test } from 'vitest';
import { expectOnlyFrozen } from './expect-frozen.ts';
import { largeFiles } from './file-size.ts';
import { plant, repository, rulesOf } from './source.ts';

const lines = (count: number) => 'const a = 1;\n'.repeat(count);

test('planted: 301 lines warn, 501 fail, 300 are fine', () => {
  expect(rulesOf(largeFiles(plant('kernel/db/x.ts', lines(300))))).toEqual([]);
  expect(rulesOf(largeFiles(plant('kernel/db/x.ts', lines(301))))).toEqual(['large']);
  expect(rulesOf(largeFiles(plant('kernel/db/x.ts', lines(500))))).toEqual(['large']);
  expect(rulesOf(largeFiles(plant('kernel/db/x.ts', lines(501))))).toEqual(['too-large']);
  expect(rulesOf(largeFiles(plant('kernel/web/theme/theme.css', lines(501))))).toEqual(['too-large']);
});

test('translations, migrations, generated files and documents are not counted', () => {
  for (const path of [
    'kernel/web/locales/en.ts',
    'modules/edms/server/migrations/0001_a.sql',
    'kernel/http/api.generated.ts',
    'docs/a.md',
  ]) {
    expect(largeFiles(plant(path, lines(900)))).toEqual([]);
  }
});

test('no file of the repository is too large', () => {
  const found = largeFiles(repository());
  const warned = found.filter((finding) => finding.rule === 'large');
  if (warned.length > 0)
    console.warn(`over 300 lines:\n${warned.map((finding) => `  ${finding.path} ${finding.line}`).join('\n')}`);
  expectOnlyFrozen('file-size');
});
