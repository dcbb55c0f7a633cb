import { PDF, type PDFPage, PdfArray, PdfDict, PdfName, PdfNumber, type PdfRef, PdfStream } from '@libpdf/core';
import { openPdf, type PageView, setBox, viewMatrix, viewOf, withStrips } from './pages.ts';
import { type Doc, drawLine, fitted, ink, newDoc, quiet, type TextStyle, widthOf, writtenBytes } from './typeset.ts';

/** Words over the page of a document that must not be worked by. */
export type Watermark = 'NOT YET EFFECTIVE' | 'SUPERSEDED' | 'OBSOLETE' | 'DRAFT' | 'UNCONTROLLED COPY';

export type Stamp = {
  readonly header?: { readonly left: string; readonly right?: string };
  /** The right end of the foot is always `Page n of m`. */
  readonly footer?: { readonly left: string };
  readonly watermark?: Watermark;
  /**
   * `inside`: in the margin of the page (documents that leave one). `outside`: the page grows by a strip above and below, so
   * that nothing of a scan or a drawing is covered.
   */
  readonly place?: 'inside' | 'outside';
  /** Number of the first page and of all pages, where this file is a part of a longer one. */
  readonly firstPage?: number;
  readonly totalPages?: number;
};

const STRIP = 26;
const EDGE = 13;
const SIDE = 30;
const STAMP: TextStyle = { size: 7.5, color: quiet };
const STRONG: TextStyle = { size: 7.5, color: ink, face: 'strong' };
const A4_WIDTH = 595.28;

function drawMarks(doc: Doc, width: number, height: number, stamp: Stamp, page: number, pages: number): void {
  if (stamp.place === 'outside') {
    doc
      .rect(0, 0, width, STRIP)
      .rect(0, height - STRIP, width, STRIP)
      .fill('#ffffff');
  }
  const room = width - 2 * SIDE;
  const line = (left: string, right: string, y: number, leftStyle: TextStyle): void => {
    const rightWidth = widthOf(doc, right, STAMP);
    drawLine(doc, right, width - SIDE - rightWidth, y, STAMP);
    drawLine(doc, fitted(doc, left, room - rightWidth - 12, leftStyle), SIDE, y, leftStyle);
  };
  if (stamp.header) line(stamp.header.left, stamp.header.right ?? '', EDGE - 3, STRONG);
  if (stamp.footer) line(stamp.footer.left, `Page ${page} of ${pages}`, height - EDGE - 7, STAMP);
}

function drawWatermark(doc: Doc, width: number, height: number, word: Watermark): void {
  const diagonal = Math.hypot(width, height);
  const size = Math.min(96, (0.72 * diagonal * 10) / widthOf(doc, word, { size: 10, face: 'strong' }));
  const style: TextStyle = { size, face: 'strong', color: ink };
  const angle = (-Math.atan2(height, width) * 180) / Math.PI;
  doc.save();
  doc.fillOpacity(0.09).rotate(angle, { origin: [width / 2, height / 2] });
  drawLine(doc, word, width / 2 - widthOf(doc, word, style) / 2, height / 2 - size * 0.68, style);
  doc.restore();
}

/** All stamps as the pages of one document of their own, so that they share their fonts. */
function overlay(views: readonly PageView[], stamp: Stamp): Promise<Uint8Array> {
  const doc = newDoc({});
  const first = stamp.firstPage ?? 1;
  const total = stamp.totalPages ?? first - 1 + views.length;
  const written = writtenBytes(doc);
  views.forEach((view, index) => {
    doc.addPage({ size: [view.width, view.height], margin: 0 });
    if (stamp.watermark) drawWatermark(doc, view.width, view.height, stamp.watermark);
    // A drawing of a larger format is looked at from further away.
    const scale = Math.max(1, Math.min(view.width, view.height) / A4_WIDTH);
    doc.save().scale(scale);
    drawMarks(doc, view.width / scale, view.height / scale, stamp, first + index, total);
    doc.restore();
  });
  doc.end();
  return written;
}

