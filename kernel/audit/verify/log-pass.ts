import type pg from 'pg';
import { sql } from '#kernel/db';
import { parseOrigin } from '../keys.ts';
import {
  append,
  decodeFrontier,
  emptyFrontier,
  encodeFrontier,
  type Frontier,
  frontierRoot,
  HASH_SIZE,
  type NoteVerifier,
  openNote,
  parseCheckpoint,
  splitHashes,
} from '../log/index.ts';
import { type Difference, differences, EventReader, examine, type Found } from './events.ts';
import type { Fault } from './fault.ts';
import { alteredField } from './name-field.ts';
import { PublishedCopy } from './published-copy.ts';
import { messageOf, rowStream, rowsOf, type Session } from './session.ts';

interface Batch {
  readonly first_index: number;
  readonly count: number;
  readonly last_xid: string;
  readonly last_ord: number;
  readonly leaf_hashes: Buffer;
  readonly root: Buffer | null;
  readonly note: string | null;
}
interface EpochLog {
  readonly session: Session;
  readonly epoch: number;
  readonly verifier: NoteVerifier | undefined;
  readonly copy: PublishedCopy | undefined;
  frontier: Frontier;
  /** The first root that does not hold is reported; after it no root can. */
  isBroken: boolean;
}

export interface LogSource {
  /** A second session on the same snapshot, which streams the events. */
  readonly events: pg.Client;
  readonly verifiers: ReadonlyMap<string, NoteVerifier>;
  readonly copies: ReadonlyMap<number, PublishedCopy | Error>;
  /** False where it is not known where a copy would be. */
  readonly isPublished: boolean;
}

/** Checks the log of one epoch: every event against its sealed leaf and its columns, every root against its checkpoints here and outside. */
export async function checkEpoch(session: Session, source: LogSource, epoch: number): Promise<void> {
  const verifier = [...source.verifiers.values()].find((v) => parseOrigin(v.name)?.epoch === epoch);
  const copy = await copyOf(session, source, epoch);
  const log: EpochLog = { session, epoch, verifier, copy, frontier: emptyFrontier(), isBroken: false };
  const reader = new EventReader(source.events, epoch);
  let last: Batch | undefined;
  for await (const batch of rowStream<Batch>(
    session.client,
    sql`select b.first_index, b.count, b.last_xid::text as last_xid, b.last_ord, b.leaf_hashes, k.root, k.note from audit.batch b
      left join audit.checkpoint k on k.epoch = b.epoch and k.size = b.first_index + b.count where b.epoch = ${epoch} order by b.first_index`,
    8,
  )) {
    const events = await reader.takeUntil(BigInt(batch.last_xid), batch.last_ord);
    session.checked.events += events.length;
    await checkBatch(
      log,
      batch,
      events.map((event) => examine(event, epoch)),
    );
    last = batch;
  }
  for await (const block of reader.rest()) {
    session.checked.unsealed += block.length;
    session.checked.events += block.length;
    for (const event of block) reportColumn(log, examine(event, epoch), undefined);
  }
  await checkEnd(log, last);
  session.checked.epochs += 1;
  session.checked.published += copy?.compared ?? 0;
}

/**
 * Opens the published copies of all epochs. Before the snapshot of the database is taken: a copy never runs ahead of the database, so one
 * that does afterwards was not overtaken by new batches.
 */
export async function openCopies(
  dataDir: string | undefined,
  verifiers: ReadonlyMap<string, NoteVerifier>,
): Promise<Map<number, PublishedCopy | Error>> {
  const copies = new Map<number, PublishedCopy | Error>();
  for (const [name, verifier] of verifiers) {
    const epoch = parseOrigin(name)?.epoch;
    if (epoch === undefined || dataDir === undefined) continue;
    const copy = await PublishedCopy.open(dataDir, epoch, verifier).catch((error: unknown) => new Error(messageOf(error)));
    if (copy) copies.set(epoch, copy);
  }
  return copies;
}

