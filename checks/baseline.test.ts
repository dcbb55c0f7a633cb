import { expect, test } from 'vitest';
import { keyOf, ratchet, report, shrink } from './baseline.ts';

const finding = { rule: 'only-api', path: 'modules/b/server/x.ts', line: 3, detail: '#modules/a/server/y.ts' };
const key = keyOf(finding);

test('a violation that is not frozen is fresh', () => {
  const difference = ratchet('imports', [key], {});
  expect(difference).toEqual({ fresh: [key], stale: [] });
  expect(report([finding], difference)).toContain('modules/b/server/x.ts:3 only-api');
});

test('a frozen violation passes, a second copy of it does not', () => {
  const baseline = { imports: { [key]: 1 } };
  expect(ratchet('imports', [key], baseline)).toEqual({ fresh: [], stale: [] });
  expect(ratchet('imports', [key, key], baseline).fresh).toEqual([key]);
});

test('a repaired violation must leave the baseline, with the command that does it', () => {
  const difference = ratchet('imports', [], { imports: { [key]: 1 } });
  expect(difference.stale).toEqual([key]);
  expect(report([], difference)).toContain('node checks/refresh.ts');
});

test('refreshing never adds a key', () => {
  expect(shrink('imports', [key, 'other'], { imports: { [key]: 2, gone: 1 } })).toEqual({ [key]: 1 });
  expect(shrink('imports', [key], {})).toEqual({});
});