function contentOf(pdf: PDF, page: PDFPage): Uint8Array {
  const contents = page.dict.get('Contents', pdf.getObject.bind(pdf));
  const streams = contents instanceof PdfArray ? contents.toArray() : [contents];
  const parts = streams.map((stream) => {
    const found = stream?.type === 'ref' ? pdf.getObject(stream) : stream;
    return found instanceof PdfStream ? found.getDecodedData() : new Uint8Array();
  });
  return new Uint8Array(Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')])));
}

/** Turns a copied overlay page into a drawing that pages can show. */
function formOf(pdf: PDF, page: PDFPage, view: PageView): PdfRef {
  const resources = page.dict.get('Resources') ?? new PdfDict();
  return pdf.register(
    PdfStream.fromDict(
      {
        Type: PdfName.of('XObject'),
        Subtype: PdfName.of('Form'),
        BBox: PdfArray.of(...[0, 0, view.width, view.height].map((side) => PdfNumber.of(side))),
        Resources: resources,
        // A group of its own keeps the transparency of the watermark from reaching what is below it.
        Group: PdfDict.of({ S: PdfName.of('Transparency'), Type: PdfName.of('Group') }),
      },
      contentOf(pdf, page),
    ),
  );
}

const STAMP_NAME = 'PlumblineStamp';

function showOn(pdf: PDF, page: PDFPage, form: PdfRef, view: PageView): void {
  const resolve = pdf.getObject.bind(pdf);
  // Resources are often shared by all pages: each stamped page gets its own list of drawings.
  const resources = page.dict.getDict('Resources', resolve)?.clone() ?? new PdfDict();
  const drawings = resources.getDict('XObject', resolve)?.clone() ?? new PdfDict();
  let name = STAMP_NAME;
  for (let suffix = 1; drawings.has(name); suffix += 1) name = `${STAMP_NAME}${suffix}`;
  drawings.set(name, form);
  resources.set('XObject', drawings);
  page.dict.set('Resources', resources);

  const stream = (text: string): PdfRef => pdf.register(PdfStream.fromDict({}, new TextEncoder().encode(text)));
  const matrix = viewMatrix(view)
    .map((value) => Number(value.toFixed(4)))
    .join(' ');
  const show = stream(`\n/Artifact BMC\nq ${matrix} cm /${name} Do Q\nEMC\n`);
  const existing = page.dict.get('Contents');
  const resolved = existing?.type === 'ref' ? pdf.getObject(existing) : existing;
  const before = resolved instanceof PdfArray ? resolved.toArray() : existing === undefined ? [] : [existing];
  page.dict.set('Contents', PdfArray.of(stream('q\n'), ...before, stream('\nQ\n'), show));
}

/**
 * Writes head, foot (`Page n of m`) and watermark on every page, upright as the page is seen. The file is written anew, so a
 * signature in it would be lost: callers keep signed files whole (see `coverSheet`).
 * @throws PdfRefused
 */
export async function stampPdf(bytes: Uint8Array, stamp: Stamp): Promise<Uint8Array> {
  const pdf = await openPdf(bytes);
  const pages = pdf.getPages();
  const views = pages.map((page) => {
    const view = viewOf(pdf, page);
    const scale = Math.max(1, Math.min(view.width, view.height) / A4_WIDTH);
    return stamp.place === 'outside' ? withStrips(view, STRIP * scale) : view;
  });
  const marks = await PDF.load(await overlay(views, stamp));
  const copied = await pdf.copyPagesFrom(
    marks,
    views.map((_, index) => index),
  );
  pages.forEach((page, index) => {
    const view = views[index];
    const mark = copied[index];
    if (view === undefined || mark === undefined) return;
    showOn(pdf, page, formOf(pdf, mark, view), view);
    if (stamp.place === 'outside') setBox(page, view.box);
  });
  for (let left = copied.length; left > 0; left -= 1) pdf.removePage(pdf.getPageCount() - 1);
  return pdf.save();
}
