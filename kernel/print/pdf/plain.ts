import { MAX_PIXELS, pictureSize } from '../../files/content/index.ts';
import { drawLine, lineHeight, newDoc, type TextStyle, wrapped, writtenBytes } from './typeset.ts';

const MARGIN = 54;

/** A picture that is not printed. */
export class PictureRefused extends Error {
  override readonly name = 'PictureRefused';
  readonly rule = 'print.picture.refused';
}

/**
 * One A4 page with a PNG or JPEG, upright or across as the picture is, as large as the margins allow.
 * @throws PictureRefused for a damaged picture or one of more than 50 million pixels
 */
export function picturePdf(bytes: Uint8Array, title: string, at: Date): Promise<Uint8Array> {
  const size = pictureSize(bytes);
  if (size === undefined || size.width * size.height === 0) throw new PictureRefused('not a PNG or JPEG');
  if (size.width * size.height > MAX_PIXELS) throw new PictureRefused(`${size.width} x ${size.height} pixels`);
  const doc = newDoc({ info: { Title: title, Producer: 'Plumbline', CreationDate: at, ModDate: at } });
  const written = writtenBytes(doc);
  doc.addPage({ size: 'A4', layout: size.width > size.height ? 'landscape' : 'portrait', margin: 0 });
  const fit: [number, number] = [doc.page.width - 2 * MARGIN, doc.page.height - 2 * MARGIN];
  try {
    doc.image(Buffer.from(bytes), MARGIN, MARGIN, { fit, align: 'center', valign: 'center' });
  } catch (error) {
    throw new PictureRefused(error instanceof Error ? error.message : String(error));
  }
  doc.end();
  return written;
}

/** A plain text as A4 pages in the monospaced face; form feeds begin a new page. */
export function textPdf(text: string, title: string, at: Date): Promise<Uint8Array> {
  const doc = newDoc({ info: { Title: title, Producer: 'Plumbline', CreationDate: at, ModDate: at } });
  const written = writtenBytes(doc);
  const style: TextStyle = { face: 'mono', size: 8.5 };
  for (const page of text.replaceAll('\t', '    ').split('\f')) {
    doc.addPage({ size: 'A4', margin: 0 });
    let y = MARGIN;
    for (const line of wrapped(doc, page, doc.page.width - 2 * MARGIN, style)) {
      if (y + lineHeight(style) > doc.page.height - MARGIN) {
        doc.addPage({ size: 'A4', margin: 0 });
        y = MARGIN;
      }
      drawLine(doc, line, MARGIN, y, style);
      y += lineHeight(style);
    }
  }
  doc.end();
  return written;
}
