import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { AppError } from '#kernel/schema';
import { MOST_ROWS, parseCsv, tableOfFile } from './import-file.ts';

const cells = (text: string) => parseCsv(text).map((r) => r.cells);
const bytes = (text: string) => new TextEncoder().encode(text);
const ruleOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof AppError ? error.rule.id : String(error)),
  );

describe('reading CSV', () => {
  test.each([
    [
      'commas',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'semicolons and a byte order mark',
      '\ufeffa;b\n1,5;2',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'quotes, doubled quotes and line breaks in a cell',
      'a,b\n"x ""y"", z","two\nlines"\n',
      [
        ['a', 'b'],
        ['x "y", z', 'two\nlines'],
      ],
    ],
    [
      'empty cells and a last empty cell',
      'a,b,c\n,2,\n',
      [
        ['a', 'b', 'c'],
        ['', '2', ''],
      ],
    ],
    [
      'empty lines',
      'a,b\n\n,\n1,2\n\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
  ])('with %s', (_, text, wanted) => {
    expect(cells(text)).toEqual(wanted);
  });

  test('keeps the line a row stands in, as the person sees it', () => {
    expect(parseCsv('a,b\n"x\ny",1\n\n3,4').map((r) => r.line)).toEqual([1, 2, 5]);
  });

  test('refuses a quote that never ends and a file without headings', async () => {
    expect(await ruleOf(tableOfFile('a.csv', bytes('a,b\n"open,1')))).toBe('import.unreadable');
    expect(await ruleOf(tableOfFile('a.csv', bytes('')))).toBe('import.unreadable');
  });

  test('reads back what an export made harmless', async () => {
    expect((await tableOfFile('a.csv', bytes("title\n'=1+1\n'kept"))).rows.map((r) => r.cells)).toEqual([['=1+1'], ["'kept"]]);
  });

  test('refuses more rows than one transaction can take', async () => {
    expect(await ruleOf(tableOfFile('a.csv', bytes(`a\n${'1\n'.repeat(MOST_ROWS + 1)}`)))).toBe('import.too-long');
  });
});

describe('reading Excel', () => {
  test('takes texts, numbers, days, formulas by their result and rich text', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('List');
    sheet.addRow(['Title', 'Count', 'Day', 'Sum', 'Rich', 'Flag']);
    sheet.addRow([
      'A',
      12.5,
      new Date(Date.UTC(2026, 0, 31)),
      { formula: '1+1', result: 2 },
      { richText: [{ text: 'b' }, { text: 'c' }] },
      true,
    ]);
    const table = await tableOfFile('a.xlsx', new Uint8Array(await book.xlsx.writeBuffer()));
    expect(table.headings).toEqual(['Title', 'Count', 'Day', 'Sum', 'Rich', 'Flag']);
    expect(table.rows).toEqual([{ line: 2, cells: ['A', '12.5', '2026-01-31', '2', 'bc', 'true'] }]);
  });

  test('refuses what is no workbook', async () => {
    expect(await ruleOf(tableOfFile('a.xlsx', bytes('not a zip')))).toBe('import.unreadable');
  });
});
