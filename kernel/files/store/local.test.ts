import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UploadRefused } from '../content/refused.ts';
import { openLocalStore } from './local.ts';
import { FileNotFound, type FileStore, IntegrityFailure } from './store.ts';

let root: string;
let store: FileStore;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-store-'));
  store = await openLocalStore(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pathOf = (name: string) => join(root, name.slice(0, 2), name.slice(2, 4), name);
const listed = async () => Array.fromAsync(store.list());
const damage = async (name: string, bytes: Uint8Array) => {
  await chmod(pathOf(name), 0o600);
  await writeFile(pathOf(name), bytes);
};

describe('local file store', () => {
  test('EDMS-20 gives back byte for byte what was put, from a buffer or a stream', async () => {
    const bytes = randomBytes(1_000_003);
    const fromBuffer = await store.put(bytes);
    const fromStream = await store.put(Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]));
    expect(fromBuffer).toEqual({ sha256: sha256(bytes), size: bytes.byteLength });
    expect(fromStream).toEqual(fromBuffer);
    expect((await store.get(fromBuffer.sha256)).equals(bytes)).toBe(true);
    const opened = await store.open(fromBuffer.sha256);
    expect(opened.size).toBe(bytes.byteLength);
    expect((await buffer(opened.stream)).equals(bytes)).toBe(true);
    expect(await listed()).toEqual([fromBuffer]);
    expect(await store.has(fromBuffer.sha256)).toBe(true);
    expect(await readdir(join(root, 'incoming'))).toEqual([]);
  });

  test('stores an empty file', async () => {
    const { sha256: name } = await store.put(new Uint8Array());
    expect(await store.get(name)).toHaveLength(0);
    expect(await buffer((await store.open(name)).stream)).toHaveLength(0);
  });

  test('EDMS-20 a changed, cut or lengthened file is refused and says what it hashes to', async () => {
    const bytes = randomBytes(400_000);
    const { sha256: name } = await store.put(bytes);
    const changed = Buffer.from(bytes);
    changed[200_000] = (changed[200_000] ?? 0) ^ 1;
    for (const wrong of [changed, bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from('x')]), Buffer.alloc(0)]) {
      await damage(name, wrong);
      await expect(store.get(name)).rejects.toMatchObject({ rule: 'file.integrity', sha256: name, found: sha256(wrong) });
      await expect(store.open(name)).rejects.toThrow(IntegrityFailure);
    }
    // Whoever has the right bytes mends it.
    await store.put(bytes);
    expect((await store.get(name)).equals(bytes)).toBe(true);
  });

  test('a file changed between the check and the reading fails before its end', async () => {
    const bytes = randomBytes(3_000_000);
    const { sha256: name } = await store.put(bytes);
    const { stream } = await store.open(name);
    const changed = Buffer.from(bytes);
    changed[2_900_000] = (changed[2_900_000] ?? 0) ^ 1;
    await damage(name, changed);
    await expect(buffer(stream)).rejects.toThrow(IntegrityFailure);
  });

  test('a stream that is dropped unread lets go of its file', async () => {
    const { sha256: name } = await store.put(randomBytes(100));
    const held = async () => (process.platform === 'linux' ? (await readdir('/proc/self/fd')).length : 0);
    const before = await held();
    for (let round = 0; round < 20; round += 1) {
      const { stream } = await store.open(name);
      stream.destroy();
      await new Promise((resolve) => stream.once('close', resolve));
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await held()).toBeLessThan(before + 10);
  });

  test('a symbolic link in place of a file is not followed', async () => {
    const { sha256: name } = await store.put(randomBytes(10));
    await rm(pathOf(name));
    await symlink('/etc/hosts', pathOf(name));
    await expect(store.get(name)).rejects.toThrow(IntegrityFailure);
  });

  test('an unknown name and what is no name are not found', async () => {
    for (const name of ['0'.repeat(64), '../../etc/passwd', '', `${'A'.repeat(64)}`]) {
      await expect(store.get(name)).rejects.toThrow(FileNotFound);
      await expect(store.open(name)).rejects.toThrow(FileNotFound);
      expect(await store.has(name)).toBe(false);
    }
  });

  test('EDMS-27 a source over the limit or one that breaks leaves nothing behind', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(64_000);
      })(),
    );
    await expect(store.put(endless, { maxBytes: 1_000_000 })).rejects.toThrow(UploadRefused);
    expect(endless.destroyed).toBe(true);
    const broken = Readable.from(
      (function* () {
        yield Buffer.alloc(64_000);
        throw new Error('connection lost');
      })(),
    );
    await expect(store.put(broken)).rejects.toThrow('connection lost');
    expect(await listed()).toEqual([]);
    expect(await readdir(join(root, 'incoming'))).toEqual([]);
    expect((await store.put(Buffer.alloc(1_000_000), { maxBytes: 1_000_000 })).size).toBe(1_000_000);
  });

  test('many writers of the same content leave one whole file', async () => {
    const bytes = randomBytes(200_000);
    const names = await Promise.all(Array.from({ length: 20 }, () => store.put(bytes)));
    expect(new Set(names.map((stored) => stored.sha256)).size).toBe(1);
    expect(await listed()).toHaveLength(1);
    expect((await store.get(sha256(bytes))).equals(bytes)).toBe(true);
  });

  test('a killed process loses nothing it had named and leaves nothing half-written under a name', {
    timeout: 30_000,
  }, async () => {
    for (const after of [40, 120, 200]) {
      const fixture = fileURLToPath(new URL('./crash-fixture.ts', import.meta.url));
      const child = spawn(process.execPath, [fixture, root], { stdio: ['ignore', 'pipe', 'inherit'] });
      let named = '';
      child.stdout.on('data', (chunk: Buffer) => {
        if (named === '') setTimeout(() => child.kill('SIGKILL'), after);
        named += chunk.toString();
      });
      await new Promise((resolve) => child.once('close', resolve));
      const names = named.split('\n').filter((name) => name.length === 64);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect((await store.get(name)).byteLength).toBe(300_000);
    }
    for (const { sha256: name } of await listed()) expect((await store.get(name)).byteLength).toBe(300_000);
  });

  test('half-written files of a day ago are cleared when the store is opened, younger ones stay', async () => {
    const [old, young] = ['old', 'young'].map((name) => join(root, 'incoming', name));
    for (const path of [old, young]) await writeFile(path ?? '', 'x');
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(old ?? '', yesterday, yesterday);
    await openLocalStore(root);
    expect(await readdir(join(root, 'incoming'))).toEqual(['young']);
  });
});
