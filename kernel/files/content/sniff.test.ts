import { readFileSync } from 'node:fs';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { pictureSize } from './picture.ts';
import { UploadRefused } from './refused.ts';
import { knownTypes, sniffType } from './sniff.ts';
import { inspectArchive, unpackArchive } from './zip.ts';

const docx = new Uint8Array(readFileSync(new URL('../../print/fixtures/sop.docx', import.meta.url)));
const types = (main: string) => strToU8(`<Types><Override PartName="/x" ContentType="${main}"/></Types>`);
const office = (mime: string, more: Zippable = {}) =>
  zipSync({ '[Content_Types].xml': types(`${mime}.main+xml`), 'x.xml': strToU8('<x/>'), ...more });
const compound = (stream: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), Buffer.from(`${stream}\0`, 'utf16le')]);
const refusal = (work: () => unknown): { rule: string; detail: Readonly<Record<string, string | number>> } => {
  try {
    work();
  } catch (error) {
    if (error instanceof UploadRefused) return error;
    throw error;
  }
  return { rule: 'accepted', detail: {} };
};

describe('sniffType', () => {
  test.each<[string, Uint8Array]>([
    ['a.pdf', strToU8('%PDF-1.7\n')],
    ['a.DOCX', docx],
    ['a.xlsx', office(knownTypes.xlsx ?? '')],
    ['a.pptx', office(knownTypes.pptx ?? '')],
    ['a.doc', compound('WordDocument')],
    ['a.xls', compound('Workbook')],
    ['a.ppt', compound('PowerPoint Document')],
    ['a.txt', strToU8('Šarže 12\r\n\tok')],
    ['a.rtf', strToU8('{\\rtf1 x}')],
    ['a.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['a.jpg', new Uint8Array([0xff, 0xd8, 0xff, 0xe0])],
    ['a.jpeg', new Uint8Array([0xff, 0xd8, 0xff, 0xe1])],
  ])('accepts %s with bytes of its type', (name, bytes) => {
    const extension = name.slice(2).toLowerCase();
    expect(sniffType(bytes, name)).toEqual({ mime: knownTypes[extension], extension, macros: false });
  });

  test.each(['a.exe', 'a', '.pdf', 'a.pdf.js', 'a.docm', 'a.svg', 'a.constructor'])(
    'EDMS-27 refuses the extension of %s',
    (name) => {
      expect(refusal(() => sniffType(strToU8('%PDF-1.7'), name)).rule).toBe('file.type.not-allowed');
    },
  );

  test('EDMS-27 a site may accept fewer types', () => {
    expect(refusal(() => sniffType(docx, 'a.docx', { allowed: ['pdf'] })).rule).toBe('file.type.not-allowed');
  });

  test.each<[string, string, Uint8Array]>([
    ['a.pdf', 'docx', docx],
    ['a.docx', 'pdf', strToU8('%PDF-1.7')],
    ['a.docx', 'zip', zipSync({ 'a.txt': strToU8('x') })],
    ['a.docx', 'zip', office('application/vnd.ms-word.document.macroEnabled')],
    ['a.docx', 'encrypted office file', compound('EncryptedPackage')],
    ['a.doc', 'xls', compound('Workbook')],
    ['a.txt', 'program', strToU8('MZ\u0090')],
    ['a.txt', 'program', strToU8('#!/bin/sh')],
    ['a.txt', 'unknown', new Uint8Array([1, 2, 3])],
    ['a.txt', 'empty file', new Uint8Array()],
    ['a.png', 'txt', strToU8('GIF89a')],
  ])('EDMS-27 refuses %s whose bytes are %s', (name, found, bytes) => {
    const error = refusal(() => sniffType(bytes, name));
    expect(error.rule).toBe('file.type.mismatch');
    expect(error.detail.found).toBe(found);
  });

  test('EDMS-27 refuses a declared type that contradicts the bytes, not one that says nothing', () => {
    expect(refusal(() => sniffType(docx, 'a.docx', { declaredMime: 'application/pdf' })).rule).toBe('file.type.mismatch');
    expect(sniffType(docx, 'a.docx', { declaredMime: 'application/octet-stream' }).extension).toBe('docx');
    expect(sniffType(strToU8('x'), 'a.txt', { declaredMime: 'text/plain; charset=utf-8' }).extension).toBe('txt');
  });

  test('EDMS-27 refuses a file over the limit', () => {
    expect(refusal(() => sniffType(strToU8('abcd'), 'a.txt', { maxBytes: 3 }))).toMatchObject({
      rule: 'file.too-large',
      detail: { size: 4, limit: 3 },
    });
  });

  test('notes macros', () => {
    expect(sniffType(office(knownTypes.docx ?? '', { 'word/vbaProject.bin': strToU8('x') }), 'a.docx').macros).toBe(true);
    expect(sniffType(Buffer.concat([compound('WordDocument'), Buffer.from('_VBA_PROJECT\0', 'utf16le')]), 'a.doc').macros).toBe(
      true,
    );
  });
});

describe('inspectArchive', () => {
  const why = (bytes: Uint8Array) => refusal(() => inspectArchive(bytes)).detail.why ?? 'accepted';
  const patched = (bytes: Uint8Array, offset: number, value: number) => {
    const copy = bytes.slice();
    const view = new DataView(copy.buffer);
    const directory = view.getUint32(copy.byteLength - 22 + 16, true);
    view.setUint32(directory + offset, value, true);
    return copy;
  };

  test.each<[string, Zippable, string]>([
    ['a path upwards', { 'word/../../x': strToU8('x') }, 'parent-path'],
    ['an absolute path', { '/etc/passwd': strToU8('x') }, 'absolute-path'],
    ['a drive', { 'C:/x': strToU8('x') }, 'absolute-path'],
    ['a backslash', { 'a\\b': strToU8('x') }, 'name'],
    ['a symbolic link', { link: [strToU8('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] }, 'symlink'],
    ['a bomb', { a: new Uint8Array(20_000_000) }, 'ratio'],
    [
      'a bomb in pieces',
      Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`${index}`, new Uint8Array(500_000)])),
      'ratio',
    ],
    ['too many entries', Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`${index}`, strToU8('x')])), 'entries'],
  ])('refuses %s', (_, parts, reason) => {
    expect(why(zipSync(parts))).toBe(reason);
  });

  test('refuses an encrypted entry, a size that lies and a cut file', () => {
    const good = zipSync({ a: strToU8('x'.repeat(1000)) });
    expect(why(good)).toBe('accepted');
    expect(why(patched(good, 8, 1 | (8 << 16)))).toBe('encrypted');
    expect(refusal(() => unpackArchive(patched(good, 24, 10))).rule).toBe('file.archive.unsafe');
    expect(refusal(() => unpackArchive(patched(good, 24, 100_000))).rule).toBe('file.archive.unsafe');
    expect(why(good.subarray(0, good.byteLength - 30))).toBe('not-an-archive');
    expect(why(patched(good, 42, 0xffffff).subarray(0, 40))).toBe('not-an-archive');
  });

  test('refuses a name that stands twice', () => {
    const twin = zipSync({ aa: strToU8('1'), ab: strToU8('2') });
    const text = Buffer.from(twin).toString('latin1').replaceAll('ab', 'aa');
    expect(why(Buffer.from(text, 'latin1'))).toBe('repeated-name');
  });

  test('reads the sizes of pictures from their heads', () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
      'base64',
    );
    expect(pictureSize(png)).toEqual({ width: 1, height: 1 });
    const jpeg = Buffer.concat([Buffer.from('ffd8ffe000044a46ffc0000b080010002001', 'hex'), Buffer.alloc(20)]);
    expect(pictureSize(jpeg)).toEqual({ width: 32, height: 16 });
    expect(pictureSize(strToU8('not a picture, only text of some length'))).toBeUndefined();
  });
});
