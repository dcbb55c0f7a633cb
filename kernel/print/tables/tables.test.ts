import { PassThrough } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { strFromU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { unpackArchive } from '../../files/content/index.ts';
import { pdfInfo } from '../pdf/pages.ts';
import { checkWith } from '../pdf/seal-fixture.ts';
import { writeCsv } from './csv.ts';
import { type Cell, harmless, type Table, type TableMeta } from './table.ts';
import { writeTablePdf } from './table-pdf.ts';
import { writeXlsx } from './xlsx.ts';

const meta: TableMeta = {
  organization: 'Northwind',
  printedBy: 'Priya Raman',
  printedAt: '2026-03-20T08:15:42Z',
  filter: 'Status is Effective',
};
const columns = [
  { title: 'Number', share: 2 },
  { title: 'Title', share: 5 },
  { title: 'Quantity', align: 'right' },
  { title: 'Due' },
] as const;
const rows: readonly (readonly Cell[])[] = [
  ['SOP-1', 'Swabs ≤ 5 µg, "clean"', { decimal: '-12.50' }, { day: '2026-03-15' }],
  ['=HYPERLINK("http://x")', '@sum\nsecond line', { decimal: '12345678901234567.5' }, { instant: '2026-03-15T10:00:00Z' }],
  ['', null, { decimal: '0' }, null],
];
async function* streamed(count: number): AsyncGenerator<readonly Cell[], void> {
  for (let index = 0; index < count; index += 1)
    yield [`N-${index}`, 'Some title of ordinary length', { decimal: `${index}.25` }, { day: '2026-01-01' }];
}
const table = (more: Partial<Table> = {}): Table => ({ title: 'Controlled documents', columns, rows, ...more });
const failing = async function* (): AsyncGenerator<readonly Cell[], void> {
  yield ['a'];
  throw new Error('database gone');
};

async function xlsxParts(source: Table): Promise<Map<string, string>> {
  const out = new PassThrough();
  const read = buffer(out);
  await writeXlsx(out, source, meta);
  return new Map([...unpackArchive(await read)].map(([name, bytes]) => [name, strFromU8(bytes)]));
}

describe('harmless', () => {
  test.each(['=1', '+1', '-1', '@x', '\tx', '\rx', '\nx', '＝1'])('defuses %j', (value) => {
    expect(harmless(value)).toBe(`'${value}`);
  });
  test('leaves ordinary text alone', () => {
    expect(['SOP-1', ' =1', 'a=b', ''].map(harmless)).toEqual(['SOP-1', ' =1', 'a=b', '']);
  });
});

describe('writeCsv', () => {
  test('quotes, defuses, keeps numbers as numbers and dates as dates', async () => {
    expect(await text(writeCsv(table()))).toBe(
      [
        '\ufeffNumber,Title,Quantity,Due',
        'SOP-1,"Swabs ≤ 5 µg, ""clean""",-12.50,2026-03-15',
        `"'=HYPERLINK(""http://x"")","'@sum\nsecond line",12345678901234567.5,2026-03-15 10:00:00 UTC`,
        ',,0,',
        '',
      ].join('\r\n'),
    );
  });

  test('reads no further than its reader, and passes a failure on', async () => {
    let read = 0;
    const endless = async function* (): AsyncGenerator<readonly Cell[], void> {
      for (;;) {
        read += 1;
        yield ['x'.repeat(100)];
      }
    };
    const stream = writeCsv(table({ rows: endless() }));
    for await (const chunk of stream) if (String(chunk).length > 0) break;
    expect(read).toBeLessThan(5000);
    await expect(text(writeCsv(table({ rows: failing() })))).rejects.toThrow('database gone');
  });

  test('a decimal that is none is refused, not written unchecked', async () => {
    await expect(text(writeCsv(table({ rows: [[{ decimal: '=1+1' }]] })))).rejects.toThrow(RangeError);
  });
});

describe('writeXlsx', () => {
  test('types its cells, defuses text, says who exported what', async () => {
    const parts = await xlsxParts(table());
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).toContain('<v>-12.5</v>');
    expect(sheet).toContain('12345678901234567.5');
    expect(sheet).toContain('&apos;=HYPERLINK(');
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('<v>46096</v>');
    expect(sheet).toContain('autoFilter');
    const about = parts.get('xl/worksheets/sheet2.xml') ?? '';
    for (const part of ['Controlled documents', 'Priya Raman', '2026-03-20 08:15:42 UTC', 'Status is Effective'])
      expect(about).toContain(part);
    expect(parts.get('xl/styles.xml')).toContain('yyyy-mm-dd');
  });

  test('streams many rows and passes a failure on', { timeout: 30_000 }, async () => {
    const parts = await xlsxParts(table({ rows: streamed(20_000) }));
    expect(parts.get('xl/worksheets/sheet1.xml')).toContain('N-19999');
    const out = new PassThrough().resume();
    out.once('error', () => undefined);
    await expect(writeXlsx(out, table({ rows: failing() }), meta)).rejects.toThrow('database gone');
    expect(out.destroyed).toBe(true);
  });

  test('stops reading rows when nobody takes the file any more', async () => {
    const out = new PassThrough().resume();
    let read = 0;
    const endless = async function* (): AsyncGenerator<readonly Cell[], void> {
      for (;;) {
        read += 1;
        if (read === 2000) out.destroy();
        yield ['row'];
      }
    };
    await expect(writeXlsx(out, table({ rows: endless() }), meta)).rejects.toThrow('closed');
    expect(read).toBeLessThan(4000);
  });

  test('control characters cannot damage the file', async () => {
    const parts = await xlsxParts(table({ title: 'a/b:c*', rows: [['\u0000\u0008<&>\ud800', 'x'.repeat(40_000)]] }));
    expect(parts.get('xl/worksheets/sheet1.xml')).toContain('&lt;&amp;&gt;\ufffd');
    expect(parts.get('xl/worksheets/sheet1.xml')).not.toMatch(/x{32768}/);
  });
});

describe('writeTablePdf', () => {
  test('repeats its head, counts its pages and its entries', { timeout: 30_000 }, async () => {
    const pdf = await writeTablePdf(table({ rows: streamed(300) }), meta);
    const { pages } = await pdfInfo(pdf);
    expect(pages).toBeGreaterThan(5);
    const shown = checkWith('pdftotext', ['-layout', '{}', '-'], pdf);
    if (shown === undefined) return;
    expect(shown.match(/Number +Title +Quantity +Due/g)).toHaveLength(pages);
    expect(shown).toContain(`Page ${pages} of ${pages}`);
    expect(shown).toContain('300 entries');
    expect(shown).toContain('N-299');
    expect(shown).toContain('Printed 2026-03-20 08:15:42 UTC by Priya Raman');
  });
});
