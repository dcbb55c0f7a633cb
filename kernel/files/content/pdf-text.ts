import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

export type PdfText = { readonly text: string; readonly pages: number };

/** Tables for Chinese, Japanese and Korean encodings that PDFs name without bringing them. */
const assets = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const folder = (name: string): string => join(assets, name) + sep;

/**
 * Text of a PDF, page by page, and its page count; at most about `limit` characters are read. An encrypted file that opens
 * without a password is read.
 * @throws Error (pdf.js) for a damaged file or one that needs a password
 */
export async function pdfText(bytes: Uint8Array, limit: number): Promise<PdfText> {
  // Loaded when the first PDF is read: it costs a server that never reads one half a second and 40 MB.
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({
    // pdf.js takes the buffer over; the caller's bytes stay whole.
    data: bytes.slice(),
    cMapUrl: folder('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: folder('standard_fonts'),
    disableFontFace: true,
    useSystemFonts: false,
    stopAtErrors: false,
    verbosity: 0,
  });
  try {
    const pdf = await task.promise;
    let text = '';
    for (let index = 1; index <= pdf.numPages && text.length < limit; index += 1) {
      const page = await pdf.getPage(index);
      const content = await page.getTextContent();
      for (const item of content.items) {
        if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str;
      }
      text += '\n\n';
      page.cleanup();
    }
    return { text: text.trim(), pages: pdf.numPages };
  } finally {
    await task.destroy();
  }
}
