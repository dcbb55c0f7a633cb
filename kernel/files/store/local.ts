import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { UploadRefused } from '../content/refused.ts';
import { FileNotFound, type FileStore, IntegrityFailure, type StoredFile } from './store.ts';

const NAME = /^[0-9a-f]{64}$/;
const CHUNK = 256 * 1024;
const STALE_MS = 24 * 60 * 60 * 1000;
/** A link planted in the store would be followed to any file of the machine. Windows has no such flag. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Makes a new name in a folder survive a power cut. Windows cannot sync folders and does not need to. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function* chunksOf(handle: FileHandle): AsyncGenerator<Buffer, void> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Content and the check of it in one: fails after the last chunk when the whole does not hash to its name. */
async function* checkedChunks(handle: FileHandle, sha256: string): AsyncGenerator<Buffer, void> {
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(handle)) {
    hash.update(chunk);
    yield chunk;
  }
  const found = hash.digest('hex');
  if (found !== sha256) throw new IntegrityFailure(sha256, found);
}

/** Writes the whole source to an open file. Returns what it was; stops at the first byte too many. */
async function fill(handle: FileHandle, source: Readable | Uint8Array, maxBytes: number): Promise<StoredFile> {
  const hash = createHash('sha256');
  let size = 0;
  const chunks: AsyncIterable<unknown> | readonly Uint8Array[] = source instanceof Uint8Array ? [source] : source;
  for await (const chunk of chunks) {
    const bytes = chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
    size += bytes.byteLength;
    if (size > maxBytes) throw new UploadRefused('file.too-large', { size, limit: maxBytes });
    hash.update(bytes);
    for (let written = 0; written < bytes.byteLength; ) {
      written += (await handle.write(bytes, written, bytes.byteLength - written)).bytesWritten;
    }
  }
  return { sha256: hash.digest('hex'), size };
}

class LocalStore implements FileStore {
  readonly #root: string;
  readonly #incoming: string;

  constructor(root: string) {
    this.#root = root;
    this.#incoming = join(root, 'incoming');
  }

  async prepare(): Promise<void> {
    await mkdir(this.#incoming, { recursive: true, mode: 0o700 });
    const now = await this.#diskTime();
    // What a killed process left half-written; nobody writes for a day.
    for (const name of await readdir(this.#incoming)) {
      const path = join(this.#incoming, name);
      const written = await stat(path).then(
        (found) => found.mtimeMs,
        () => now,
      );
      if (now - written > STALE_MS) await rm(path, { force: true });
    }
  }

  /** Milliseconds of the disk's own clock, which on a network volume is not the machine's. */
  async #diskTime(): Promise<number> {
    const probe = join(this.#incoming, randomUUID());
    await writeFile(probe, '');
    try {
      return (await stat(probe)).mtimeMs;
    } finally {
      await rm(probe, { force: true });
    }
  }

  #pathOf(sha256: string): string {
    if (!NAME.test(sha256)) throw new FileNotFound(sha256);
    return join(this.#root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  async put(source: Readable | Uint8Array, options: { readonly maxBytes?: number } = {}): Promise<StoredFile> {
    const path = join(this.#incoming, randomUUID());
    try {
      const handle = await open(path, 'wx', 0o400);
      let stored: StoredFile;
      try {
        stored = await fill(handle, source, options.maxBytes ?? Number.POSITIVE_INFINITY);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await this.#name(path, stored.sha256);
      return stored;
    } catch (error) {
      if (source instanceof Readable) source.destroy();
      await rm(path, { force: true });
      throw error;
    }
  }

  /** Renaming replaces what is there: either the same bytes, or a damaged file that is mended by it. */
  async #name(path: string, sha256: string): Promise<void> {
    const target = this.#pathOf(sha256);
    const folder = dirname(target);
    const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(path, target);
    await syncFolder(folder);
    if (firstMade !== undefined) {
      await syncFolder(dirname(folder));
      await syncFolder(this.#root);
    }
  }

  async #opened(sha256: string): Promise<FileHandle> {
    const path = this.#pathOf(sha256);
    try {
      return await open(path, READ);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw new FileNotFound(sha256);
      if (codeOf(error) === 'ELOOP') throw new IntegrityFailure(sha256, 'a symbolic link');
      throw error;
    }
  }

  async get(sha256: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    const handle = await this.#opened(sha256);
    try {
      for await (const chunk of checkedChunks(handle, sha256)) chunks.push(chunk);
    } finally {
      await handle.close();
    }
    return Buffer.concat(chunks);
  }

  async open(sha256: string): Promise<{ readonly size: number; readonly stream: Readable }> {
    const handle = await this.#opened(sha256);
    try {
      let size = 0;
      for await (const chunk of checkedChunks(handle, sha256)) size += chunk.byteLength;
      const stream = Readable.from(checkedChunks(handle, sha256), { objectMode: false });
      // Not in the generator: one that is dropped before its first chunk would never come to its end.
      stream.once('close', () => void handle.close());
      return { size, stream };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async has(sha256: string): Promise<boolean> {
    if (!NAME.test(sha256)) return false;
    return access(this.#pathOf(sha256)).then(
      () => true,
      () => false,
    );
  }

  async *list(): AsyncGenerator<StoredFile, void> {
    const folders = async (path: string): Promise<readonly string[]> =>
      (await readdir(path)).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort();
    for (const first of await folders(this.#root)) {
      for (const second of await folders(join(this.#root, first))) {
        const names = await readdir(join(this.#root, first, second));
        for (const sha256 of names.filter((name) => NAME.test(name)).sort()) {
          yield { sha256, size: (await stat(this.#pathOf(sha256))).size };
        }
      }
    }
  }
}

/**
 * A store in a folder of this machine: `aa/bb/<sha256>`, each file written beside, synced and renamed into place, so that a name
 * never stands for half a content, whatever ends the process or the power.
 * @param root folder; made when it is not there
 */
export async function openLocalStore(root: string): Promise<FileStore> {
  const store = new LocalStore(root);
  await store.prepare();
  return store;
}
