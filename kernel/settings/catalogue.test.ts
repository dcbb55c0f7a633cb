import { expect, test } from 'vitest';
import { knownTypes } from '#kernel/files';
import { recognisedExtensions, type SettingKey, settingCatalogue, specOfSetting } from './catalogue.ts';

const keys = Object.keys(settingCatalogue) as SettingKey[];

test('every default is a value its own bounds allow', () => {
  expect(keys.filter((key) => !specOfSetting(key).schema.safeParse(specOfSetting(key).default).success)).toEqual([]);
});

test('the file types offered are those the store recognises', () => {
  expect([...recognisedExtensions].sort()).toEqual(Object.keys(knownTypes).sort());
});

test.each([
  ['quality.routing-days', 3],
  ['quality.classification-days', 7],
  ['quality.deviation-days', 30],
  ['quality.investigation-days', 90],
] as const)('SET-02 %s cannot be longer than %i days', (key, limit) => {
  const { schema } = settingCatalogue[key];
  expect([schema.safeParse(limit).success, schema.safeParse(limit + 1).success]).toEqual([true, false]);
});

test('a change weakens control only in the direction that does', () => {
  const weakens = (key: SettingKey, before: unknown, after: unknown) => specOfSetting(key).weakens?.(before, after);
  expect(weakens('security.password-length', 14, 12)).toBe(true);
  expect(weakens('security.password-length', 12, 14)).toBe(false);
  expect(weakens('security.password-days', 90, 0)).toBe(true);
  expect(weakens('security.password-days', 0, 90)).toBe(false);
  expect(weakens('files.allowed-extensions', ['pdf'], ['pdf', 'docx'])).toBe(true);
  expect(weakens('documents.original-download', 'administrators', 'everyone-who-reads')).toBe(true);
});
