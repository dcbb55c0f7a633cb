import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { annotateDocx, ConversionFailed, conversionAvailable, convertToPdf, pdfInfo } from '#kernel/print';
import { demoDocuments } from '../documents/index.ts';
import { writeDocx } from './write.ts';

const documents = demoDocuments.filter((d) => d.file === undefined);
const textOf = (title: string) => {
  const text = documents.find((d) => d.title === title)?.versions.at(-1)?.text;
  if (!text) throw new Error(`there is no ${title}`);
  return text;
};
const tokens = [
  ...['NUMBER', 'TITLE', 'VERSION', 'TYPE', 'STATUS', 'AUTHOR', 'REVIEWER', 'APPROVER', 'DEPENDENCIES'].map(
    (name) => `DOC_${name}`,
  ),
  ...[
    'APPROVED_DATE',
    'EFFECTIVE_DATE',
    'NEXT_REVIEW_DATE',
    'DOWNLOAD_DATE',
    'DOWNLOADED_BY',
    'COMPANY_NAME',
    'REVISION_HISTORY',
  ],
];

describe('Word files of the demo company', () => {
  test('carry placeholders in body, table, header, footer and properties; one is split across runs and is filled all the same', () => {
    const bytes = writeDocx('Quality policy', 'Ana Nakato', textOf('Quality policy'));
    const header = strFromU8(unzipSync(bytes)['word/header.xml'] ?? new Uint8Array());
    expect(header).not.toContain('{{DOC_VERSION}}');
    expect(header.replace(/<[^>]+>/g, '')).toContain('{{DOC_VERSION}}');

    const filled = annotateDocx(bytes, Object.fromEntries(tokens.map((name) => [name, `«${name}»`])));
    expect(filled.unknownTokens).toEqual([]);
    const parts = unzipSync(filled.bytes);
    const plain = (name: string) => strFromU8(parts[name] ?? new Uint8Array()).replace(/<[^>]+>/g, '');
    expect(plain('word/header.xml')).toContain('«DOC_VERSION»');
    expect(plain('word/footer.xml')).toContain('«DOWNLOADED_BY»');
    expect(plain('docProps/core.xml')).toContain('«DOC_NUMBER»');
    for (const name of tokens) expect(Object.keys(parts).map(plain).join(' ')).toContain(`«${name}»`);
    expect(Object.keys(parts).map(plain).join(' ')).not.toContain('{{');
  });
  test('are the same bytes for the same text, and other bytes for another', () => {
    const write = (title: string) => writeDocx(title, 'Ana Nakato', textOf('Quality policy'));
    expect(write('Quality policy')).toEqual(write('Quality policy'));
    expect(write('Quality policy')).not.toEqual(write('Quality politics'));
  });
  test('escape what XML would take for a tag', () => {
    const bytes = writeDocx('Limits < 5 & "more"', 'A <b>', textOf('Quality policy'));
    const xml = strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array());
    expect(xml).toContain('Limits &lt; 5 &amp; &quot;more&quot;');
  });
  test('are opened by LibreOffice as one to three pages', { timeout: 60_000 }, async () => {
    const bytes = writeDocx('Cleaning and passivation of basins', 'Moses Gitonga', textOf('Cleaning and passivation of basins'));
    if (!(await conversionAvailable())) return expect(convertToPdf(bytes, 'docx')).rejects.toThrow(ConversionFailed);
    const { pages } = await pdfInfo(await convertToPdf(bytes, 'docx'));
    expect(pages).toBeGreaterThanOrEqual(1);
    expect(pages).toBeLessThanOrEqual(3);
  });
});
