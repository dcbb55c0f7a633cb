import { sql } from '#kernel/db';
import type { Registry } from '#kernel/records';
import { parseOrigin, readVerifierKeys, verifiersOf } from '../keys.ts';
import { type Checked, type Fault, type FaultKind, FaultList, nothingChecked } from './fault.ts';
import { checkFiles, type StoredFiles } from './file-pass.ts';
import { checkFunctions, checkTriggers } from './guard-pass.ts';
import { checkEpoch, type LogSource, openCopies } from './log-pass.ts';
import { checkChains, checkHeads, checkHistory, checkRows } from './record-pass.ts';
import { openSnapshot, rowsOf, type Session } from './session.ts';
import { auditedTables, isReadable } from './tables.ts';

export interface VerifyOptions {
  readonly urls: { readonly verifier: string };
  /** Folder with the keys and the published copy of the log. Without it a log that was cut off at the end cannot be told from a short one. */
  readonly dataDir?: string;
  /** Public keys of the log, one line per epoch, from somewhere else than the deployment's own folder if possible. */
  readonly vkey?: string;
  /** Names fields as people know them, and knows tables that a database without log would not name. */
  readonly registry?: Registry;
  /** Where file contents are kept; each one is read and compared with its hash. */
  readonly fileStore?: StoredFiles;
  /** Stores the result in `audit.verification`; default true. */
  readonly keepResult?: boolean;
}
export interface VerifyResult {
  readonly ok: boolean;
  readonly at: string;
  readonly milliseconds: number;
  readonly checked: Checked;
  /** Number of faults of each kind; `faults` holds the first hundred of each. */
  readonly counts: Readonly<Partial<Record<FaultKind, number>>>;
  readonly faults: readonly Fault[];
}

/**
 * Verifies the audit trail from nothing but its own bytes (AT-03, P11-10e): every root from the bodies, every key column, every record's
 * chain, every live row and every history image, the guards that keep them, and the copy outside the database. One snapshot, read only.
 *
 * @returns what was checked, and each fault with the record and the field it concerns
 */
export async function verifyLog(options: VerifyOptions): Promise<VerifyResult> {
  const started = performance.now();
  const verifiers = verifiersOf(options.vkey ?? (options.dataDir === undefined ? '' : readVerifierKeys(options.dataDir)));
  const copies = await openCopies(options.dataDir, verifiers);
  const client = await openSnapshot(options.urls.verifier);
  const faults = new FaultList();
  const session: Session = { client, checked: nothingChecked(), faults, registry: options.registry };
  try {
    const [clock] = await rowsOf<{ at: string }>(
      client,
      sql`select to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`,
    );
    const events = await openSnapshot(options.urls.verifier, client);
    try {
      await checkLog(session, { events, verifiers, copies, isPublished: options.dataDir !== undefined });
    } finally {
      await events.end();
    }
    await checkChains(session);
    await checkHeads(session);
    const tables = await auditedTables(session);
    for (const table of tables.filter((t) => t.exists)) {
      if (!(await isReadable(session, table))) continue;
      session.checked.tables += 1;
      await checkRows(session, table);
      await checkHistory(session, table);
    }
    await checkTriggers(session, tables);
    await checkFunctions(session);
    if (options.fileStore) await checkFiles(session, options.fileStore);
    await client.query('commit');
    const result: VerifyResult = {
      ok: faults.total === 0,
      at: clock?.at ?? '',
      milliseconds: Math.round(performance.now() - started),
      checked: session.checked,
      counts: Object.fromEntries(faults.counts),
      faults: faults.kept,
    };
    if (options.keepResult ?? true)
      await client.query('insert into audit.verification (ok, result) values ($1, $2)', [result.ok, JSON.stringify(result)]);
    return result;
  } finally {
    await client.end();
  }
}

async function checkLog(session: Session, source: LogSource): Promise<void> {
  const known = await rowsOf<{ epoch: number }>(
    session.client,
    sql`select number as epoch from audit.epoch union select epoch from audit.batch union select epoch from audit.checkpoint union select epoch from audit.event order by 1`,
  );
  // An epoch that only its key or its published copy remembers was taken out of the database.
  const signed = [...source.verifiers.keys()].flatMap((name) => parseOrigin(name)?.epoch ?? []);
  const epochs = new Set([...known.map((e) => e.epoch), ...signed]);
  for (const epoch of [...epochs].sort((a, b) => a - b)) await checkEpoch(session, source, epoch);
}
