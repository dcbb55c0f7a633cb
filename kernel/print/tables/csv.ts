import { Readable } from 'node:stream';
import { type Cell, cellText, harmless, type Table } from './table.ts';

/** Excel takes a file without the mark for the machine's old code page. */
const BYTE_ORDER_MARK = '\ufeff';
const BATCH = 16 * 1024;

function field(text: string): string {
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

function line(cells: readonly Cell[]): string {
  return `${cells.map((cell) => field(cellText(cell, harmless))).join(',')}\r\n`;
}

async function* lines(table: Table): AsyncGenerator<string, void> {
  let batch = BYTE_ORDER_MARK + line(table.columns.map((column) => column.title));
  for await (const row of table.rows) {
    batch += line(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = '';
  }
  yield batch;
}

/** A list as CSV: RFC 4180, UTF-8 with its mark, formulas made harmless. The stream fails when the rows do. */
export function writeCsv(table: Table): Readable {
  return Readable.from(lines(table), { objectMode: false, encoding: 'utf8' });
}
