import { crc32 } from 'node:zlib';
import { unzipSync } from 'fflate';
import { UploadRefused } from './refused.ts';

/** One entry of an archive as its central directory declares it. Sizes in bytes. */
export type ArchiveEntry = {
  readonly name: string;
  readonly compressedSize: number;
  readonly size: number;
  readonly crc: number;
};

/** Limits an archive must keep before anything of it is unpacked. */
export const archiveLimits = {
  /** unpacked : packed */
  ratio: 100,
  entries: 1000,
  /** bytes, all entries together; a 100 MB upload of text at a plausible ratio stays far below */
  unpacked: 512 * 1024 * 1024,
} as const;

/** Small entries may compress better than the ratio (a run of zeros) without being able to hurt anyone. */
const SMALL_ENTRY = 1024 * 1024;

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const ENCRYPTED = 1;
const UNIX = 3;
const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;

function unsafe(why: string, entry?: string): UploadRefused {
  return new UploadRefused('file.archive.unsafe', entry === undefined ? { why } : { why, entry });
}

/** The end-of-directory record is last, behind a comment of at most 65 535 bytes. */
function findDirectory(view: DataView): { count: number; offset: number; size: number } {
  const lowest = Math.max(0, view.byteLength - END_SIZE - 0xffff);
  for (let at = view.byteLength - END_SIZE; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) !== END_OF_DIRECTORY) continue;
    const count = view.getUint16(at + 10, true);
    const size = view.getUint32(at + 12, true);
    const offset = view.getUint32(at + 16, true);
    if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff) throw unsafe('zip64');
    if (offset + size > at) throw unsafe('directory');
    return { count, offset, size };
  }
  throw unsafe('not-an-archive');
}

function refuseBadName(name: string): void {
  if (name.includes('\0') || name.includes('\\')) throw unsafe('name', name);
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) throw unsafe('absolute-path', name);
  if (name.split('/').includes('..')) throw unsafe('parent-path', name);
}

/**
 * Reads the directory of a zip archive without unpacking it and refuses what could hurt the reader: path escapes, symbolic
 * links, encrypted entries, more than 1000 entries, a ratio above 100, repeated names (two readers would see two files).
 * @throws UploadRefused `file.archive.unsafe`
 */
export function inspectArchive(bytes: Uint8Array): readonly ArchiveEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = findDirectory(view);
  if (directory.count > archiveLimits.entries) throw unsafe('entries');
  const end = directory.offset + directory.size;
  const entries: ArchiveEntry[] = [];
  const seen = new Set<string>();
  let at = directory.offset;
  let unpacked = 0;
  for (let index = 0; index < directory.count; index += 1) {
    if (at + ENTRY_SIZE > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw unsafe('directory');
    const madeBy = view.getUint16(at + 4, true) >> 8;
    const flags = view.getUint16(at + 8, true);
    const crc = view.getUint32(at + 16, true);
    const compressedSize = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const tailLength = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const mode = view.getUint32(at + 38, true) >>> 16;
    const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength));
    refuseBadName(name);
    if (seen.has(name)) throw unsafe('repeated-name', name);
    if ((flags & ENCRYPTED) !== 0) throw unsafe('encrypted', name);
    if (madeBy === UNIX && (mode & FILE_TYPE) === SYMLINK) throw unsafe('symlink', name);
    if (size > SMALL_ENTRY && size > compressedSize * archiveLimits.ratio) throw unsafe('ratio', name);
    seen.add(name);
    unpacked += size;
    entries.push({ name, compressedSize, size, crc });
    at += ENTRY_SIZE + nameLength + tailLength;
  }
  if (unpacked > archiveLimits.unpacked) throw unsafe('unpacked-size');
  if (unpacked > SMALL_ENTRY && unpacked > bytes.byteLength * archiveLimits.ratio) throw unsafe('ratio');
  return entries;
}

/**
 * Unpacks an archive after {@link inspectArchive}; entries keep their order. The directory's sizes bound the memory used:
 * an entry that unpacks to anything but what it declared is refused.
 * @throws UploadRefused `file.archive.unsafe`
 */
export function unpackArchive(bytes: Uint8Array, wanted: (name: string) => boolean = () => true): Map<string, Uint8Array> {
  const entries = inspectArchive(bytes).filter((entry) => wanted(entry.name) && !entry.name.endsWith('/'));
  const names = new Set(entries.map((entry) => entry.name));
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(bytes, { filter: (file) => names.has(file.name) });
  } catch {
    throw unsafe('damaged');
  }
  const found = new Map<string, Uint8Array>();
  for (const entry of entries) {
    const content = unpacked[entry.name];
    // The unpacker stops silently at the declared size; the checksum tells a cut entry from a whole one.
    if (content === undefined || content.byteLength !== entry.size || crc32(content) !== entry.crc)
      throw unsafe('damaged', entry.name);
    found.set(entry.name, content);
  }
  return found;
}
