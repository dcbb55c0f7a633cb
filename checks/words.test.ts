import { expect, test } from 'vitest';
import { expectOnlyFrozen } from './expect-frozen.ts';
import { plant, rulesOf } from './source.ts';
import { fingerprint, foreignWords, machinePaths, registryHosts } from './words.ts';

const list = new Set(['gremlin', 'night shift'].map(fingerprint));

test('planted: a listed word and a listed pair, in any case and any kind of file', () => {
  const found = foreignWords(plant('docs/guide.md', 'Made by a Gremlin,\non the NIGHT-shift.'), list);
  expect(found.map(({ line, detail }) => `${line} ${detail}`)).toEqual(['1 gremlin', '2 night shift']);
});

test('parts of words and the single words of a pair are not listed', () => {
  expect(foreignWords(plant('docs/guide.md', 'gremlins, a night, a shift'), list)).toEqual([]);
});

test.each(['/home/ann/plumbline/x.ts', '/Users/ann/x', '/tmp/out.json', '/root/.cache', 'C:\\Users\\ann'])(
  'planted: %s',
  (path) => {
    expect(rulesOf(machinePaths(plant('kernel/db/x.ts', `const a = '${path}';`)))).toEqual(['machine-path']);
  },
);

test.each([
  '#kernel/testing',
  'join(tmpdir(), name)',
  '/api/v1/maintenance/work-orders',
  'https://example.org/home/ann/x',
  '/var/lib/plumbline',
])('allowed: %s', (text) => {
  expect(machinePaths(plant('kernel/db/x.ts', `// ${text}`))).toEqual([]);
});

test('planted: a lock file and a settings file with a registry of their own', () => {
  expect(rulesOf(registryHosts(plant('package-lock.json', '{ "resolved": "https://registry.example/zod-4.tgz" }')))).toEqual([
    'registry-host',
  ]);
  expect(rulesOf(registryHosts(plant('.npmrc', 'fund=false\nregistry=https://registry.example/\n')))).toEqual(['registry-host']);
  expect(registryHosts(plant('.npmrc', 'fund=false\n'))).toEqual([]);
});

test('the repository names neither machines nor registries nor foreign words', () => {
  expectOnlyFrozen('words');
});
