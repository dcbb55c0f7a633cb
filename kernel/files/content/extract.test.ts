import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { countWords, extractText, TextUnreadable } from './extract.ts';
import { knownTypes } from './sniff.ts';
import { escapeXml, scanXml, textOf, XmlRefused } from './xml.ts';

const docx = new Uint8Array(readFileSync(new URL('../../print/fixtures/sop.docx', import.meta.url)));
const pdf = new Uint8Array(readFileSync(new URL('./fixtures/sop.pdf', import.meta.url)));
const type = (extension: string) => knownTypes[extension] ?? '';

describe('extractText', () => {
  test('EDMS-34 reads body, table, header, footer, footnote and text box of a Word file, each once', async () => {
    const found = await extractText(docx, type('docx'));
    for (const part of [
      'Clean the granulator',
      'Author',
      '{{COMPANY_NAME}} · {{DOC_NUMBER}}',
      'Version {{DOC_VERSION}}',
      'Downloaded by',
    ]) {
      expect(found?.text).toContain(part);
    }
    expect(found?.text.match(/Status \{\{DOC_STATUS\}\}/g)).toHaveLength(1);
    expect(found?.words).toBeGreaterThan(40);
  });

  test('EDMS-34 reads a PDF with its page count', async () => {
    const found = await extractText(pdf, type('pdf'));
    expect(found?.text).toContain('Clean the granulator before the first batch of the day.');
    expect(found?.text).toContain('Jana Kovářová');
    expect(found).toMatchObject({ pages: 1, truncated: false });
  });

  test('reads shared strings of a spreadsheet, slides in their order and plain text', async () => {
    const sheet = zipSync({
      'xl/sharedStrings.xml': strToU8('<sst><si><t>Assay</t></si><si><r><t>99</t></r><r><t>.5 %</t></r></si></sst>'),
    });
    expect((await extractText(sheet, type('xlsx')))?.text).toBe('Assay\n99.5 %');
    const slide = (text: string) => strToU8(`<p:sld><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>`);
    const slides = zipSync({
      'docProps/app.xml': strToU8('<Properties><Slides>2</Slides></Properties>'),
      'ppt/slides/slide10.xml': slide('ten'),
      'ppt/slides/slide2.xml': slide('two &amp; more'),
    });
    expect(await extractText(slides, type('pptx'))).toMatchObject({ text: 'two & more\n\nten', pages: 2, words: 3 });
    expect(await extractText(new Uint8Array([0x8a, 0x61, 0x72, 0xfe, 0x65]), type('txt'))).toMatchObject({
      text: 'Šarţe'.replace('ţ', 'þ'),
      words: 1,
    });
    expect(await extractText(strToU8('x'), type('png'))).toBeUndefined();
  });

  test('a text over the limit is cut and says so', async () => {
    const found = await extractText(strToU8('word '.repeat(300_000)), type('txt'));
    expect(found?.text).toHaveLength(900_000);
    expect(found?.truncated).toBe(true);
  });

  test('a damaged or locked file is a typed refusal', async () => {
    await expect(extractText(strToU8('%PDF-1.7 nothing'), type('pdf'))).rejects.toThrow(TextUnreadable);
    await expect(extractText(docx.subarray(0, 3000), type('docx'))).rejects.toThrow(TextUnreadable);
    const entity = zipSync({ 'word/document.xml': strToU8('<!DOCTYPE a [<!ENTITY b "c">]><w:p><w:t>&b;</w:t></w:p>') });
    await expect(extractText(entity, type('docx'))).rejects.toThrow(TextUnreadable);
  });

  test('counts words of scripts with and without spaces', () => {
    expect(countWords("The operator's SOP-00012 says: 99.5 % – twice.")).toBe(6);
    expect(countWords('清洁记录')).toBe(4);
    expect(countWords(' \n ')).toBe(0);
  });
});

describe('scanXml', () => {
  test('splits what it accepts without losing a character', () => {
    const xml = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.string().map((text) => escapeXml(text)),
        fc.string().map((text) => `<![CDATA[${text.replaceAll(']]>', '')}]]>`),
        fc.constant('<?pi a="<"?><!-- <b> -->'),
        fc
          .tuple(fc.constantFrom('a', 'w:t', 'x-1'), fc.string(), fc.array(tie('node')))
          .map(([name, value, nodes]) =>
            nodes.length === 0
              ? `<${name} v="${escapeXml(value).replaceAll('"', '')}"/>`
              : `<${name}\n v='${escapeXml(value).replaceAll("'", '')}' >${nodes.join('')}</${name}>`,
          ),
      ),
    })).node;
    fc.assert(
      fc.property(xml, (source) => {
        expect(
          scanXml(source)
            .map((token) => source.slice(token.start, token.end))
            .join(''),
        ).toBe(source);
      }),
    );
  });

  test('escaping and reading a text gives it back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => text !== ''),
        (text) => {
          const source = escapeXml(text);
          const [token] = scanXml(source);
          expect(token === undefined ? '' : textOf(source, token)).toBe(
            source === '' ? '' : text.replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, ''),
          );
        },
      ),
    );
  });

  test.each(['<a>', '</a>', '<a></b>', '<a', '<a b=c/>', '<!DOCTYPE a>', '<!-- ', '<a b="<"/>'])('refuses %s', (source) => {
    expect(() => scanXml(source)).toThrow(XmlRefused);
  });
});
