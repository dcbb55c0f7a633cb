import PDFDocument from 'pdfkit';
import { type Face, faceFiles, runsOf } from './fonts.ts';

export type Doc = InstanceType<typeof PDFDocument>;

/** A new document without pages, with the faces of {@link runsOf}. */
export function newDoc(options: PDFKit.PDFDocumentOptions): Doc {
  const doc = new PDFDocument({ margin: 0, autoFirstPage: false, pdfVersion: '1.7', ...options });
  for (const [name, bytes] of faceFiles()) doc.registerFont(name, bytes);
  return doc;
}

/** What a document writes, when it ends. */
export function writtenBytes(doc: Doc): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    doc.once('error', reject);
    doc.once('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
}

/** How a text is set. `size` in points, `color` as #rrggbb. */
export type TextStyle = { readonly face?: Face; readonly size?: number; readonly color?: string };

export const ink = '#000000';
/** Labels and secondary lines: dark enough for any office printer and for a photocopy of it. */
export const quiet = '#44464c';
export const hairline = '#b4b3ad';

export const DEFAULT_SIZE = 9;
const LEADING = 1.38;
const ELLIPSIS = '…';

/** Height of one line of a style, in points. */
export function lineHeight(style: TextStyle = {}): number {
  return (style.size ?? DEFAULT_SIZE) * LEADING;
}

/** Width of a single line, in points. */
export function widthOf(doc: Doc, text: string, style: TextStyle = {}): number {
  doc.fontSize(style.size ?? DEFAULT_SIZE);
  return runsOf(text, style.face ?? 'regular').reduce((sum, run) => sum + doc.font(run.font).widthOfString(run.text), 0);
}

/** Draws one line with its top left corner at `x`, `y`. Runs share a baseline. */
export function drawLine(doc: Doc, text: string, x: number, y: number, style: TextStyle = {}): void {
  const size = style.size ?? DEFAULT_SIZE;
  const baseline = y + size * 1.03;
  let at = x;
  doc.fontSize(size).fillColor(style.color ?? ink);
  for (const run of runsOf(text, style.face ?? 'regular')) {
    doc.font(run.font).text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' });
    at += doc.widthOfString(run.text);
  }
}

/** The text, or as much of it as fits with an ellipsis. For heads and feet, where a second line has no room. */
export function fitted(doc: Doc, text: string, width: number, style: TextStyle = {}): string {
  if (widthOf(doc, text, style) <= width) return text;
  const characters = [...text];
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (widthOf(doc, characters.slice(0, middle).join('') + ELLIPSIS, style) <= width) low = middle;
    else high = middle - 1;
  }
  return characters.slice(0, low).join('').trimEnd() + ELLIPSIS;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Words with the space before them; each Han, Kana or Hangul character is a word of its own. */
const WORDS =
  /\s*(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+)/gu;

/** A word wider than the column, cut where it fits (hashes, paths, part numbers without spaces). */
function cutWord(doc: Doc, word: string, width: number, style: TextStyle): string[] {
  const parts: string[] = [];
  let part = '';
  for (const { segment } of graphemes.segment(word)) {
    if (part !== '' && widthOf(doc, part + segment, style) > width) {
      parts.push(part);
      part = '';
    }
    part += segment;
  }
  return [...parts, part];
}

/** Breaks a text into lines no wider than `width` points; its own line ends are kept. */
export function wrapped(doc: Doc, text: string, width: number, style: TextStyle = {}): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/\r\n|\r|\n/)) {
    let line = '';
    for (const [word] of paragraph.matchAll(WORDS)) {
      if (widthOf(doc, line + word, style) <= width) {
        line += word;
        continue;
      }
      if (line !== '') lines.push(line);
      const parts = cutWord(doc, word.trimStart(), width, style);
      line = parts.pop() ?? '';
      lines.push(...parts);
    }
    lines.push(line.trimEnd());
  }
  return lines;
}
