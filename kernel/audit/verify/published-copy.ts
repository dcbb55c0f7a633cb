import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  append,
  type Checkpoint,
  decodeFrontier,
  frontierRoot,
  HASH_SIZE,
  type NoteVerifier,
  TILE_WIDTH,
  tilePath,
} from '../log/index.ts';
import { publishedCheckpoint, publishedDir } from '../publish.ts';
import type { Fault } from './fault.ts';

/** The copy of an epoch's log outside the database: what remembers entries that somebody took out of it. */
export class PublishedCopy {
  readonly checkpoint: Checkpoint;
  readonly #epoch: number;
  readonly #dir: string;
  #tile: Buffer[] = [];
  compared = 0;

  private constructor(epoch: number, dir: string, checkpoint: Checkpoint) {
    this.#epoch = epoch;
    this.#dir = dir;
    this.checkpoint = checkpoint;
  }

  /** @throws LogError when there is a checkpoint that the log's key did not sign */
  static async open(dataDir: string, epoch: number, verifier: NoteVerifier): Promise<PublishedCopy | undefined> {
    const dir = publishedDir(dataDir, epoch);
    const checkpoint = await publishedCheckpoint(dir, verifier);
    return checkpoint && new PublishedCopy(epoch, dir, checkpoint);
  }

  /**
   * Compares the leaves of a batch with the published tiles and, where the published checkpoint ends, the root.
   * @param before the encoded frontier before this batch
   */
  async compare(first: number, leaves: readonly Buffer[], before: Buffer): Promise<Fault[]> {
    const end = this.checkpoint.size;
    const faults: Fault[] = [];
    for (const [i, leaf] of leaves.entries()) {
      const size = first + i + 1;
      if (size > end) break;
      this.#tile.push(leaf);
      this.compared += 1;
      if (size % TILE_WIDTH === 0 || size === end) {
        faults.push(...(await this.#compareTile(size)));
        this.#tile = [];
      }
    }
    if (first < end && first + leaves.length >= end) {
      const frontier = decodeFrontier(before);
      for (const leaf of leaves.slice(0, end - first)) append(frontier, leaf);
      if (!frontierRoot(frontier).equals(this.checkpoint.root))
        faults.push({
          kind: 'log-forked',
          epoch: this.#epoch,
          index: end - 1,
          detail: `the published checkpoint of ${end} entries has another root than the database`,
        });
    }
    return faults;
  }

  /** What the copy has and the database has not. */
  truncation(size: number): Fault[] {
    const end = this.checkpoint.size;
    if (end <= size) return [];
    return [
      {
        kind: 'log-truncated',
        epoch: this.#epoch,
        index: size,
        detail: `the published log has ${end} entries, the database ${size}: the last ${end - size} are gone`,
      },
    ];
  }

  async #compareTile(size: number): Promise<Fault[]> {
    const index = Math.floor((size - 1) / TILE_WIDTH);
    const path = tilePath({ level: 0, index, width: this.#tile.length });
    const start = index * TILE_WIDTH;
    const fault = (at: number, detail: string): Fault[] => [{ kind: 'tile-differs', epoch: this.#epoch, index: at, detail }];
    // While the log grows a partial tile gives way to the full one, whose beginning it is.
    const full = tilePath({ level: 0, index, width: TILE_WIDTH });
    const read = (file: string) => readFile(join(this.#dir, file));
    const stored = await read(path).catch(() => read(full).catch(() => undefined));
    if (stored === undefined) return fault(start, `the published tile ${path} is missing`);
    const wrong = this.#tile.findIndex((leaf, i) => !stored.subarray(i * HASH_SIZE, (i + 1) * HASH_SIZE).equals(leaf));
    return wrong < 0 ? [] : fault(start + wrong, `the published tile ${path} has another leaf for entry ${start + wrong}`);
  }
}
