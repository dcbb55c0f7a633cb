import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { strFromU8, strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { unpackArchive } from '../files/content/index.ts';
import { ConversionFailed, conversionAvailable, convertToPdf } from './convert.ts';

const sop = new Uint8Array(readFileSync(new URL('./fixtures/sop.docx', import.meta.url)));
const available = await conversionAvailable();
const leftovers = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('plumbline-convert-'));
const ruleOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof ConversionFailed ? error.rule : 'no refusal';
};

/** On a machine without LibreOffice the same test states what happens there instead. */
function converting(title: string, check: () => Promise<void>): void {
  test(title, { timeout: 60_000 }, async () => {
    if (available) await check();
    else expect(await ruleOf(convertToPdf(sop, 'docx'))).toBe('print.convert.unavailable');
  });
}

/** The same document with a picture that lives on a server. */
function withLinkedPicture(url: string): Uint8Array {
  const parts = Object.fromEntries(unpackArchive(sop));
  const edit = (name: string, from: string, to: string) => {
    parts[name] = strToU8(strFromU8(parts[name] ?? new Uint8Array()).replace(from, to));
  };
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image';
  edit(
    'word/_rels/document.xml.rels',
    '</Relationships>',
    `<Relationship Id="rLink" Type="${type}" Target="${url}" TargetMode="External"/></Relationships>`,
  );
  const picture = `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="900000" cy="900000"/><wp:docPr id="9" name="p"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="9" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="rLink"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;
  edit('word/document.xml', '<w:sectPr', `${picture}<w:sectPr`);
  return zipSync(parts);
}

describe('convertToPdf', () => {
  test('an extension that does not convert is refused by rule', async () => {
    expect(await ruleOf(convertToPdf(sop, 'exe'))).toBe('print.convert.type');
  });

  test('says so when LibreOffice is not where it is looked for', async () => {
    const before = process.env.PLUMBLINE_SOFFICE;
    process.env.PLUMBLINE_SOFFICE = '/nowhere/soffice';
    try {
      expect(await conversionAvailable()).toBe(false);
      expect(await ruleOf(convertToPdf(sop, 'docx'))).toBe('print.convert.unavailable');
    } finally {
      if (before === undefined) delete process.env.PLUMBLINE_SOFFICE;
      else process.env.PLUMBLINE_SOFFICE = before;
    }
  });

  converting('turns a Word file into a PDF and leaves nothing behind', async () => {
    const before = await leftovers();
    const [one, two] = await Promise.all([convertToPdf(sop, 'docx'), convertToPdf(sop, 'DOCX')]);
    expect(strFromU8(one.subarray(0, 5))).toBe('%PDF-');
    expect(strFromU8(two.subarray(0, 5))).toBe('%PDF-');
    expect(await leftovers()).toEqual(before);
  });

  converting('a run over its time is ended with all its processes', async () => {
    const before = await leftovers();
    expect(await ruleOf(convertToPdf(sop, 'docx', { timeoutMs: 50 }))).toBe('print.convert.timeout');
    expect(await leftovers()).toEqual(before);
    expect((await convertToPdf(sop, 'docx')).byteLength).toBeGreaterThan(1000);
  });

  converting('a damaged file is a typed refusal', async () => {
    expect(await ruleOf(convertToPdf(sop.subarray(0, 4000), 'docx'))).toBe('print.convert.failed');
  });

  converting('linked content is not fetched', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    try {
      const { port } = server.address() as AddressInfo;
      expect((await convertToPdf(withLinkedPicture(`http://127.0.0.1:${port}/p.png`), 'docx')).byteLength).toBeGreaterThan(1000);
      expect(asked).toBe(0);
    } finally {
      server.close();
    }
  });
});
