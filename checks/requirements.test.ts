import { expect, test } from 'vitest';
import { ratchet } from './baseline.ts';
import { coveredRequirements, expand, missingRequirements, promisedRequirements } from './requirements.ts';
import { plant, repository } from './source.ts';

const scenario = 'modules/edms/scenarios/document.scenario.ts';

test('ranges keep their width', () => {
  expect(expand('EDMS-08..11')).toEqual(['EDMS-08', 'EDMS-09', 'EDMS-10', 'EDMS-11']);
  expect(expand('P11-50-1..3')).toEqual(['P11-50-1', 'P11-50-2', 'P11-50-3']);
  expect(expand('P11-200a1i-1')).toEqual(['P11-200a1i-1']);
  expect(() => expand('WF-10..1')).toThrow('runs backwards');
});

test('planted: an id no title begins with is missing, and so is one whose test expects nothing', () => {
  const files = plant(
    scenario,
    `test('EDMS-01 EDMS-02 numbers', () => { expect(1).toBe(1); }); test('EDMS-03 empty', () => { run(); });`,
  );
  expect(missingRequirements(files, ['EDMS-01', 'EDMS-02', 'EDMS-03', 'EDMS-04'])).toEqual(['EDMS-03', 'EDMS-04']);
  expect(coveredRequirements(files).get('EDMS-02')).toEqual([`${scenario}: EDMS-01 EDMS-02 numbers`]);
});

test('the list of this release names every id once', () => {
  const promised = promisedRequirements();
  expect(new Set(promised).size).toBe(promised.length);
  expect(promised).toContain('EDMS-34');
});

test('every promised requirement has a test, except those frozen as missing', () => {
  const promised = promisedRequirements();
  const missing = missingRequirements(repository(), promised);
  console.warn(`requirements of this release with a test: ${promised.length - missing.length} of ${promised.length}`);
  const { fresh, stale } = ratchet('requirements', missing);
  const message = [
    ...fresh.map((id) => `no test begins with ${id}`),
    ...stale.map((id) => `${id} has a test now: run \`node checks/refresh.ts\``),
  ];
  expect(message).toEqual([]);
});
