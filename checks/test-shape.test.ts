// biome-ignore-all lint/suspicious/noTemplateCurlyInString: planted source text
import { expect, test } from 'vitest';
import { expectOnlyFrozen } from './expect-frozen.ts';
import { plant, rulesOf } from './source.ts';
import { idsAtHead, testShapeViolations } from './test-shape.ts';

const scenario = 'modules/edms/scenarios/document.scenario.ts';
const unit = 'kernel/db/sql.test.ts';
const found = (path: string, text: string) => rulesOf(testShapeViolations(plant(path, text)));

test.each<[string, string, string]>([
  [unit, `test('adds', () => { add(1, 2); });`, 'test-without-expectation'],
  [unit, `it.each([1])('adds %s', (n) => { add(n, 2); });`, 'test-without-expectation'],
  [unit, `test.concurrent('adds', { timeout: 5 }, async () => { await add(1, 2); });`, 'test-without-expectation'],
  [unit, `const run = () => { add(); }; test('adds', () => run());`, 'test-without-expectation'],
  [unit, `test('adds', imported);`, 'test-without-expectation'],
  [scenario, `test('a draft can be voided', () => { expect(1).toBe(1); });`, 'title-without-requirement'],
  ['e2e/sign.test.ts', 'test(`signs ${x}`, () => { expect(1).toBe(1); });', 'title-without-requirement'],
])('planted in %s: %s', (path, text, rule) => {
  expect(found(path, text)).toEqual([rule]);
});

test.each<[string, string]>([
  [unit, `test('adds', () => { expect(add(1, 2)).toBe(3); });`],
  [unit, `test('adds', () => { fc.assert(property); });`],
  [
    unit,
    `async function refused(x) { await expect(x).rejects.toThrow(); } test('adds', () => refused(1)); test('more', refused);`,
  ],
  [unit, `test.skipIf(!has)('adds', () => { expectRule(a, 'x.y'); });`],
  [scenario, `test('EDMS-03 a draft can be voided', () => { expect(1).toBe(1); });`],
  [scenario, `describe('P11-200a1i-1 signing', () => { test('once', () => { expect(1).toBe(1); }); });`],
  ['kernel/db/sql.ts', `test('not a test file')`],
])('allowed in %s: %s', (path, text) => {
  expect(found(path, text)).toEqual([]);
});

test('ids are read from the head of a title only', () => {
  expect(idsAtHead('EDMS-03, EDMS-04 / P11-200a1i-1 and SOD-6: the author (WF-10) may not')).toEqual([
    'EDMS-03',
    'EDMS-04',
    'P11-200a1i-1',
    'SOD-6',
  ]);
  expect(idsAtHead('the author EDMS-03')).toEqual([]);
  expect(idsAtHead('and EDMS-03')).toEqual([]);
  expect(idsAtHead('A4 paper')).toEqual([]);
});

test('every test of the repository expects something, and scenarios name their requirement', () => {
  expectOnlyFrozen('test-shape');
});
