/** Small pieces of WordprocessingML (ECMA-376 part 1, clause 17). Texts are escaped here and nowhere else. */

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => escapes[c] ?? c);

/** Width between the margins of an A4 page, in twentieths of a point. */
export const TEXT_WIDTH = 9638;

/** One run of text. */
export const run = (text: string, properties = ''): string =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;

/**
 * A placeholder as word processors leave it behind after somebody corrected a letter: in pieces, with a proofing mark between.
 * Filling in has to find it all the same (EDMS-21).
 */
export function splitToken(name: string, properties = ''): string {
  const middle = Math.ceil(name.length / 2);
  const [head, tail] = [`{{${name.slice(0, middle)}`, `${name.slice(middle)}}}`];
  return `${run(head, properties)}<w:proofErr w:type="spellStart"/>${run(tail, properties)}`;
}

/** A paragraph of a named style; `content` is runs. */
export const paragraph = (content: string, style = '', more = ''): string =>
  `<w:p><w:pPr>${style && `<w:pStyle w:val="${style}"/>`}${more}</w:pPr>${content}</w:p>`;

/** A field the word processor computes: PAGE, NUMPAGES. */
export const field = (name: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${name} </w:instrText></w:r>` +
  '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>';

export interface CellOptions {
  readonly style?: string;
  readonly fill?: string;
}
interface TableOptions {
  readonly shares: readonly number[];
  /** No lines, for the header of the page. */
  readonly isPlain?: boolean;
  readonly hasHeadRow?: boolean;
}
/** A cell's content: runs, with the style of its paragraph and its ground. */
export interface TableCell extends CellOptions {
  readonly content: string;
}

/** A table over the whole text width. */
export function table(rows: readonly (readonly TableCell[])[], options: TableOptions): string {
  const whole = options.shares.reduce((sum, share) => sum + share, 0);
  const widths = options.shares.map((share) => Math.floor((TEXT_WIDTH * share) / whole));
  const line = options.isPlain ? 'none' : 'single';
  const sides = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'];
  const borders = sides.map((side) => `<w:${side} w:val="${line}" w:sz="4" w:space="0" w:color="B8BEC8"/>`).join('');
  const cell = ({ content, style = 'TableText', fill }: TableCell, column: number) =>
    `<w:tc><w:tcPr><w:tcW w:w="${widths[column] ?? 0}" w:type="dxa"/>` +
    `${fill ? `<w:shd w:val="clear" w:color="auto" w:fill="${fill}"/>` : ''}</w:tcPr>${paragraph(content, style)}</w:tc>`;
  const row = (cells: readonly TableCell[], index: number) =>
    `<w:tr><w:trPr><w:cantSplit/>${options.hasHeadRow && index === 0 ? '<w:tblHeader/>' : ''}</w:trPr>${cells.map(cell).join('')}</w:tr>`;
  return (
    `<w:tbl><w:tblPr><w:tblW w:w="${TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/>` +
    '<w:tblCellMar><w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>' +
    `<w:tblGrid>${widths.map((w) => `<w:gridCol w:w="${w}"/>`).join('')}</w:tblGrid>${rows.map(row).join('')}</w:tbl>`
  );
}
