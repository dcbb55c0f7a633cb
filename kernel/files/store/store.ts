import type { Readable } from 'node:stream';

/** A stored content: its SHA-256 in lower-case hexadecimal, which is its name, and its size in bytes. */
export type StoredFile = { readonly sha256: string; readonly size: number };

/**
 * Content-addressed store of file bytes. What a file is called, who may read it and how long it is kept are records elsewhere;
 * the same bytes are stored once. Nothing is ever changed in place, and nothing is returned that does not hash to its name.
 */
export interface FileStore {
  /**
   * Stores the bytes and returns their name once they are durable. Storing what is there already is harmless, and mends it when
   * it was damaged. A source that fails, or is longer than `maxBytes`, leaves nothing behind.
   * @throws UploadRefused `file.too-large`
   */
  put(source: Readable | Uint8Array, options?: { readonly maxBytes?: number }): Promise<StoredFile>;
  /** @throws FileNotFound, IntegrityFailure */
  get(sha256: string): Promise<Buffer>;
  /**
   * Opens a file for streaming. All of it is checked before the first byte is given out, and again on the way.
   * @throws FileNotFound, IntegrityFailure
   */
  open(sha256: string): Promise<{ readonly size: number; readonly stream: Readable }>;
  /** Whether a file of this name is there; says nothing about its content. */
  has(sha256: string): Promise<boolean>;
  /** Every stored file, in the order of their names. */
  list(): AsyncIterable<StoredFile>;
}

/** The bytes under a name do not hash to it (EDMS-20). A security event: never served, always reported. */
export class IntegrityFailure extends Error {
  override readonly name = 'IntegrityFailure';
  readonly rule = 'file.integrity';
  readonly sha256: string;
  /** What the bytes hash to. */
  readonly found: string;

  constructor(sha256: string, found: string) {
    super(`stored file ${sha256} hashes to ${found}`);
    this.sha256 = sha256;
    this.found = found;
  }
}

/** No file is stored under this name. */
export class FileNotFound extends Error {
  override readonly name = 'FileNotFound';
  readonly rule = 'file.not-found';
  readonly sha256: string;

  constructor(sha256: string) {
    super(`no stored file ${sha256}`);
    this.sha256 = sha256;
  }
}
