import { expect, test } from 'vitest';
import { rawColours } from './colours.ts';
import { expectOnlyFrozen } from './expect-frozen.ts';
import { plant } from './source.ts';

const found = (path: string, text: string) => rawColours(plant(path, text)).map(({ line, detail }) => `${line} ${detail}`);

test.each<[string, string, string[]]>([
  ['modules/edms/web/a.module.css', '.a {\n  color: #fff;\n}', ['2 #fff']],
  ['modules/edms/web/a.module.css', '.a { border: 1px solid #2643ad80 }', ['1 #2643ad80']],
  [
    'modules/edms/web/a.module.css',
    '.a { color: rgb(0 0 0 / 5%); background: hsl(20 3% 2%); fill: oklch(0.5 0.1 20) }',
    ['1 rgb(0', '1 hsl(2', '1 oklch(0'],
  ],
  ['kernel/web/parts/A.tsx', `const a = <i style={{ color: '#2643AD' }} />;`, ['1 #2643AD']],
  ['kernel/web/parts/A.tsx', 'const a = <i style={{ border: `1px solid #abc` }} />;', ['1 #abc']],
  ['apps/web/charts.ts', `export const series = ['rgba(1,2,3,.4)'];`, ['1 rgba(1']],
])('planted: raw colour in %s: %s', (path, text, expected) => {
  expect(found(path, text)).toEqual(expected);
});

test.each<[string, string]>([
  [
    'modules/edms/web/a.module.css',
    '#add .b { color: var(--accent); background: color-mix(in srgb, var(--line) 40%, transparent) } /* was #fff */',
  ],
  ['kernel/web/parts/A.tsx', `import { a } from '#kernel/web/add.ts'; const b = <a href="/x#fff-1">Order #123</a>; // #fff`],
  ['kernel/web/theme/tokens.ts', `export const ink = '#2643ad';`],
  ['kernel/print/page.ts', `export const ink = '#191a1d';`],
])('allowed in %s: %s', (path, text) => {
  expect(found(path, text)).toEqual([]);
});

test('the web application names colours in its theme only', () => {
  expectOnlyFrozen('colours');
});
