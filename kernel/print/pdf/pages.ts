import { PDF, type PDFPage, PdfArray, type PdfDict, PdfNumber } from '@libpdf/core';

export type PdfRule = 'print.pdf.damaged' | 'print.pdf.encrypted';

/** A PDF that cannot be worked with. `rule` is the stable id. */
export class PdfRefused extends Error {
  override readonly name = 'PdfRefused';
  readonly rule: PdfRule;

  constructor(rule: PdfRule, message: string) {
    super(message);
    this.rule = rule;
  }
}

/** A rectangle in a page's own coordinates. */
export type Box = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

/** How a page is seen: the visible part and the quarter turns a viewer makes, clockwise in degrees. */
export type PageView = {
  readonly box: Box;
  readonly rotation: 0 | 90 | 180 | 270;
  readonly width: number;
  readonly height: number;
};

const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate'];
const MAX_DEPTH = 64;
const A4: Box = { x0: 0, y0: 0, x1: 595.28, y1: 841.89 };

/** What a page takes from its parents is written on the page itself: moving or stamping it would lose it otherwise. */
function ownAttributes(pdf: PDF, page: PDFPage): void {
  const resolve = pdf.getObject.bind(pdf);
  for (const key of INHERITED) {
    let node: PdfDict | undefined = page.dict;
    for (let depth = 0; node !== undefined && depth < MAX_DEPTH; depth += 1) {
      const value = node.get(key);
      if (value !== undefined) {
        if (node !== page.dict) page.dict.set(key, value);
        break;
      }
      node = node.getDict('Parent', resolve);
    }
  }
}

/**
 * Loads a PDF for editing.
 * @throws PdfRefused for an encrypted file or one that cannot be read
 */
export async function openPdf(bytes: Uint8Array): Promise<PDF> {
  let pdf: PDF;
  try {
    pdf = await PDF.load(bytes);
  } catch (error) {
    throw new PdfRefused('print.pdf.damaged', error instanceof Error ? error.message : String(error));
  }
  if (pdf.isEncrypted) throw new PdfRefused('print.pdf.encrypted', 'the PDF is encrypted');
  if (pdf.getPageCount() === 0) throw new PdfRefused('print.pdf.damaged', 'the PDF has no pages');
  for (const page of pdf.getPages()) ownAttributes(pdf, page);
  return pdf;
}

function boxOf(pdf: PDF, dict: PdfDict, key: string): Box | undefined {
  const resolve = pdf.getObject.bind(pdf);
  const array = dict.getArray(key, resolve);
  if (array === undefined) return undefined;
  const sides = [0, 1, 2, 3].map((index) => array.at(index, resolve));
  const numbers = sides.filter((side) => side instanceof PdfNumber).map((side) => side.value);
  const [a, b, c, d] = numbers;
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  // Corners may be given in any order (ISO 32000-2, 7.9.5).
  const box = { x0: Math.min(a, c), y0: Math.min(b, d), x1: Math.max(a, c), y1: Math.max(b, d) };
  return box.x1 - box.x0 > 1 && box.y1 - box.y0 > 1 ? box : undefined;
}

/** The visible part of a page: the crop box where it has one, inside the media box. */
export function viewOf(pdf: PDF, page: PDFPage): PageView {
  const media = boxOf(pdf, page.dict, 'MediaBox') ?? A4;
  const crop = boxOf(pdf, page.dict, 'CropBox') ?? media;
  const cut = {
    x0: Math.max(media.x0, crop.x0),
    y0: Math.max(media.y0, crop.y0),
    x1: Math.min(media.x1, crop.x1),
    y1: Math.min(media.y1, crop.y1),
  };
  const box = cut.x1 > cut.x0 && cut.y1 > cut.y0 ? cut : media;
  const turn = page.dict.getNumber('Rotate', pdf.getObject.bind(pdf))?.value ?? 0;
  const quarter = ((Math.round(turn / 90) % 4) + 4) % 4;
  const rotation = quarter === 1 ? 90 : quarter === 2 ? 180 : quarter === 3 ? 270 : 0;
  const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
  return quarter % 2 === 1 ? { box, rotation, width: height, height: width } : { box, rotation, width, height };
}

/** The matrix that brings what is drawn in the viewer's coordinates (origin bottom left, upright) onto the page. */
export function viewMatrix({ box, rotation }: PageView): readonly [number, number, number, number, number, number] {
  if (rotation === 90) return [0, 1, -1, 0, box.x1, box.y0];
  if (rotation === 180) return [-1, 0, 0, -1, box.x1, box.y1];
  if (rotation === 270) return [0, -1, 1, 0, box.x0, box.y1];
  return [1, 0, 0, 1, box.x0, box.y0];
}

/** Makes the visible part taller by `strip` points at the top and the bottom as it is seen. */
export function withStrips(view: PageView, strip: number): PageView {
  const { box } = view;
  const upright = view.rotation === 0 || view.rotation === 180;
  const grown = upright ? { ...box, y0: box.y0 - strip, y1: box.y1 + strip } : { ...box, x0: box.x0 - strip, x1: box.x1 + strip };
  return { ...view, box: grown, height: view.height + 2 * strip };
}

/** Sets media and crop box. */
export function setBox(page: PDFPage, box: Box): void {
  const array = (): PdfArray => PdfArray.of(...[box.x0, box.y0, box.x1, box.y1].map((side) => PdfNumber.of(side)));
  page.dict.set('MediaBox', array());
  page.dict.set('CropBox', array());
}

/** Facts a record keeps about a stored PDF. */
export type PdfInfo = { readonly pages: number; readonly encrypted: boolean; readonly signed: boolean };

/**
 * Number of pages, and whether the file is encrypted or already carries a signature.
 * @throws PdfRefused `print.pdf.damaged`
 */
export async function pdfInfo(bytes: Uint8Array): Promise<PdfInfo> {
  let pdf: PDF;
  try {
    pdf = await PDF.load(bytes);
    const encrypted = pdf.isEncrypted;
    const signed = !encrypted && (pdf.getForm()?.getSignatureFields() ?? []).some((field) => field.isSigned());
    return { pages: pdf.getPageCount(), encrypted, signed };
  } catch (error) {
    throw new PdfRefused('print.pdf.damaged', error instanceof Error ? error.message : String(error));
  }
}

/**
 * The pages of several PDFs in one, in order; what is left behind are the outlines and attachments of all but the first.
 * @throws PdfRefused
 */
export async function appendPages(bytes: Uint8Array, ...more: readonly Uint8Array[]): Promise<Uint8Array> {
  const pdf = await openPdf(bytes);
  for (const other of more) {
    const source = await openPdf(other);
    await pdf.copyPagesFrom(
      source,
      Array.from({ length: source.getPageCount() }, (_, index) => index),
    );
  }
  return pdf.save();
}