/** How long a first checkpoint may stand in the database alone before its copy is missed, in seconds. */
const PUBLISHING_SECONDS = 10;

async function copyOf(session: Session, source: LogSource, epoch: number): Promise<PublishedCopy | undefined> {
  const copy = source.copies.get(epoch);
  if (copy instanceof Error) {
    const detail = `the published checkpoint is not signed by the log: ${copy.message}`;
    session.faults.add({ kind: 'note-invalid', epoch, field: 'published checkpoint', detail });
    return undefined;
  }
  if (copy === undefined && source.isPublished) {
    const [known] = await rowsOf<{ n: number }>(
      session.client,
      sql`select count(*) as n from audit.checkpoint where epoch = ${epoch} and at < kernel.now() - make_interval(secs => ${PUBLISHING_SECONDS})`,
    );
    if (known !== undefined && known.n > 0)
      session.faults.add({ kind: 'published-missing', epoch, detail: 'the copy of the log outside the database is gone' });
  }
  return copy;
}

async function checkBatch(log: EpochLog, batch: Batch, found: readonly Found[]): Promise<void> {
  const { session, epoch } = log;
  const first = batch.first_index;
  const before = encodeFrontier(log.frontier);
  session.checked.batches += 1;
  const isGap = first !== log.frontier.size || batch.leaf_hashes.length !== batch.count * HASH_SIZE;
  if (isGap) {
    const detail = `the batch from entry ${first} does not continue the log at entry ${log.frontier.size}`;
    session.faults.add({ kind: 'batch-missing', epoch, index: log.frontier.size, detail });
  }
  for (const [i, one] of found.entries()) reportColumn(log, one, first + i);
  const sealed = splitHashes(batch.leaf_hashes);
  const differing = differences(sealed, found);
  const grown = growBy(before, sealed);
  const holds = batch.root?.equals(frontierRoot(grown)) ?? false;
  const stored = holds || differing.length === 0 ? undefined : growBy(before, leavesOf(found));
  if (stored && batch.root?.equals(frontierRoot(stored))) {
    const detail = `the leaf hashes of the batch from entry ${first} were changed; its events were not`;
    session.faults.add({ kind: 'batch-altered', epoch, index: first, detail });
    log.frontier = stored;
  } else {
    // Behind a missing batch every event of the gap would count as forged; the gap says it already.
    for (const difference of differing)
      if (!isGap || difference.kind !== 'forged') await reportDifference(log, first, difference);
    if (!holds) reportRoot(log, batch);
    log.frontier = grown;
  }
  checkNote(log, batch);
  const leaves = log.frontier === stored ? leavesOf(found) : sealed;
  for (const fault of (await log.copy?.compare(first, leaves, before)) ?? []) session.faults.add(fault);
}

const leavesOf = (found: readonly Found[]): Buffer[] => found.map((f) => f.leaf);
function growBy(before: Buffer, leaves: readonly Buffer[]): Frontier {
  const frontier = decodeFrontier(before);
  for (const leaf of leaves) append(frontier, leaf);
  return frontier;
}

function reportRoot(log: EpochLog, batch: Batch): void {
  const size = batch.first_index + batch.count;
  if (batch.root === null) {
    const detail = `the checkpoint of ${size} entries is gone`;
    log.session.faults.add({ kind: 'checkpoint-missing', epoch: log.epoch, index: size - 1, detail });
  } else if (!log.isBroken) {
    log.isBroken = true;
    const detail = `the sealed leaves do not give the root of the checkpoint of ${size} entries`;
    log.session.faults.add({ kind: 'root-differs', epoch: log.epoch, index: size - 1, field: 'root', detail });
  }
}

function checkNote(log: EpochLog, batch: Batch): void {
  const { note, root } = batch;
  if (note === null || root === null) return;
  log.session.checked.checkpoints += 1;
  const size = batch.first_index + batch.count;
  const detail = noteFault(log, note, root, size);
  if (detail !== undefined)
    log.session.faults.add({ kind: 'note-invalid', epoch: log.epoch, index: size - 1, field: 'note', detail });
}

