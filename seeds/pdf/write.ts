import { readFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';
import { chapters, type DocumentText, type TextTable } from '../documents/text.ts';

const MARGIN = 62;
const ROW = 18;

/** Collects what a document writes; resolves when it has ended. */
function written(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}

function drawTable(doc: PDFKit.PDFDocument, { columns, rows, shares = columns.map(() => 1) }: TextTable): void {
  const width = doc.page.width - 2 * MARGIN;
  const whole = shares.reduce((sum, share) => sum + share, 0);
  for (const [index, cells] of [columns, ...rows].entries()) {
    doc.font(index === 0 ? 'Helvetica-Bold' : 'Helvetica').fontSize(9);
    const widths = columns.map((_, i) => (width * (shares[i] ?? 1)) / whole);
    const heights = cells.map((text, i) => doc.heightOfString(text, { width: (widths[i] ?? width) - 10 }));
    const height = Math.max(ROW, ...heights.map((h) => h + 8));
    if (doc.y + height > doc.page.height - MARGIN) doc.addPage();
    const top = doc.y;
    let left = MARGIN;
    for (const [i, text] of cells.entries()) {
      const cell = widths[i] ?? 0;
      doc.rect(left, top, cell, height).lineWidth(0.5).stroke('#9aa3b2');
      doc.fillColor('#111827').text(text, left + 5, top + 5, { width: cell - 10 });
      left += cell;
    }
    doc.x = MARGIN;
    doc.y = top + height;
  }
  doc.moveDown(0.8);
}

/** A report as people save it from a word processor: plain text and tables, without placeholders. */
export function writePdf(title: string, author: string, text: DocumentText): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: 'A4', margin: MARGIN, info: { Title: title, Author: author } });
  const done = written(doc);
  const heading = (words: string, size: number) =>
    doc.moveDown(0.6).font('Helvetica-Bold').fontSize(size).fillColor('#1f3a5f').text(words).moveDown(0.25);
  const line = (words: string) => doc.font('Helvetica').fontSize(10).fillColor('#111827').text(words, { paragraphGap: 3 });
  doc.font('Helvetica').fontSize(9).fillColor('#4b5563').text('Amani Medical Devices, Kampala');
  heading(title, 17);
  const content: readonly (() => void)[] = [
    () => line(text.purpose),
    () => line(text.scope),
    () => drawTable(doc, { columns: ['Who', 'Did'], rows: text.responsibilities, shares: [1, 3] }),
    () => {
      for (const [i, part] of text.parts.entries()) {
        heading(`4.${i + 1}  ${part.heading}`, 10.5);
        if (part.text) line(part.text);
        for (const step of part.steps ?? []) line(`- ${step}`);
        if (part.table) drawTable(doc, part.table);
      }
    },
    () => text.records.forEach((record) => void line(`- ${record}`)),
  ];
  for (const [i, draw] of content.entries()) {
    heading(`${i + 1}  ${chapters(text)[i] ?? ''}`, 13);
    draw();
  }
  doc.end();
  return done;
}

/** What a scanner makes of one page of paper: a picture, without a letter of text. */
export function scannedPdf(picture: URL): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: 'A4', margin: 0, info: { Title: 'Scan', Creator: 'Scanner LAB-2' } });
  const done = written(doc);
  doc.image(readFileSync(picture), 0, 0, { width: doc.page.width, height: doc.page.height });
  doc.end();
  return done;
}
