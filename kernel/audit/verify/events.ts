import type pg from 'pg';
import { sql } from '#kernel/db';
import { leafHash } from '../log/index.ts';
import { blocksOf } from './session.ts';

/** An event as stored: key columns, and the body whose bytes are the leaf. */
export interface StoredEvent {
  readonly xid: string;
  readonly ord: number;
  readonly at: string;
  readonly org_id: string;
  readonly action: string;
  readonly module: string;
  readonly entity: string;
  readonly rec_id: string | null;
  readonly rec_number: string | null;
  readonly rec_ver: number | null;
  readonly actor_id: string;
  readonly body: string;
}
export interface Found {
  readonly event: StoredEvent;
  readonly leaf: Buffer;
  /** First key column that is not what the body says. */
  readonly column: string | undefined;
}
export type Body = Readonly<Record<string, unknown>>;

/** Events of an epoch in the order of the log, read ahead in blocks. */
export class EventReader {
  readonly #blocks: AsyncGenerator<StoredEvent[]>;
  #block: StoredEvent[] = [];
  #at = 0;

  constructor(client: pg.Client, epoch: number) {
    this.#blocks = blocksOf<StoredEvent>(
      client,
      // Ordered by the columns themselves, not by their texts that are selected under the same names.
      sql`select e.xid::text as xid, e.ord, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.org_id::text as org_id, e.action, e.module,
        e.entity, e.rec_id, e.rec_number, e.rec_ver, e.actor_id::text as actor_id, e.body::text as body from audit.event e where e.epoch = ${epoch} order by e.xid, e.ord, e.at`,
      5000,
      true,
    );
  }
  /** The next event if it is not after (xid, ord). Undefined: none, or the next one is later. */
  async takeUntil(xid: bigint, ord: number): Promise<StoredEvent[]> {
    const taken: StoredEvent[] = [];
    while (await this.#fill()) {
      const from = this.#at;
      while (this.#at < this.#block.length && !isAfter(this.#block[this.#at], xid, ord)) this.#at++;
      for (let i = from; i < this.#at; i++) taken.push(this.#block[i] as StoredEvent);
      if (this.#at < this.#block.length) break;
    }
    return taken;
  }
  /** The rest, block by block. */
  async *rest(): AsyncGenerator<StoredEvent[]> {
    while (await this.#fill()) {
      const block = this.#block.slice(this.#at);
      this.#at = this.#block.length;
      yield block;
    }
  }
  async #fill(): Promise<boolean> {
    if (this.#at < this.#block.length) return true;
    const { value } = await this.#blocks.next();
    this.#block = value ?? [];
    this.#at = 0;
    return this.#block.length > 0;
  }
}

function isAfter(event: StoredEvent | undefined, xid: bigint, ord: number): boolean {
  if (event === undefined) return true;
  const x = BigInt(event.xid);
  return x > xid || (x === xid && event.ord > ord);
}

/** Hashes a body and compares the key columns with it. */
export function examine(event: StoredEvent, epoch: number): Found {
  return { event, leaf: leafHash(Buffer.from(event.body, 'utf8')), column: differingColumn(event, epoch) };
}

export function parseBody(text: string): Body | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Body) : undefined;
  } catch {
    return undefined;
  }
}

function differingColumn(e: StoredEvent, epoch: number): string | undefined {
  const b = parseBody(e.body);
  if (b === undefined) return 'body';
  if (b.epoch !== epoch) return 'epoch';
  if (b.xid !== e.xid) return 'xid';
  if (b.ord !== String(e.ord)) return 'ord';
  if (b.at !== e.at) return 'at';
  if (b.org !== e.org_id) return 'org_id';
  if (b.actor !== e.actor_id) return 'actor_id';
  if (b.action !== e.action) return 'action';
  if (b.module !== e.module) return 'module';
  if (b.entity !== e.entity) return 'entity';
  if (b.id !== e.rec_id) return 'rec_id';
  if (b.number !== e.rec_number) return 'rec_number';
  if (b.ver !== e.rec_ver) return 'rec_ver';
  return undefined;
}

/** What became of one sealed leaf or one stored event of a batch. Positions count from the first leaf of the batch. */
export type Difference =
  | { readonly kind: 'altered' | 'moved'; readonly position: number; readonly found: Found }
  | { readonly kind: 'missing'; readonly position: number }
  | { readonly kind: 'forged'; readonly position: number; readonly found: Found };

/** Compares the sealed leaves of a batch with the events found in its interval; empty when they are the same. */
export function differences(sealed: readonly Buffer[], found: readonly Found[]): Difference[] {
  if (sealed.length === found.length && sealed.every((leaf, i) => found[i]?.leaf.equals(leaf))) return [];
  // What is still to come on either side: a copy of an event that was met already is as strange as an invented one.
  const sealedAhead = countsOf(sealed);
  const foundAhead = countsOf(found.map((f) => f.leaf));
  const out: Difference[] = [];
  let [i, j] = [0, 0];
  const pass = (leaf: Buffer | undefined, event: Found | undefined) => {
    if (leaf) {
      lower(sealedAhead, leaf);
      i += 1;
    }
    if (event) {
      lower(foundAhead, event.leaf);
      j += 1;
    }
  };
  while (i < sealed.length || j < found.length) {
    const leaf = sealed[i];
    const event = found[j];
    const lost = leaf !== undefined && !foundAhead.get(key(leaf));
    const strange = event !== undefined && !sealedAhead.get(key(event.leaf));
    if (leaf !== undefined && event?.leaf.equals(leaf)) pass(leaf, event);
    else if (lost && strange) {
      out.push({ kind: 'altered', position: i, found: event });
      pass(leaf, event);
    } else if (lost || event === undefined) {
      out.push({ kind: 'missing', position: i });
      pass(leaf, undefined);
    } else if (strange || leaf === undefined) {
      out.push({ kind: 'forged', position: i, found: event });
      pass(undefined, event);
    } else {
      // Both are met again, each in the other's place.
      out.push({ kind: 'moved', position: i, found: event });
      [i, j] = [i + 1, j + 1];
    }
  }
  return out;
}

const key = (leaf: Buffer): string => leaf.toString('base64');
function countsOf(leaves: readonly Buffer[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const leaf of leaves) counts.set(key(leaf), (counts.get(key(leaf)) ?? 0) + 1);
  return counts;
}
function lower(counts: Map<string, number>, leaf: Buffer): void {
  counts.set(key(leaf), (counts.get(key(leaf)) ?? 0) - 1);
}
