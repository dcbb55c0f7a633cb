import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Row, Worksheet } from 'exceljs';
import { printedUtc } from '../pdf/times.ts';
import { type Cell, exactDecimal, harmless, type Table, type TableMeta } from './table.ts';

/** Limits of the format. */
const MAX_ROWS = 1_048_576;
const MAX_TEXT = 32_767;
/** A spreadsheet keeps numbers as doubles: more digits than these would come back changed. */
const EXACT_DIGITS = 15;
const PAUSE = 500;

const digitsOf = (decimal: string): number => decimal.replace(/^-?0*\.?0*/, '').replace('.', '').length;

function setText(row: Row, column: number, text: string): void {
  const shown = harmless(text.toWellFormed().replace(/(?![\t\n])\p{Cc}/gu, ''));
  row.getCell(column).value = shown.length > MAX_TEXT ? `${shown.slice(0, MAX_TEXT - 1)}…` : shown;
}

function setCell(row: Row, column: number, cell: Cell): void {
  if (cell === null || cell === '') return;
  if (typeof cell === 'string') {
    setText(row, column, cell);
    return;
  }
  const target = row.getCell(column);
  if ('decimal' in cell) {
    const decimal = exactDecimal(cell.decimal);
    const places = decimal.split('.')[1]?.length ?? 0;
    if (digitsOf(decimal) > EXACT_DIGITS) setText(row, column, decimal);
    else {
      target.value = Number(decimal);
      target.numFmt = places === 0 ? '0' : `0.${'0'.repeat(places)}`;
    }
    return;
  }
  const [at, format] =
    'day' in cell
      ? [Temporal.PlainDate.from(cell.day).toZonedDateTime('UTC').epochMilliseconds, 'yyyy-mm-dd']
      : [Temporal.Instant.from(cell.instant).epochMilliseconds, 'yyyy-mm-dd hh:mm:ss "UTC"'];
  target.value = new Date(at);
  target.numFmt = format;
}

function aboutSheet(sheet: Worksheet, title: string, meta: TableMeta, rows: number): void {
  sheet.columns = [{ width: 20 }, { width: 80 }];
  const facts: readonly (readonly [string, string])[] = [
    ['Title', title],
    ['Organization', meta.organization],
    ['Exported by', meta.printedBy],
    ['Exported at', printedUtc(meta.printedAt)],
    ['Filter', meta.filter === '' ? 'None' : meta.filter],
    ['Rows', String(rows)],
  ];
  for (const [label, value] of facts) {
    const row = sheet.addRow([label]);
    setText(row, 2, value);
    row.commit();
  }
  sheet.commit();
}

/** Sheet names have at most 31 characters and not these. */
const sheetName = (title: string): string =>
  title
    .replace(/[*?:\\/[\]']/g, ' ')
    .trim()
    .slice(0, 24) || 'List';

/**
 * A list as a spreadsheet, written to `out` while its rows are read: typed cells, a frozen and filtered head, formulas made
 * harmless, and a sheet that says who exported what and when. A list longer than a sheet goes on in the next one.
 * When the rows fail, `out` is destroyed, so that a cut file never looks like a short list.
 * @returns number of rows
 */
export async function writeXlsx(out: Writable, table: Table, meta: TableMeta): Promise<number> {
  try {
    return await writeBook(out, table, meta);
  } catch (error) {
    out.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

async function writeBook(out: Writable, table: Table, meta: TableMeta): Promise<number> {
  // Loaded when the first spreadsheet is written.
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  book.creator = 'Plumbline';
  book.created = new Date(Temporal.Instant.from(meta.printedAt).epochMilliseconds);
  const shares = table.columns.map((column) => column.share ?? 1);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const newSheet = (part: number): Worksheet => {
    const sheet = book.addWorksheet(`${sheetName(table.title)}${part === 1 ? '' : ` ${part}`}`, {
      views: [{ state: 'frozen', ySplit: 1 }],
    });
    sheet.columns = shares.map((share) => ({ width: Math.max(10, Math.min(60, Math.round((share / total) * 140))) }));
    const head = sheet.addRow([]);
    table.columns.forEach((column, index) => {
      setText(head, index + 1, column.title);
    });
    head.font = { bold: true };
    head.commit();
    sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: Math.max(1, table.columns.length) } };
    return sheet;
  };
  let part = 1;
  let sheet = newSheet(part);
  let inSheet = 1;
  let count = 0;
  for await (const cells of table.rows) {
    if (inSheet === MAX_ROWS) {
      sheet.commit();
      part += 1;
      sheet = newSheet(part);
      inSheet = 1;
    }
    const row = sheet.addRow([]);
    cells.forEach((cell, index) => {
      setCell(row, index + 1, cell);
    });
    row.commit();
    inSheet += 1;
    count += 1;
    // The library takes rows faster than a slow reader takes bytes: let it, and the reader, catch up.
    if (count % PAUSE === 0) await setImmediate();
    if (out.destroyed) throw new Error('the spreadsheet was closed before its end');
    if (out.writableNeedDrain) await Promise.race([once(out, 'drain'), once(out, 'close')]);
  }
  sheet.commit();
  aboutSheet(book.addWorksheet('About'), table.title, meta, count);
  await book.commit();
  return count;
}
