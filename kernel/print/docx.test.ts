import { readFileSync } from 'node:fs';
import { strFromU8, strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { unpackArchive } from '../files/content/index.ts';
import { annotateDocx } from './docx.ts';

const values = {
  DOC_NUMBER: 'SOP-00012',
  DOC_TITLE: 'Granulator <cleaning> & "release"',
  DOC_VERSION: '2.0',
  DOC_STATUS: 'EFFECTIVE',
  DOC_AUTHOR: 'Jana Kovářová',
  DOC_REVIEWER: 'Bo Li',
  DOC_APPROVER: 'Ada Nkemelu',
  APPROVED_DATE: '2026-03-01',
  EFFECTIVE_DATE: '2026-03-15',
  COMPANY_NAME: 'Northwind Pharma',
  DOWNLOADED_BY: 'Jana Kovářová',
  REVISION_HISTORY: '1.0 first issue\n2.0 new granulator',
};

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const runs = (...texts: string[]) => texts.map((text) => `<w:r><w:rPr><w:b/></w:rPr><w:t>${text}</w:t></w:r>`);
const story = (root: string, body: string) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:${root} xmlns:w="${W}">${body}</w:${root}>`;
const docx = (parts: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])));
const partOf = (bytes: Uint8Array, name: string) => strFromU8(unpackArchive(bytes).get(name) ?? new Uint8Array());
const shownText = (xml: string) => xml.replace(/<w:br\/>/g, '\n').replace(/<[^>]+>/g, '');

describe('annotateDocx', () => {
  test('EDMS-21 fills body, table, header, footer, footnote, both forms of a text box and properties of a LibreOffice file', () => {
    const original = readFileSync(new URL('./fixtures/sop.docx', import.meta.url));
    const { bytes, unknownTokens } = annotateDocx(original, values);
    const body = partOf(bytes, 'word/document.xml');
    expect(unknownTokens).toEqual(['LINE_OWNER']);
    expect(body).toContain('Granulator &lt;cleaning&gt; &amp; "release"');
    expect(body).toContain('Jana Kovářová');
    expect(shownText(body)).toContain('ReviewerBo Li');
    expect(shownText(body).match(/Status EFFECTIVE/g)).toHaveLength(2);
    expect(body).toContain('{{LINE_OWNER}}');
    expect(shownText(body)).toContain('1.0 first issue\n2.0 new granulator');
    expect(shownText(partOf(bytes, 'word/header1.xml'))).toContain('Northwind Pharma · SOP-00012');
    expect(shownText(partOf(bytes, 'word/footer1.xml'))).toContain('Version 2.0 · effective 2026-03-15');
    expect(shownText(partOf(bytes, 'word/footnotes.xml'))).toContain('Downloaded by Jana Kovářová');
    expect(partOf(bytes, 'docProps/core.xml')).toContain('<dc:title>Granulator &lt;cleaning&gt; &amp; "release"</dc:title>');
    expect(partOf(bytes, 'docProps/custom.xml')).toContain('<vt:lpwstr>EFFECTIVE</vt:lpwstr>');
    for (const [name, content] of unpackArchive(original)) {
      if (!strFromU8(content).includes('{{')) expect(partOf(bytes, name), name).toBe(strFromU8(content));
    }
  });

  test('EDMS-21 finds a token split over runs with spelling marks and bookmarks between, in a header and in a VML text box', () => {
    const [a = '', b = '', c = ''] = runs('See {{DOC', '_TI', 'TLE}} now');
    const split = `<w:p>${a}<w:proofErr w:type="spellStart"/>${b}<w:bookmarkStart w:id="0" w:name="x"/><w:bookmarkEnd w:id="0"/>${c}</w:p>`;
    const box = `<w:p><w:r><w:t>{{DOC_</w:t></w:r><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>${split}</w:txbxContent></v:textbox></v:shape></w:pict></w:r><w:r><w:t>NUMBER}}</w:t></w:r></w:p>`;
    const { bytes, unknownTokens } = annotateDocx(
      docx({ 'word/document.xml': story('document', `<w:body>${box}</w:body>`), 'word/header3.xml': story('hdr', split) }),
      { DOC_TITLE: 'Title', DOC_NUMBER: 'SOP-1' },
    );
    expect(shownText(partOf(bytes, 'word/header3.xml'))).toBe('\nSee Title now');
    expect(shownText(partOf(bytes, 'word/document.xml'))).toBe('\nSOP-1See Title now');
    expect(partOf(bytes, 'word/header3.xml').match(/<w:b\/>/g)).toHaveLength(3);
    expect(unknownTokens).toEqual([]);
  });

  test('leaves stray braces, lower case and loops alone, and does not reach across a tab or a paragraph', () => {
    const body = `<w:p>${runs('a {{ b {{DOC_TITLE}} }} {{#LOOP}} {{doc_title}} {{DOC').join('')}<w:r><w:tab/><w:t>_TITLE}}</w:t></w:r></w:p><w:p>${runs('{{DOC_').join('')}</w:p><w:p>${runs('TITLE}}').join('')}</w:p>`;
    const source = story('document', `<w:body>${body}</w:body>`);
    const { bytes } = annotateDocx(docx({ 'word/document.xml': source }), { DOC_TITLE: 'T' });
    expect(partOf(bytes, 'word/document.xml')).toBe(
      source.replace('<w:t>a {{ b {{DOC_TITLE}}', '<w:t xml:space="preserve">a {{ b T'),
    );
  });

  test('a value is text: markup is escaped, control characters go, and a token inside a value is not filled again', () => {
    const source = story('document', `<w:body><w:p>${runs('{{ DOC_TITLE }}').join('')}</w:p></w:body>`);
    const { bytes } = annotateDocx(docx({ 'word/document.xml': source }), {
      DOC_TITLE: 'a\u0000\u000b</w:t>{{DOC_NUMBER}}',
      DOC_NUMBER: 'x',
    });
    expect(partOf(bytes, 'word/document.xml')).toContain('>a&lt;/w:t&gt;{{DOC_NUMBER}}</w:t>');
  });

  test('an empty value removes its token and the same input gives the same bytes', () => {
    const file = docx({
      'word/document.xml': story('document', `<w:body><w:p>${runs('[{{DOC_REVIEWER}}]').join('')}</w:p></w:body>`),
    });
    const once = annotateDocx(file, { DOC_REVIEWER: '' });
    expect(shownText(partOf(once.bytes, 'word/document.xml'))).toBe('\n[]');
    expect(annotateDocx(file, { DOC_REVIEWER: '' }).bytes).toEqual(once.bytes);
  });

  test('a document type declaration is refused', () => {
    const file = docx({
      'word/document.xml': `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="${W}"/>`,
    });
    expect(() => annotateDocx(file, {})).toThrow('document type declarations are not accepted');
  });
});
