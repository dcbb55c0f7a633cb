import { AppError, rule } from '#kernel/schema';
import { extractText, sniffType, TextUnreadable, UploadRefused } from './content/index.ts';
import { fileRules } from './rules.ts';
import type { VirusScanner } from './scan.ts';
import type { FileStore } from './store/index.ts';

/** A file as it arrives. */
export interface Upload {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Type the client named; it may not contradict the bytes. */
  readonly declaredMime?: string;
}

/** What an organization accepts. */
export interface UploadLimits {
  readonly allowed?: readonly string[];
  readonly maxBytes?: number;
}

/** A checked and stored file, ready to be attached to a record. */
export interface ReceivedFile {
  readonly fileName: string;
  readonly sha256: string;
  readonly size: number;
  readonly mime: string;
  readonly pageCount: number | null;
  readonly wordCount: number | null;
  readonly scanResult: string;
}

/** Reading a text takes seconds beyond this size; such a file is indexed by its job and has no counts. */
const COUNTED_BYTES = 20 * 1024 * 1024;

/** Upload faults of the content checks as refusals of the product. */
export function asFileRefusal(error: unknown): unknown {
  if (!(error instanceof UploadRefused)) return error;
  const broken = fileRules[error.rule];
  return new AppError(broken, error.detail, [{ path: 'file', message: error.rule, rule: error.rule }]);
}

/** Last part of a path some browsers send, without characters that break headers and file systems. */
export function cleanName(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .normalize('NFC')
    .toWellFormed()
    .replace(/\p{Cc}|[<>:"|?*\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
  rule(clean.length > 0 && clean.length <= 255 && !/^\.+$/.test(clean), fileRules['file.name']);
  return clean;
}

/** The same bytes, no longer a Buffer: PDF reading takes over what it is given, and a Buffer's slice would not be a copy. */
export const plainBytes = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);

async function countsOf(bytes: Uint8Array, mime: string): Promise<{ pageCount: number | null; wordCount: number | null }> {
  if (bytes.byteLength > COUNTED_BYTES) return { pageCount: null, wordCount: null };
  try {
    const found = await extractText(plainBytes(bytes), mime);
    return { pageCount: found?.pages ?? null, wordCount: found?.words ?? null };
  } catch (error) {
    // A damaged or locked file may be evidence: it is stored, but nobody can count its words.
    if (error instanceof TextUnreadable) return { pageCount: null, wordCount: null };
    throw error;
  }
}

/**
 * Checks and stores a file (EDMS-27): type by name and bytes, size, viruses. Slow, so it runs before the transaction that attaches
 * it; a file nobody attaches afterwards is found by the orphan check.
 * @throws AppError `file.*`
 */
export async function receiveFile(
  store: FileStore,
  scanner: VirusScanner,
  upload: Upload,
  limits: UploadLimits = {},
): Promise<ReceivedFile> {
  const fileName = cleanName(upload.fileName);
  try {
    const { mime } = sniffType(upload.bytes, fileName, {
      ...(limits.allowed ? { allowed: limits.allowed } : {}),
      ...(limits.maxBytes === undefined ? {} : { maxBytes: limits.maxBytes }),
      ...(upload.declaredMime === undefined ? {} : { declaredMime: upload.declaredMime }),
    });
    const scanResult = await scanner.scan(upload.bytes);
    const counts = await countsOf(upload.bytes, mime);
    const stored = await store.put(upload.bytes);
    return { fileName, ...stored, mime, ...counts, scanResult };
  } catch (error) {
    throw asFileRefusal(error);
  }
}
