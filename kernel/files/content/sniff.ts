import { UploadRefused } from './refused.ts';
import { decodeXml } from './xml.ts';
import { inspectArchive, unpackArchive } from './zip.ts';

/** What a file is, by its name and its bytes together. */
export type SniffedType = {
  readonly mime: string;
  /** Lower case, without the dot. */
  readonly extension: string;
  /** An office file that carries macros. They never run here; a site may refuse them. */
  readonly macros: boolean;
};

export type SniffOptions = {
  /** Extensions the site accepts; by default every one in {@link knownTypes}. */
  readonly allowed?: readonly string[];
  /** Bytes; 100 MB unless set. */
  readonly maxBytes?: number;
  /** Type the client named. Refused when it is a known type and another one. */
  readonly declaredMime?: string;
};

const OOXML = 'application/vnd.openxmlformats-officedocument';

/** Every type that can be accepted, by extension. */
export const knownTypes: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  docx: `${OOXML}.wordprocessingml.document`,
  doc: 'application/msword',
  xlsx: `${OOXML}.spreadsheetml.sheet`,
  xls: 'application/vnd.ms-excel',
  pptx: `${OOXML}.presentationml.presentation`,
  ppt: 'application/vnd.ms-powerpoint',
  txt: 'text/plain',
  rtf: 'application/rtf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
};

const DEFAULT_MAX_BYTES = 100 * 1024 * 1024;

/** Other names browsers give to the same types. */
const ALIASES: Readonly<Record<string, string>> = { 'text/rtf': 'application/rtf', 'image/jpg': 'image/jpeg' };

const starts = (bytes: Uint8Array, signature: readonly number[]): boolean => signature.every((byte, at) => bytes[at] === byte);
const ascii = (text: string): readonly number[] => [...text].map((character) => character.charCodeAt(0));

/** Part that makes an Open XML file what it is, and its content type without the words that differ between forms. */
const MAIN_PARTS: readonly (readonly [extension: string, contentType: string])[] = [
  ['docx', `${OOXML}.wordprocessingml.document.main+xml`],
  ['xlsx', `${OOXML}.spreadsheetml.sheet.main+xml`],
  ['pptx', `${OOXML}.presentationml.presentation.main+xml`],
];

type Found = { readonly kind: string; readonly macros: boolean };

function sniffArchive(bytes: Uint8Array): Found {
  const names = inspectArchive(bytes).map((entry) => entry.name);
  const types = unpackArchive(bytes, (name) => name === '[Content_Types].xml').get('[Content_Types].xml');
  const list = types === undefined ? '' : decodeXml(types);
  const main = MAIN_PARTS.find(([, contentType]) => list.includes(`"${contentType}"`) || list.includes(`'${contentType}'`));
  const macros = names.some((name) => /(^|\/)vbaProject\.bin$/i.test(name));
  return { kind: main?.[0] ?? 'zip', macros };
}

/** Names of streams stand in the compound file's directory as UTF-16. */
function sniffCompound(bytes: Uint8Array): Found {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const holds = (stream: string): boolean => file.includes(Buffer.from(`${stream}\0`, 'utf16le'));
  const macros = holds('_VBA_PROJECT') || holds('VBA');
  if (holds('EncryptedPackage')) return { kind: 'encrypted office file', macros };
  if (holds('WordDocument')) return { kind: 'doc', macros };
  if (holds('Workbook') || holds('Book')) return { kind: 'xls', macros };
  if (holds('PowerPoint Document')) return { kind: 'ppt', macros };
  return { kind: 'compound file', macros };
}

/** Text has no control characters but white space. UTF-16 counts with its byte order mark only. */
function looksLikeText(bytes: Uint8Array): boolean {
  if (starts(bytes, [0xff, 0xfe]) || starts(bytes, [0xfe, 0xff])) return bytes.byteLength % 2 === 0;
  return !bytes.some(
    (byte) => byte === 0x7f || (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d),
  );
}

function sniffBytes(bytes: Uint8Array): Found {
  const plain = (kind: string): Found => ({ kind, macros: false });
  if (starts(bytes, ascii('%PDF-'))) return plain('pdf');
  if (starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return plain('png');
  if (starts(bytes, [0xff, 0xd8, 0xff])) return plain('jpg');
  if (starts(bytes, ascii('{\\rtf'))) return plain('rtf');
  if (starts(bytes, [0x50, 0x4b, 0x03, 0x04])) return sniffArchive(bytes);
  if (starts(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) return sniffCompound(bytes);
  // Executables and scripts are text or not, never a text file.
  if (starts(bytes, ascii('MZ')) || starts(bytes, ascii('#!'))) return plain('program');
  return plain(looksLikeText(bytes) ? 'txt' : 'unknown');
}

/** Extension of a file name: lower case, without the dot, empty when there is none. */
export function extensionOf(fileName: string): string {
  const name = fileName.split(/[/\\]/).at(-1) ?? '';
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/**
 * Decides what an uploaded file is (EDMS-27): its extension must be accepted, its bytes must be of that type, and the type the
 * client named must not contradict them. Office archives are checked before anything is unpacked.
 * @throws UploadRefused
 */
export function sniffType(bytes: Uint8Array, fileName: string, options: SniffOptions = {}): SniffedType {
  const extension = extensionOf(fileName);
  const mime = Object.hasOwn(knownTypes, extension) ? knownTypes[extension] : undefined;
  const allowed = options.allowed ?? Object.keys(knownTypes);
  if (mime === undefined || !allowed.includes(extension)) {
    throw new UploadRefused('file.type.not-allowed', { extension, allowed: allowed.join(', ') });
  }
  const limit = options.maxBytes ?? DEFAULT_MAX_BYTES;
  if (bytes.byteLength > limit) throw new UploadRefused('file.too-large', { size: bytes.byteLength, limit });
  if (bytes.byteLength === 0) throw new UploadRefused('file.type.mismatch', { extension, found: 'empty file' });
  const { kind, macros } = sniffBytes(bytes);
  if (knownTypes[kind] !== mime) throw new UploadRefused('file.type.mismatch', { extension, found: kind });
  const named = options.declaredMime?.split(';')[0]?.trim().toLowerCase() ?? '';
  const declared = ALIASES[named] ?? named;
  if (declared !== mime && Object.values(knownTypes).includes(declared)) {
    throw new UploadRefused('file.type.mismatch', { extension, found: kind, declared });
  }
  return { mime, extension, macros };
}
