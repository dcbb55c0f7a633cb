import { describe, expect, it } from 'vitest';
import { kindOf, numbersOf } from './answers.ts';

describe('settings', () => {
  it('are asked for by the kind of their value', () => {
    expect(kindOf({ key: 'security.idle-minutes', default: 15 })).toBe('whole');
    expect(kindOf({ key: 'documents.reminder-days', default: [3, 0] })).toBe('numbers');
    expect(kindOf({ key: 'files.allowed-extensions', default: ['pdf'] })).toBe('words');
    expect(kindOf({ key: 'company.name', default: '' })).toBe('text');
    expect(kindOf({ key: 'branding.logo', default: '' })).toBe('logo');
  });
  it('read numbers as people write them', () => {
    expect(numbersOf('30; 60 0,30')).toEqual([60, 30, 0]);
    expect(numbersOf('')).toEqual([]);
    expect(numbersOf('3 days')).toBeUndefined();
  });
});
