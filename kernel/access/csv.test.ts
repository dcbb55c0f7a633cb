import { expect, test } from 'vitest';
import { parseCsv } from './csv.ts';

test('reads quotes, doubled quotes, line breaks in fields, both separators and a byte-order mark', () => {
  expect(parseCsv('\uFEFFa,b\r\n"x, y","say ""hi"""\r\n\r\n"two\nlines",z')).toEqual([
    ['a', 'b'],
    ['x, y', 'say "hi"'],
    ['two\nlines', 'z'],
  ]);
  expect(parseCsv('a;"b,c";d\n1;2;3')).toEqual([
    ['a', 'b,c', 'd'],
    ['1', '2', '3'],
  ]);
  expect(parseCsv('a,b\n1,')).toEqual([
    ['a', 'b'],
    ['1', ''],
  ]);
  expect(parseCsv('')).toEqual([]);
});

test('refuses a quote that is not closed', () => {
  expect(() => parseCsv('a\n"open')).toThrow('not closed');
});
