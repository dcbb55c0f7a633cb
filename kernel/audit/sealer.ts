import type pg from 'pg';
import { parseOrigin } from './keys.ts';
import {
  append,
  decodeFrontier,
  emptyFrontier,
  encodeFrontier,
  type Frontier,
  formatCheckpoint,
  frontierRoot,
  leafHash,
  type NoteSigner,
  signNote,
} from './log/index.ts';
import { inTransaction } from './transaction.ts';

/** Events of one batch at most: about 160 kB of leaf hashes. */
export const BATCH_LIMIT = 5000;
// Numbers of advisory locks are shared by the whole database: 7301 to 7305 stand for other work.
const SEALER_LOCK = 7306;

export interface SealOptions {
  /** Name of the epoch's log; the signer's name is the same. */
  readonly origin: string;
  readonly signer: NoteSigner;
  readonly limit?: number;
}
export interface Sealed {
  /** Events sealed now; 0 when none waited below the horizon or another process is sealing. */
  readonly count: number;
  /** Leaves of the log after this call; null when another process is sealing. */
  readonly size: number | null;
}

/** The log cannot be continued without forking it: another key, or a cursor that does not fit the last checkpoint. */
export class SealRefused extends Error {
  override readonly name = 'SealRefused';
}

interface Place {
  readonly last_xid: string;
  readonly last_ord: number;
  readonly frontier: Buffer;
  readonly size: number | null;
  readonly root: Buffer | null;
  readonly note: string | null;
}

/**
 * Seals the events that committed since the last batch: leaves into the tree, a batch, a signed checkpoint and the new cursor, all in one
 * transaction, so that a crash leaves either all of it or nothing. Only transactions below the snapshot horizon are taken, in the order
 * (xid, ord): nothing can appear before them any more. One process at a time; the others return at once.
 *
 * @param pool of the sealer role
 * @throws SealRefused when continuing would fork the log
 */
export async function sealOnce(pool: pg.Pool, options: SealOptions): Promise<Sealed> {
  const epoch = parseOrigin(options.origin)?.epoch;
  if (epoch === undefined || options.signer.name !== options.origin)
    throw new SealRefused(`the key ${options.signer.name} does not belong to the log ${options.origin}`);
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [SEALER_LOCK]);
    return rows[0]?.mine ? sealBatch(client, epoch, options) : { count: 0, size: null };
  });
}

async function sealBatch(client: pg.PoolClient, epoch: number, options: SealOptions): Promise<Sealed> {
  const { place, frontier } = await placeOf(client, epoch, options.origin);
  const { rows: events } = await client.query<{ xid: string; ord: number; body: string }>({
    name: 'seal-events',
    // Ordered by the number itself: `order by xid` alone would mean the text that is selected under that name.
    text: `select e.xid::text as xid, e.ord, e.body::text as body from audit.event e
      where e.epoch = $1 and (e.xid, e.ord) > ($2::xid8, $3::bigint) and e.xid < pg_snapshot_xmin(pg_current_snapshot()) order by e.xid, e.ord limit $4`,
    values: [epoch, place.last_xid, place.last_ord, options.limit ?? BATCH_LIMIT],
  });
  const last = events.at(-1);
  const first = frontier.size;
  if (last === undefined) return { count: 0, size: first };
  const leaves = events.map((event) => leafHash(Buffer.from(event.body, 'utf8')));
  for (const leaf of leaves) append(frontier, leaf);
  const root = frontierRoot(frontier);
  const note = signNote(formatCheckpoint({ origin: options.origin, size: frontier.size, root }), options.signer);
  await client.query(
    'insert into audit.batch (epoch, first_index, count, last_xid, last_ord, leaf_hashes) values ($1, $2, $3, $4, $5, $6)',
    [epoch, first, leaves.length, last.xid, last.ord, Buffer.concat(leaves)],
  );
  await client.query('insert into audit.checkpoint (epoch, size, root, note) values ($1, $2, $3, $4)', [
    epoch,
    frontier.size,
    root,
    note,
  ]);
  await client.query(
    `insert into audit.cursor (epoch, last_xid, last_ord, size, frontier) values ($1, $2, $3, $4, $5)
     on conflict (epoch) do update set last_xid = excluded.last_xid, last_ord = excluded.last_ord, size = excluded.size, frontier = excluded.frontier`,
    [epoch, last.xid, last.ord, frontier.size, encodeFrontier(frontier)],
  );
  return { count: leaves.length, size: frontier.size };
}

/** Where the log ends, and proof that cursor and last checkpoint agree on it. */
async function placeOf(client: pg.PoolClient, epoch: number, origin: string): Promise<{ place: Place; frontier: Frontier }> {
  const { rows } = await client.query<Place>({
    name: 'seal-place',
    text: `select coalesce(c.last_xid, '0'::xid8)::text as last_xid, coalesce(c.last_ord, 0) as last_ord, coalesce(c.frontier, $2) as frontier, k.size, k.root, k.note
      from (select $1::int as epoch) e left join audit.cursor c on c.epoch = e.epoch
      left join lateral (select size, root, note from audit.checkpoint k where k.epoch = e.epoch order by size desc limit 1) k on true`,
    values: [epoch, encodeFrontier(emptyFrontier())],
  });
  const [place] = rows;
  if (!place) throw new SealRefused(`epoch ${epoch} has no place to continue from`);
  const frontier = decodeFrontier(place.frontier);
  if ((place.size ?? 0) !== frontier.size || (place.root !== null && !frontierRoot(frontier).equals(place.root)))
    throw new SealRefused(
      `the cursor of epoch ${epoch} (${frontier.size} entries) does not fit its last checkpoint (${place.size ?? 0})`,
    );
  if (place.note !== null && !place.note.startsWith(`${origin}\n`))
    throw new SealRefused(`the last checkpoint of epoch ${epoch} was signed for another log than ${origin}`);
  return { place, frontier };
}
