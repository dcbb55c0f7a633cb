import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '#kernel/schema';
import { cleanName, receiveFile } from './receive.ts';
import { clamdScanner, noScanner } from './scan.ts';
import { type FileStore, openLocalStore } from './store/index.ts';

let dir: string;
let store: FileStore;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plumbline-receive-'));
  store = await openLocalStore(dir);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const ruleOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof AppError ? error.rule.id : String(error)),
  );
const stored = async () => {
  const found: string[] = [];
  for await (const file of store.list()) found.push(file.sha256);
  return found;
};

describe('receiving a file', () => {
  test('stores it under its hash with type, size and words', async () => {
    const file = await receiveFile(store, noScanner, { fileName: 'C:\\temp\\notes.txt', bytes: bytes('three plain words') });
    expect(file).toMatchObject({ fileName: 'notes.txt', size: 17, mime: 'text/plain', wordCount: 3, scanResult: 'not scanned' });
    expect(await stored()).toContain(file.sha256);
  });

  test.each([
    ['an extension that is not accepted', { fileName: 'run.exe', bytes: bytes('MZ') }, {}, 'file.type.not-allowed'],
    [
      'an extension the organization took off its list',
      { fileName: 'a.txt', bytes: bytes('x') },
      { allowed: ['pdf'] },
      'file.type.not-allowed',
    ],
    ['bytes of another type', { fileName: 'a.pdf', bytes: bytes('plain text') }, {}, 'file.type.mismatch'],
    [
      'a declared type that contradicts the bytes',
      { fileName: 'a.txt', bytes: bytes('x'), declaredMime: 'application/pdf' },
      {},
      'file.type.mismatch',
    ],
    ['a size above the limit', { fileName: 'a.txt', bytes: bytes('12345') }, { maxBytes: 4 }, 'file.too-large'],
    ['a name that is no name', { fileName: '..', bytes: bytes('x') }, {}, 'file.name'],
  ])('refuses %s and stores nothing', async (_, upload, limits, rule) => {
    const before = await stored();
    expect(await ruleOf(receiveFile(store, noScanner, upload, limits))).toBe(rule);
    expect(await stored()).toEqual(before);
  });

  test('names lose what could mislead a reader or break a header', () => {
    expect(cleanName('evil\u202efdp.exe\r\n')).toBe('evilfdp.exe');
    expect(cleanName('/etc/passwd')).toBe('passwd');
  });
});

describe('the virus scanner', () => {
  let server: Server;
  let port = 0;
  let heard = Buffer.alloc(0);
  /** Speaks clamd's side: reads the stream to its empty chunk and answers by what is in it. */
  beforeAll(async () => {
    server = createServer({ allowHalfOpen: true }, (socket) => {
      let received = Buffer.alloc(0);
      socket.on('data', (data: Buffer) => {
        received = Buffer.concat([received, data]);
        if (!received.subarray(-4).equals(Buffer.alloc(4))) return;
        heard = received;
        socket.end(
          received.includes('EICAR')
            ? 'stream: Eicar-Test-Signature FOUND\0'
            : received.includes('HUGE')
              ? 'INSTREAM size limit exceeded. ERROR\0'
              : 'stream: OK\0',
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('is sent the whole file in length-prefixed chunks', async () => {
    const content = new Uint8Array(600_000).fill(65);
    expect(await clamdScanner({ host: '127.0.0.1', port }).scan(content)).toBe('clean (ClamAV)');
    expect(heard.subarray(0, 10).toString()).toBe('zINSTREAM\0');
    expect(heard.byteLength).toBe(10 + content.byteLength + 4 * 4);
  });

  test.each([
    ['a virus', 'EICAR', 'file.infected'],
    ['a file beyond the scanner’s own limit', 'HUGE', 'file.scan.unavailable'],
  ])('stops %s before it is stored', async (_, text, rule) => {
    const before = await stored();
    expect(
      await ruleOf(receiveFile(store, clamdScanner({ host: '127.0.0.1', port }), { fileName: 'a.txt', bytes: bytes(text) })),
    ).toBe(rule);
    expect(await stored()).toEqual(before);
  });

  test('that does not answer stops uploads: nothing unscanned gets in', async () => {
    expect(await ruleOf(clamdScanner({ host: '127.0.0.1', port: 1 }).scan(bytes('x')))).toBe('file.scan.unavailable');
  });
});
