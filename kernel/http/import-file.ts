import { archiveLimits, decodeText, extensionOf, inspectArchive, UploadRefused } from '#kernel/files';
import { refuse } from '#kernel/schema';
import { transferRules } from './transfer-rules.ts';

/** A table as read from a file: headings and rows of plain texts. `line` is the row's number in the file, as the program shows it. */
export interface ImportedTable {
  readonly headings: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}
export const MOST_ROWS = 5_000;

const unreadable = (why: string): never => refuse(transferRules['import.unreadable'], { why });

/** The separator that stands most often in the first line: Excel writes semicolons where the comma is the decimal sign. */
function separatorOf(text: string): string {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const count = (mark: string) => first.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',');
}

/**
 * Reads CSV as RFC 4180 and as spreadsheet programs write it: quoted fields with doubled quotes and line breaks, comma, semicolon or
 * tab, with or without byte order mark.
 * @throws AppError `import.unreadable` where a quote is never closed
 */
export function parseCsv(source: string): { readonly line: number; readonly cells: readonly string[] }[] {
  const text = source.replace(/^\ufeff/, '');
  const separator = separatorOf(text);
  const rows: { line: number; cells: string[] }[] = [];
  let row = { line: 1, cells: [] as string[] };
  let line = 1;
  let at = 0;
  const end = () => {
    if (row.cells.some((cell) => cell !== '')) rows.push(row);
    row = { line: line + 1, cells: [] };
    line += 1;
  };
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      const [read, next] = quotedCell(text, at + 1);
      cell = read;
      line += read.split('\n').length - 1;
      at = next;
    }
    const stop = nextStop(text, at, separator);
    cell += text.slice(at, stop);
    row.cells.push(cell.trim());
    at = stop;
    if (text[at] === separator) {
      at += 1;
      if (at === text.length) row.cells.push('');
      continue;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    at += 1;
    end();
  }
  if (row.cells.length > 0) end();
  return rows;
}
function quotedCell(text: string, from: number): [string, number] {
  let cell = '';
  for (let at = from; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return unreadable('a quoted cell does not end');
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return [cell, quote + 1];
    cell += '"';
    at = quote + 2;
  }
}
function nextStop(text: string, from: number, separator: string): number {
  for (let at = from; at < text.length; at += 1) if (text[at] === separator || text[at] === '\n' || text[at] === '\r') return at;
  return text.length;
}

/** Text of a spreadsheet cell, whatever it is made of; dates in ISO form, formulas by their result. */
function textOfValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '');
  if (typeof value !== 'object') return String(value);
  const v = value as { richText?: { text: string }[]; result?: unknown; text?: unknown; error?: unknown };
  if (v.richText) return v.richText.map((part) => part.text).join('');
  if (v.error !== undefined) return String(v.error);
  return textOfValue(v.result ?? v.text);
}

async function parseXlsx(bytes: Uint8Array): Promise<{ line: number; cells: string[] }[]> {
  try {
    inspectArchive(bytes);
  } catch (error) {
    if (error instanceof UploadRefused) return unreadable(String(error.detail.why ?? archiveLimits.ratio));
    throw error;
  }
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.Workbook();
  // The library's own errors on a damaged workbook are of every class; all of them mean the same to the person.
  await book.xlsx.load(new Uint8Array(bytes).buffer).catch(() => unreadable('damaged workbook'));
  const sheet = book.worksheets[0] ?? unreadable('no sheet');
  const rows: { line: number; cells: string[] }[] = [];
  sheet.eachRow((row, line) => {
    const cells: string[] = [];
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      cells[column - 1] = textOfValue(cell.value).trim();
    });
    const filled = Array.from(cells, (cell) => cell ?? '');
    if (filled.some((cell) => cell !== '')) rows.push({ line, cells: filled });
  });
  return rows;
}

/** Undoes what our own export did to texts that look like formulas, so that an exported list can be read back. */
const unprotected = (cell: string): string => (/^'[=+\-@＝＋－＠]/.test(cell) ? cell.slice(1) : cell);

/** The table in an uploaded file, first row as headings.
 * @throws AppError `import.unreadable`, `import.too-long` */
export async function tableOfFile(fileName: string, bytes: Uint8Array): Promise<ImportedTable> {
  const rows = extensionOf(fileName) === 'xlsx' ? await parseXlsx(bytes) : parseCsv(decodeText(bytes));
  const [head, ...body] = rows;
  if (!head || head.cells.every((cell) => cell === '')) return unreadable('no headings');
  if (body.length > MOST_ROWS) refuse(transferRules['import.too-long'], { limit: MOST_ROWS });
  return { headings: head.cells, rows: body.map((r) => ({ line: r.line, cells: r.cells.map(unprotected) })) };
}
