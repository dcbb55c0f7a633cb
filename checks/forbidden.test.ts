import { expect, test } from 'vitest';
import { expectOnlyFrozen } from './expect-frozen.ts';
import { forbiddenPatterns, unfinishedTexts } from './forbidden.ts';
import { plant, rulesOf } from './source.ts';

const found = (path: string, text: string) => rulesOf(forbiddenPatterns(plant(path, text)));
const server = 'modules/edms/server/x.ts';
const scenario = 'modules/edms/scenarios/x.scenario.ts';

test.each<[string, string, string]>([
  [server, 'await tx.update(Doc, row, { a }, { skipAudit: true });', 'bypass-flag'],
  [server, 'const o = { ignore_permissions: true };', 'bypass-flag'],
  [server, 'find({ overrideAccess })', 'bypass-flag'],
  [scenario, `test.only('A-1 x', () => {});`, 'skipped-test'],
  [scenario, `describe.skip('x', () => {});`, 'skipped-test'],
  [scenario, `test.concurrent.skip('x', () => {});`, 'skipped-test'],
  [scenario, `it.todo('x');`, 'skipped-test'],
  [scenario, `test.skip.each([1])('x', () => {});`, 'skipped-test'],
  [scenario, `test.skipIf(!hasSoffice)('x', () => {});`, 'skipped-test'],
  [scenario, `describe.skipIf(true)('x', () => {});`, 'skipped-test'],
  [server, 'const n = Math.random();', 'random'],
  [server, 'const n = Date.now();', 'bare-clock'],
  [server, 'const n = new Date();', 'bare-clock'],
  [server, 'const n = globalThis.Date.now();', 'bare-clock'],
  [server, 'const n = new Date(row.due);', 'bare-date'],
  ['kernel/sign/ca.ts', 'const n = new Date();', 'bare-clock'],
  [server, 'eval(text)', 'eval'],
  [server, `new Function('return 1')`, 'eval'],
  [server, `import { exec } from 'node:child_process';`, 'shell'],
  [server, `import { execSync as run } from 'child_process';`, 'shell'],
  [server, `spawn('ls', [], { shell: true });`, 'shell'],
  [server, 'const a = b as any;', 'any-type'],
  [server, 'function f(a: any[]) {}', 'any-type'],
  [server, 'const a = b as unknown as Doc;', 'double-cast'],
  [server, '// @ts-ignore\nconst a = 1;', 'ts-suppression'],
  [server, '/* @ts-expect-error wrong type */ const a = 1;', 'ts-suppression'],
  [server, `console.log('here')`, 'console'],
  [server, '// TODO check the version\nconst a = 1;', 'unfinished'],
])('planted in %s: %s', (path, text, rule) => {
  // The inner and the outer call of `test.skip.each(…)(…)` are one mistake.
  expect([...new Set(found(path, text))]).toEqual([rule]);
});

test.each<[string, string]>([
  [server, `// eval(x), Math.random(), new Date()\nconst a = 'skipAudit console.log( any';`],
  [server, `const a = /x/.exec(b); list.skip(3); const shell = { shell: true };`],
  [server, `import { execFile } from 'node:child_process'; console.error('down'); const d = Temporal.Now;`],
  ['kernel/web/i18n/clock.tsx', 'const n = new Date(Date.now());'],
  ['kernel/sign/ca.ts', 'const n = new Date(from);'],
  [scenario, 'const n = Math.random(); const d = new Date();'],
  [
    scenario,
    `// LibreOffice is not on every machine; the converter's contract is tested beside it.\ntest.skipIf(!has)('A-1 x', () => {});`,
  ],
  [scenario, `// @ts-expect-error a misspelt state does not compile\nconst a = 1;`],
  [server, `// biome-ignore lint/suspicious/noExplicitAny: any record at all\ntype A = Rec<any>;`],
  [scenario, `describe.runIf(isRoot())('started by root', () => {});`],
  ['apps/cli/verify.ts', `console.log('ok')`],
])('allowed in %s: %s', (path, text) => {
  expect(found(path, text)).toEqual([]);
});

test('planted: a function that says it is not there yet', () => {
  expect(rulesOf(unfinishedTexts(plant(server, `throw new Error('Not implemented')`)))).toEqual(['unfinished']);
});

test('the repository has no forbidden pattern', () => {
  expectOnlyFrozen('forbidden');
});
