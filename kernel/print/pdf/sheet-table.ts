import type { Sheet } from './sheet.ts';
import { drawLine, hairline, ink, lineHeight, quiet, type TextStyle, widthOf, wrapped } from './typeset.ts';

/** A column; `share` is its part of the width in proportion to the others'. */
export type SheetColumn = {
  readonly title: string;
  readonly share: number;
  readonly align?: 'left' | 'right';
  readonly face?: TextStyle['face'];
};

const GAP = 10;
const PAD = 3;
const HEAD: TextStyle = { size: 8, color: quiet, face: 'strong' };

/** Sets rows one after the other, so that a list can be printed while it is read. The head repeats on every page. */
export class SheetTable {
  readonly #sheet: Sheet;
  readonly #columns: readonly SheetColumn[];
  readonly #widths: readonly number[];
  readonly #lefts: readonly number[];
  readonly #size: number;

  constructor(sheet: Sheet, columns: readonly SheetColumn[], size = 8.5) {
    this.#sheet = sheet;
    this.#columns = columns;
    this.#size = size;
    const shares = columns.reduce((sum, column) => sum + column.share, 0);
    const room = sheet.width - GAP * (columns.length - 1);
    this.#widths = columns.map((column) => (room * column.share) / shares);
    this.#lefts = this.#widths.map(
      (_, index) => sheet.left + this.#widths.slice(0, index).reduce((sum, width) => sum + width + GAP, 0),
    );
    sheet.need(3 * lineHeight({ size }) + 4 * PAD);
    this.#head();
  }

  #head(): void {
    const cells = this.#columns.map((column, index) => wrapped(this.#sheet.doc, column.title, this.#widths[index] ?? 0, HEAD));
    const height = Math.max(...cells.map((lines) => lines.length), 1) * lineHeight(HEAD);
    this.#lines(cells, 0, Number.POSITIVE_INFINITY, HEAD);
    this.#sheet.y += height + 2;
    this.#sheet.rule(ink, 0.5);
    this.#sheet.y += PAD;
  }

  #lines(cells: readonly (readonly string[])[], from: number, to: number, head?: TextStyle): void {
    const { doc, y } = this.#sheet;
    cells.forEach((lines, index) => {
      const column = this.#columns[index];
      const style = head ?? { size: this.#size, face: column?.face ?? 'regular' };
      lines.slice(from, to).forEach((line, row) => {
        const left = this.#lefts[index] ?? 0;
        const inset = column?.align === 'right' ? (this.#widths[index] ?? 0) - widthOf(doc, line, style) : 0;
        drawLine(doc, line, left + inset, y + row * lineHeight(style), style);
      });
    });
  }

  /** One row; missing cells stay empty. A row taller than a page continues on the next. */
  row(values: readonly string[]): void {
    const sheet = this.#sheet;
    const step = lineHeight({ size: this.#size });
    const cells = this.#columns.map((column, index) =>
      wrapped(sheet.doc, values[index] ?? '', this.#widths[index] ?? 0, { size: this.#size, face: column.face ?? 'regular' }),
    );
    const count = Math.max(...cells.map((lines) => lines.length));
    const fitsOnOnePage = count * step + 2 * PAD + 24 <= sheet.bodyHeight;
    if (sheet.need(fitsOnOnePage ? count * step + PAD : step + PAD)) this.#head();
    for (let done = 0; done < count; ) {
      const fit = Math.max(1, Math.min(count - done, Math.floor((sheet.bottom - sheet.y) / step)));
      this.#lines(cells, done, done + fit);
      sheet.y += fit * step;
      done += fit;
      if (done < count) {
        sheet.newPage();
        this.#head();
      }
    }
    sheet.y += PAD;
    sheet.rule(hairline, 0.4);
    sheet.y += PAD;
  }
}