function noteFault({ verifier, epoch }: EpochLog, note: string, root: Buffer, size: number): string | undefined {
  if (verifier === undefined) return `no key of the log of epoch ${epoch} is known`;
  try {
    const signed = parseCheckpoint(openNote(note, [verifier]).text);
    if (signed.origin === verifier.name && signed.size === size && signed.root.equals(root)) return undefined;
    return `the signed note of checkpoint ${size} speaks of ${signed.size} entries or another root`;
  } catch (error) {
    return `the note of checkpoint ${size} is not signed by the log: ${messageOf(error)}`;
  }
}

function reportColumn(log: EpochLog, found: Found, index: number | undefined): void {
  if (found.column === undefined) return;
  const detail = `the column ${found.column} of the event is not what its body says`;
  log.session.faults.add({ kind: 'column-differs', ...placeOf(log, found, index), field: found.column, detail });
}

async function reportDifference(log: EpochLog, first: number, difference: Difference): Promise<void> {
  const index = first + difference.position;
  const { faults } = log.session;
  if (difference.kind === 'missing') {
    faults.add({
      kind: 'event-missing',
      epoch: log.epoch,
      index,
      detail: `the event sealed as entry ${index} is not in the database`,
    });
    return;
  }
  const place = placeOf(log, difference.found, index);
  if (difference.kind === 'forged')
    faults.add({ kind: 'event-forged', ...place, detail: 'the event stands among sealed ones but was never sealed' });
  else if (difference.kind === 'moved')
    faults.add({ kind: 'event-moved', ...place, detail: `another event was sealed as entry ${index}` });
  else {
    const field = difference.found.column ?? (await alteredField(log.session, difference.found.event));
    faults.add({ kind: 'event-altered', ...place, field, detail: `the body of entry ${index} is not the one that was sealed` });
  }
}

function placeOf(log: EpochLog, { event }: Found, index: number | undefined): Omit<Fault, 'kind' | 'detail'> {
  return {
    epoch: log.epoch,
    ...(index === undefined ? {} : { index }),
    ord: event.ord,
    orgId: event.org_id,
    entity: event.entity,
    ...(event.rec_id === null ? {} : { recordId: event.rec_id }),
    ...(event.rec_number === null ? {} : { number: event.rec_number }),
    ...(event.rec_ver === null ? {} : { version: event.rec_ver }),
  };
}

async function checkEnd(log: EpochLog, last: Batch | undefined): Promise<void> {
  const { session, epoch, frontier } = log;
  const strays = await rowsOf<{ size: number }>(
    session.client,
    sql`select size from audit.checkpoint k where epoch = ${epoch}
      and not exists (select from audit.batch b where b.epoch = k.epoch and b.first_index + b.count = k.size) order by size`,
  );
  for (const { size } of strays) {
    const detail = `a checkpoint of ${size} entries belongs to no batch`;
    session.faults.add({ kind: 'checkpoint-unknown', epoch, index: size - 1, detail });
  }
  const [cursor] = await rowsOf<{ xid: string; ord: number; size: number }>(
    session.client,
    sql`select last_xid::text as xid, last_ord as ord, size from audit.cursor where epoch = ${epoch}`,
  );
  const place = `${cursor?.size ?? 0} ${cursor?.xid ?? 0} ${cursor?.ord ?? 0}`;
  if (place !== `${frontier.size} ${last?.last_xid ?? 0} ${last?.last_ord ?? 0}`) {
    const detail = `sealing would continue at entry ${cursor?.size ?? 0}; the log has ${frontier.size}`;
    session.faults.add({ kind: 'cursor-differs', epoch, detail });
  }
  for (const fault of log.copy?.truncation(frontier.size) ?? []) session.faults.add(fault);
}
