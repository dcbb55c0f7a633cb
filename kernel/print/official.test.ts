import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PDF } from '@libpdf/core';
import { strFromU8, strToU8 } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { unpackArchive } from '../files/content/index.ts';
import { conversionAvailable } from './convert.ts';
import { annotatedBundle, type OfficialInput, officialPdf } from './official.ts';
import { evidenceFixture } from './pdf/evidence-fixture.ts';
import { pdfInfo } from './pdf/pages.ts';
import { inheritingPdf } from './pdf/raw-fixture.ts';
import { type SealKey, sealPdf } from './pdf/seal.ts';
import { checkWith, openSslAccepts, sealFixture } from './pdf/seal-fixture.ts';

const { metadata, signatures } = evidenceFixture;
const docx = new Uint8Array(readFileSync(new URL('./fixtures/sop.docx', import.meta.url)));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** The smallest PNG: one grey pixel. */
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==', 'base64');

let key: SealKey;
beforeAll(async () => {
  key = await sealFixture();
});

const input = (fileName: string, bytes: Uint8Array, more: Partial<OfficialInput> = {}): OfficialInput => ({
  original: { fileName, bytes, mime: 'application/octet-stream' },
  tokens: { DOC_TITLE: metadata.title, DOC_NUMBER: metadata.number, DOC_STATUS: 'EFFECTIVE' },
  metadata,
  signatures,
  seal: { ...key, name: 'Northwind', reason: 'Official copy', at: '2026-11-01T00:00:00Z' },
  ...more,
});

/** Text of all pages as an independent reader sees it; what libpdf reads of the pages themselves where there is none. */
async function shownText(bytes: Uint8Array): Promise<string> {
  const shown = checkWith('pdftotext', ['-raw', '{}', '-'], bytes);
  if (shown !== undefined) return shown.replace(/\s+/g, ' ');
  return (await PDF.load(bytes))
    .getPages()
    .map((page) => page.extractText().text)
    .join('\n');
}

async function expectOfficial(pdf: Uint8Array): Promise<string> {
  expect(openSslAccepts(pdf, key)).toBe(true);
  const changed = pdf.slice();
  changed[200] = (changed[200] ?? 0) ^ 1;
  expect(openSslAccepts(changed, key)).toBe(false);
  expect(checkWith('qpdf', ['--check', '{}'], pdf) ?? 'No syntax').toContain('No syntax');
  const text = await shownText(pdf);
  for (const { printedName, meaning } of signatures) {
    expect(text).toContain(printedName);
    expect(text).toContain(meaning);
  }
  for (const part of ['SOP-00012', 'Version 2.0', 'EFFECTIVE', '2026-03-15', 'Priya Raman', '2026-03-20 08:15:42 UTC'])
    expect(text).toContain(part);
  for (const part of ['2026-03-01 16:20:37 UTC', 'UTC-05:00', 'America/New_York', 'Approved']) expect(text).toContain(part);
  return text;
}

describe('officialPdf', () => {
  test('EDMS-23 a Word file: filled, converted, marked on every page, signatures appended, sealed', {
    timeout: 60_000,
  }, async () => {
    const made = await officialPdf(input('sop.docx', docx));
    const text = await expectOfficial(made.pdf);
    expect(made.sha256).toBe(sha256(made.pdf));
    expect(text).toContain(sha256(docx).slice(0, 8));
    if (await conversionAvailable()) {
      expect(made.form).toBe('converted');
      expect(made.unknownTokens).toContain('LINE_OWNER');
      expect(text).toContain('Clean the granulator before the first batch');
      expect(text).toMatch(/Page 1 of 2[\s\S]*Page 2 of 2/);
    } else expect(made).toMatchObject({ form: 'cover', coverReason: 'print.convert.unavailable' });
  });

  test('EDMS-23 EDMS-33 a PDF: marked beside its content, record and signatures appended, its source shown', async () => {
    const made = await officialPdf(input('scan.pdf', inheritingPdf(90), { watermark: 'SUPERSEDED' }));
    const text = await expectOfficial(made.pdf);
    expect(made.form).toBe('converted');
    expect(text).toContain('Original text');
    expect(text).toContain('Verified against the paper original by Ada Nkemelu');
    expect(text.replace(/\s/g, '').match(/SUPERSEDED/g)).toHaveLength((await pdfInfo(made.pdf)).pages);
    expect(text).toMatch(/Page 3 of 3/);
  });

  test.each([
    ['note.txt', strToU8('Line one ≤ 5\nLine two')],
    ['scan.png', new Uint8Array(png)],
  ])('%s becomes pages without a converter', async (name, bytes) => {
    const made = await officialPdf(input(name, bytes));
    expect(made.form).toBe('converted');
    await expectOfficial(made.pdf);
  });

  test('an encrypted, a signed, a damaged and an unknown file travel whole in a cover sheet', { timeout: 60_000 }, async () => {
    const locked = PDF.create();
    locked.addPage();
    locked.setProtection({ userPassword: 'a', ownerPassword: 'b' });
    const signed = await sealPdf(inheritingPdf(0), { ...key, name: 'Somebody', reason: 'Theirs', at: '2026-11-01T00:00:00Z' });
    const cases: readonly (readonly [string, Uint8Array, string])[] = [
      ['locked.pdf', await locked.save(), 'print.pdf.encrypted'],
      ['signed.pdf', signed, 'print.pdf.signed'],
      ['damaged.pdf', strToU8('nothing'), 'print.pdf.damaged'],
      ['damaged.png', strToU8('nothing at all, much too short to be a picture'), 'print.picture.refused'],
      ['plan – Łódź.dwg', strToU8('AC1032 drawing'), 'print.convert.type'],
    ];
    for (const [name, bytes, reason] of cases) {
      const made = await officialPdf(input(name, bytes, { watermark: 'NOT YET EFFECTIVE' }));
      expect(made, name).toMatchObject({ form: 'cover', coverReason: reason });
      await expectOfficial(made.pdf);
      const attached = (await PDF.load(made.pdf)).getAttachment(name);
      expect(sha256(attached ?? new Uint8Array())).toBe(sha256(bytes));
    }
  });
});

describe('annotatedBundle', () => {
  test('EDMS-22 holds the untouched original and all 14 metadata items', () => {
    const parts = unpackArchive(annotatedBundle({ original: { fileName: '../../plan.xlsx', bytes: docx }, metadata }));
    expect([...parts.keys()]).toEqual(['plan.xlsx', 'metadata.txt']);
    expect(parts.get('plan.xlsx')).toEqual(docx);
    const text = strFromU8(parts.get('metadata.txt') ?? new Uint8Array());
    const items = [
      'Number',
      'Version',
      'Title',
      'Type',
      'Source',
      'Dependencies',
      'Author',
      'Reviewer',
      'Approver',
      'Approval date',
      'Effective date',
      'Status',
      'Download date',
      'Revision history',
    ];
    for (const item of items) expect(text).toMatch(new RegExp(`^${item}:`, 'm'));
    expect(text).toContain('2.0 | 2026-03-15 | Jana Kovářová | Łukasz Wójcik | Ada Nkemelu | New granulator');
  });

  test('a file called metadata.txt does not replace the metadata', () => {
    const parts = unpackArchive(annotatedBundle({ original: { fileName: 'metadata.txt', bytes: docx }, metadata }));
    expect([...parts.keys()]).toEqual(['original-metadata.txt', 'metadata.txt']);
  });
});
