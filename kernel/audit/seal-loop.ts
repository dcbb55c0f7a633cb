import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { openPool } from '#kernel/db';
import { type EpochKey, openLogKeys, verifierOf } from './keys.ts';
import { publishLog } from './publish.ts';
import { BATCH_LIMIT, sealOnce } from './sealer.ts';
import { inTransaction } from './transaction.ts';

const KEY_LOCK = 7305;

export interface SealerOptions {
  /** Connection of the sealer role. */
  readonly url: string;
  /** Folder of keys and published log: `keys/log.key`, `keys/log.vkey`, `log/e1/…`. */
  readonly dataDir: string;
  /** Pause between rounds, in milliseconds. */
  readonly intervalMs?: number;
  /** Told about a failed round; sealing goes on with the next one. */
  readonly onError?: (error: unknown) => void;
}
export interface Sealer {
  /** Ends after the current round. */
  stop(): Promise<void>;
  /**
   * Waits until everything that was committed when it is called (or everything up to the transaction `xid`) is sealed.
   * @returns false when that did not happen within `timeoutMs`
   */
  sealedPast(xid?: string, timeoutMs?: number): Promise<boolean>;
}

/**
 * Starts sealing: one round every 200 ms, so that an event is sealed within a second. Any number of processes with the same keys may run
 * it; one of them works at a time. A failed round changes nothing and is tried again, and the growing lag shows in `audit.seal_status()`.
 */
export function startSealer(options: SealerOptions): Sealer {
  const pool = openPool(options.url, { max: 3, name: 'plumbline-sealer' });
  const keys = openLogKeys(options.dataDir);
  const interval = options.intervalMs ?? 200;
  const stopping = new AbortController();
  const published = new Map<number, number>();
  const signers = new Map<number, EpochKey>();
  /** Processes that share the keys make a missing one one after the other. */
  const signerOf = async (epoch: number): Promise<EpochKey> => {
    const known = signers.get(epoch);
    if (known) return known;
    const signer = await inTransaction(pool, async (client) => {
      await client.query('select pg_advisory_xact_lock($1)', [KEY_LOCK]);
      return keys.signerFor(epoch);
    });
    signers.set(epoch, signer);
    return signer;
  };

  const round = async (): Promise<void> => {
    const { rows } = await pool.query<{ epoch: number }>('select audit.current_epoch() as epoch');
    const epoch = rows[0]?.epoch ?? 1;
    const signer = await signerOf(epoch);
    const verifier = verifierOf(signer);
    // Before the first batch: a database that was set back behind its published log must not sign again.
    if (!published.has(epoch)) published.set(epoch, await publishLog(pool, epoch, options.dataDir, verifier));
    let size: number | null;
    let count: number;
    do {
      ({ size, count } = await sealOnce(pool, { origin: signer.name, signer }));
      if (size !== null && size !== published.get(epoch))
        published.set(epoch, await publishLog(pool, epoch, options.dataDir, verifier));
    } while (count === BATCH_LIMIT && !stopping.signal.aborted);
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await round().catch((error: unknown) => {
        published.clear();
        options.onError?.(error);
      });
      await delay(interval, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
      await pool.end();
    },
    sealedPast: (xid, timeoutMs = 10_000) => sealedPast(pool, xid, timeoutMs),
  };
}

async function sealedPast(pool: pg.Pool, xid: string | undefined, timeoutMs: number): Promise<boolean> {
  const ends = performance.now() + timeoutMs;
  const { rows } = await pool.query<{ xid: string }>(
    'select coalesce($1::text, (pg_snapshot_xmax(pg_current_snapshot())::text::numeric - 1)::text) as xid',
    [xid ?? null],
  );
  const target = rows[0]?.xid ?? '0';
  while (true) {
    const { rows: answer } = await pool.query<{ sealed: boolean }>({
      name: 'sealed-past',
      text: `select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 and not exists (
        select from audit.event e where e.epoch = audit.current_epoch() and e.xid <= $1::xid8 and (e.xid, e.ord) > (
          coalesce((select c.last_xid from audit.cursor c where c.epoch = audit.current_epoch()), '0'::xid8),
          coalesce((select c.last_ord from audit.cursor c where c.epoch = audit.current_epoch()), 0))) as sealed`,
      values: [target],
    });
    if (answer[0]?.sealed) return true;
    if (performance.now() > ends) return false;
    await delay(50);
  }
}
