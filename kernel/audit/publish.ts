import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type pg from 'pg';
import {
  type Checkpoint,
  type NoteVerifier,
  openNote,
  parseCheckpoint,
  type ReadHashes,
  tileHashReader,
  tilesToWrite,
} from './log/index.ts';
import { inTransaction } from './transaction.ts';

const PUBLISH_LOCK = 7304;

/** The published copy of the log knows more than the database, or something else: the database was set back or rewritten. */
export class PublishRefused extends Error {
  override readonly name = 'PublishRefused';
}

/** Folder of an epoch's published log (https://c2sp.org/tlog-tiles): `checkpoint` and `tile/…`. */
export const publishedDir = (dataDir: string, epoch: number): string => join(dataDir, 'log', `e${epoch}`);

/**
 * The checkpoint published last, or undefined when there is none.
 * @throws LogError when the file is not a checkpoint signed by the log's key
 */
export async function publishedCheckpoint(dir: string, verifier: NoteVerifier): Promise<Checkpoint | undefined> {
  const note = await readFile(join(dir, 'checkpoint'), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  return note === undefined ? undefined : parseCheckpoint(openNote(note, [verifier]).text);
}

/**
 * Writes what is new of the log into its folder: tiles first, then the checkpoint that covers them, each file whole or not at all. What is
 * there already is kept; what is missing is made again from the database.
 *
 * @param pool of the sealer role
 * @returns the number of leaves published
 * @throws PublishRefused when the published checkpoint is no earlier state of the database's log
 */
export async function publishLog(pool: pg.Pool, epoch: number, dataDir: string, verifier: NoteVerifier): Promise<number> {
  const dir = publishedDir(dataDir, epoch);
  return inTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [PUBLISH_LOCK]);
    return publishNew(client, epoch, dir, verifier);
  });
}

async function publishNew(client: pg.PoolClient, epoch: number, dir: string, verifier: NoteVerifier): Promise<number> {
  const before = await publishedCheckpoint(dir, verifier);
  const { rows } = await client.query<{ size: number; root: Buffer; note: string }>(
    'select size, root, note from audit.checkpoint where epoch = $1 and (size = $2 or size = (select max(size) from audit.checkpoint where epoch = $1)) order by size',
    [epoch, before?.size ?? 0],
  );
  const latest = rows.at(-1);
  if (before !== undefined) {
    const same = rows.find((row) => row.size === before.size);
    if (!same?.root.equals(before.root))
      throw new PublishRefused(
        `the published log of epoch ${epoch} has ${before.size} entries with a root the database does not have`,
      );
  }
  if (latest === undefined || latest.size === before?.size) return before?.size ?? 0;
  await mkdir(dir, { recursive: true });
  // A copy whose tiles cannot be read is made anew from the first leaf.
  await writeTiles(dir, before?.size ?? 0, latest.size, leavesOf(client, epoch)).catch((error: unknown) => {
    if (before === undefined) throw error;
    return writeTiles(dir, 0, latest.size, leavesOf(client, epoch));
  });
  await replaceFile(join(dir, 'checkpoint'), Buffer.from(latest.note, 'utf8'), true);
  return latest.size;
}

async function writeTiles(dir: string, from: number, to: number, leaves: ReadHashes): Promise<void> {
  const stored = tileHashReader(from, (path) => readFile(join(dir, path)));
  const readHashes: ReadHashes = (level, start, count) => (level === 0 ? leaves : stored)(level, start, count);
  for await (const { path, content } of tilesToWrite(from, to, readHashes)) {
    await replaceFile(join(dir, path), content, false);
    // A full tile replaces the partial ones that led to it.
    if (!path.includes('.p/')) await rm(join(dir, `${path}.p`), { recursive: true, force: true });
  }
}

/** Leaf hashes as the batches hold them. */
function leavesOf(client: pg.PoolClient, epoch: number): ReadHashes {
  return async (_level, start, count) => {
    const { rows } = await client.query<{ part: Buffer }>({
      name: 'publish-leaves',
      text: `select substring(leaf_hashes from 32 * greatest($2::bigint - first_index, 0)::int + 1
          for 32 * (least($2::bigint + $3::bigint, first_index + count) - greatest($2::bigint, first_index))::int) as part
        from audit.batch where epoch = $1 and first_index < $2::bigint + $3::bigint and first_index + count > $2::bigint order by first_index`,
      values: [epoch, start, count],
    });
    return Buffer.concat(rows.map((row) => row.part));
  };
}

async function replaceFile(file: string, content: Uint8Array, durable: boolean): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.new`;
  if (durable) {
    const handle = await open(fresh, 'w');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } else await writeFile(fresh, content);
  await rename(fresh, file);
}
