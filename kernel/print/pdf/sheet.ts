import {
  type Doc,
  drawLine,
  fitted,
  hairline,
  ink,
  lineHeight,
  newDoc,
  quiet,
  type TextStyle,
  widthOf,
  wrapped,
  writtenBytes,
} from './typeset.ts';

/** What stands above every page: two lines, left and right. */
export type SheetHead = {
  readonly left: string;
  readonly right: string;
  readonly leftDetail?: string;
  readonly rightDetail?: string;
};
/** What stands below a page; one line each. */
export type SheetFoot = { readonly left: string; readonly right: string };
export type Fact = { readonly label: string; readonly value: string; readonly face?: TextStyle['face'] };

export type SheetOptions = {
  /** Title in the file's own properties. */
  readonly title: string;
  readonly size?: 'A4' | 'LETTER';
  readonly layout?: 'portrait' | 'landscape';
  readonly head: SheetHead;
  /** Called once per page when the number of pages is known; pages count from 1. */
  readonly foot: (page: number, pages: number) => SheetFoot;
  /** Creation date of the file. */
  readonly at: Date;
};

const SIDE = 48;
const HEAD_TOP = 34;
const BODY_TOP = 84;
const FOOT_HEIGHT = 54;
const LABEL_WIDTH = 132;
const FOOT_STYLE: TextStyle = { size: 7.5, color: quiet };

/** A new A4 or Letter document in the print recipe: black on white, IBM Plex, hairlines, a head and a foot on every page. */
export class Sheet {
  readonly doc: Doc;
  /** Left edge and width of the type area, in points. */
  readonly left = SIDE;
  readonly width: number;
  /** Where the next thing is set, in points from the top. */
  y = BODY_TOP;
  readonly #options: SheetOptions;
  readonly #written: Promise<Uint8Array>;

  constructor(options: SheetOptions) {
    this.#options = options;
    this.doc = newDoc({
      size: options.size ?? 'A4',
      layout: options.layout ?? 'portrait',
      bufferPages: true,
      lang: 'en',
      displayTitle: true,
      info: { Title: options.title, Producer: 'Plumbline', Creator: 'Plumbline', CreationDate: options.at, ModDate: options.at },
    });
    this.#written = writtenBytes(this.doc);
    this.doc.addPage();
    this.width = this.doc.page.width - 2 * SIDE;
    this.#drawHead();
  }

  /** Lowest point of the type area. */
  get bottom(): number {
    return this.doc.page.height - FOOT_HEIGHT;
  }

  get bodyHeight(): number {
    return this.bottom - BODY_TOP;
  }

  newPage(): void {
    this.doc.addPage();
    this.y = BODY_TOP;
    this.#drawHead();
  }

  /** Begins a new page when fewer than `height` points are left. Returns whether it did. */
  need(height: number): boolean {
    if (this.y + height <= this.bottom || this.y === BODY_TOP) return false;
    this.newPage();
    return true;
  }

  space(height: number): void {
    if (this.y !== BODY_TOP) this.y += height;
  }

  rule(color = hairline, weight = 0.5): void {
    this.doc
      .lineWidth(weight)
      .strokeColor(color)
      .moveTo(this.left, this.y)
      .lineTo(this.left + this.width, this.y)
      .stroke();
  }

  /** A paragraph over the type area or the given part of it. */
  paragraph(text: string, style: TextStyle = {}, left = this.left, width = this.width): void {
    for (const line of wrapped(this.doc, text, width, style)) {
      this.need(lineHeight(style));
      drawLine(this.doc, line, left, this.y, style);
      this.y += lineHeight(style);
    }
  }

  title(text: string): void {
    this.paragraph(text, { face: 'strong', size: 16 });
    this.space(8);
  }

  /** A section heading; it never stands alone at the end of a page. */
  section(text: string): void {
    this.space(14);
    this.need(52);
    this.paragraph(text, { face: 'strong', size: 10.5 });
    this.y += 2;
    this.rule(ink, 0.75);
    this.y += 6;
  }

  /** Label and value side by side, one below the other. An empty value shows as a dash, so that nobody can add one by pen. */
  facts(rows: readonly Fact[]): void {
    for (const row of rows) {
      const style: TextStyle = { face: row.face ?? 'regular' };
      const lines = wrapped(this.doc, row.value === '' ? '–' : row.value, this.width - LABEL_WIDTH, style);
      const label = wrapped(this.doc, row.label, LABEL_WIDTH - 10, { color: quiet });
      const needed = Math.min(Math.max(lines.length, label.length) * lineHeight(style), this.bodyHeight);
      this.need(needed);
      const top = this.y;
      label.forEach((line, index) => {
        drawLine(this.doc, line, this.left, top + index * lineHeight(), { color: quiet });
      });
      for (const line of lines) {
        this.need(lineHeight(style));
        drawLine(this.doc, line, this.left + LABEL_WIDTH, this.y, style);
        this.y += lineHeight(style);
      }
      if (lines.length < label.length) this.y = top + label.length * lineHeight();
      this.y += 3.5;
    }
  }

  /** Writes the feet, closes the file and returns it. */
  finish(): Promise<Uint8Array> {
    const { start, count } = this.doc.bufferedPageRange();
    for (let index = start; index < start + count; index += 1) {
      this.doc.switchToPage(index);
      const foot = this.#options.foot(index - start + 1, count);
      this.y = this.doc.page.height - FOOT_HEIGHT + 12;
      this.rule();
      this.#twoSides(foot.left, foot.right, this.y + 6, FOOT_STYLE, FOOT_STYLE);
    }
    this.doc.end();
    return this.#written;
  }

  #drawHead(): void {
    const { head } = this.#options;
    const strong: TextStyle = { face: 'strong', size: 10.5 };
    const detail: TextStyle = { size: 8.5, color: quiet };
    this.#twoSides(head.left, head.right, HEAD_TOP, strong, strong);
    this.#twoSides(head.leftDetail ?? '', head.rightDetail ?? '', HEAD_TOP + 15, detail, detail);
    const after = this.y;
    this.y = HEAD_TOP + 33;
    this.rule(ink, 0.75);
    this.y = after;
  }

  /** The right side is never cut, the left takes what remains. */
  #twoSides(left: string, right: string, y: number, leftStyle: TextStyle, rightStyle: TextStyle): void {
    const rightWidth = widthOf(this.doc, right, rightStyle);
    drawLine(this.doc, right, this.left + this.width - rightWidth, y, rightStyle);
    drawLine(this.doc, fitted(this.doc, left, this.width - rightWidth - 16, leftStyle), this.left, y, leftStyle);
  }
}
