import { describe, expect, test } from 'vitest';
import { commonPasswords } from './common-passwords.ts';
import { passwordFault } from './passwords.ts';

const owner = { username: 'grace.auma', firstName: 'Grace', lastName: 'Auma', email: 'g.auma@cleanstation.example' };
const fault = (password: string) => passwordFault(password, owner, { passwordLength: 12 });

describe('passwords that are refused', () => {
  test.each([
    ['short1!', 'at least 12'],
    ['x'.repeat(129), 'longer than 128'],
    ['GRACE.AUMA.2026!', 'your name'],
    ['blue-Auma-lamp-9', 'your name'],
    ['my gr4ce lamp tree', 'your name'],
    ['PasswordPassword', 'tried first'],
    ['P4ssw0rdP4ssw0rd', 'tried first'],
    ['correct horse battery staple', 'tried first'],
    ['abababababab', 'pattern'],
    ['qwertyuiopas', 'pattern'],
    ['123456789012345', 'tried first'],
    ['98765432109876', 'pattern'],
    ['Password2026!!', 'words and numbers'],
    ['P@ssw0rd-2026!!', 'words and numbers'],
    ['Summer-2026-Welcome', 'words and numbers'],
    ['MyNewPassword#1', 'words and numbers'],
    ['aabbaabbccaabb', 'too few'],
  ])('%s', (password, why) => {
    expect(fault(password)).toMatch(why === 'tried first' ? /tried first|pattern/ : why);
  });
});

describe('passwords that may be used', () => {
  test.each([
    'plinth-otter-47-marble',
    'Kampala wakes at five',
    'ßtraßenbahn Nord 9',
    'x8#Lq2!vR0pZ',
    '7391-8842-0917-tram',
    'y'.repeat(3) + 'tram lantern basalt '.repeat(6),
  ])('%s', (password) => {
    expect(fault(password)).toBeUndefined();
  });

  test('sixty-four characters and more are allowed, up to 128', () => {
    expect(fault('tall basalt lantern under a northern tram and 7 otters in winter')).toBeUndefined();
    expect(fault('tall basalt lantern and 7 otters '.repeat(4).slice(0, 128))).toBeUndefined();
  });
});

test('the list holds whole passwords only, all long enough to matter', () => {
  expect(commonPasswords.size).toBeGreaterThan(250);
  expect([...commonPasswords].filter((word) => word.length < 10)).toEqual([]);
  expect(commonPasswords.has('correct horse battery staple')).toBe(true);
});
