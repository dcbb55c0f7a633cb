import { printedUtc } from '../pdf/times.ts';

/**
 * A cell of an exported list. Plain text, nothing, or a value that keeps its type: an exact decimal as text (`'-12.50'`), a
 * calendar day (`YYYY-MM-DD`) or an instant (ISO 8601).
 */
export type Cell = string | null | { readonly decimal: string } | { readonly day: string } | { readonly instant: string };

export type TableColumn = {
  readonly title: string;
  /** Width in proportion to the others; 1 unless given. */
  readonly share?: number;
  readonly align?: 'left' | 'right';
};

/** A list to be exported. Rows are read once, one after the other. */
export type Table = {
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;
};

/** Who made an export, when and of what: written into every form that has a place for it. */
export type TableMeta = {
  readonly organization: string;
  readonly printedBy: string;
  /** ISO 8601 instant. */
  readonly printedAt: string;
  /** The filters the list was under, in words; empty when it is whole. */
  readonly filter: string;
};

/** What spreadsheet programs take for a formula or a command when a text begins with it, in ASCII and in full width. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A text no spreadsheet program runs: an apostrophe before the sign that would start a formula. */
export function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The cell as people read it. Only text needs care: a decimal that begins with a minus is a number, not a formula. */
export function cellText(cell: Cell, text: (value: string) => string = (value) => value): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return text(cell);
  if ('decimal' in cell) return exactDecimal(cell.decimal);
  if ('day' in cell) return Temporal.PlainDate.from(cell.day).toString();
  return printedUtc(cell.instant);
}

/** @throws RangeError for what is not a plain decimal: it could carry anything into a cell that is not checked as text. */
export function exactDecimal(value: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw new RangeError(`not a decimal: ${value}`);
  return value;
}
