import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from '#kernel/db';
import type { Cell, Table } from '#kernel/print';
import { type Actor, type Kernel, type Tx, transact } from '#kernel/records';
import { rule } from '#kernel/schema';
import { type ExplorerEntry, type ExplorerQuery, type Filter, type Found, filterInWords, findEvents } from './explorer.ts';
import { readVerifierKeys, verifiersOf } from './keys.ts';
import { inclusionProofFromTiles, type ReadHashes, tileHashReader } from './log/index.ts';
import { publishedCheckpoint, publishedDir } from './publish.ts';
import { auditRules } from './rules.ts';
import type { AuditOptions } from './runtime.ts';

const PAGE = 200;
const MOST_PRINTED = 10_000;

/** The signed head of the log as it stands on every export. */
export interface LogHead extends Readonly<Record<string, unknown>> {
  readonly epoch: number;
  readonly size: number;
  readonly root: string;
  readonly note: string;
  readonly at: string;
}
export const latestCheckpoint = async (tx: Tx): Promise<LogHead | null> =>
  (await tx.query<LogHead>(sql`select epoch, size, root, note, at from audit.latest_checkpoint()`))[0] ?? null;

interface Prepared {
  readonly organization: string;
  readonly filter: string;
  readonly at: string;
  readonly head: LogHead | null;
}
export interface Export {
  readonly type: string;
  readonly fileName: string;
  readonly content: Readable | Buffer;
}

/** The filtered trail as a file, the filter and the signed head of the log in it. The EXPORT event is written before the first byte leaves. */
export async function exportTrail(
  kernel: Kernel,
  actor: Actor,
  query: ExplorerQuery & { readonly format: 'csv' | 'json' | 'pdf' },
  options: AuditOptions,
  requestId: string,
): Promise<Export> {
  const { cursor: _cursor, limit: _limit, format, ...filter } = query;
  const prepared = await prepare(kernel, actor, filter, format, requestId);
  const fileName = `Audit trail ${prepared.at.slice(0, 10)}.${format}`;
  // What is written while a slow reader takes the file does not belong to it.
  const rows = pages(kernel, actor, { ...filter, to: filter.to ?? prepared.at });
  if (format === 'json')
    return {
      type: 'application/json; charset=utf-8',
      fileName,
      content: Readable.from(jsonOf(rows, actor, prepared, options), { objectMode: false }),
    };
  const { writeCsv, writeTablePdf } = await import('#kernel/print');
  if (format === 'csv')
    return { type: 'text/csv; charset=utf-8', fileName, content: writeCsv(tableOf(rows, prepared, actor, true)) };
  const head = prepared.head ? `log ${prepared.head.epoch}/${prepared.head.size} ${prepared.head.root}` : 'log not sealed yet';
  const meta = {
    organization: prepared.organization,
    printedBy: actor.name,
    printedAt: prepared.at,
    filter: prepared.filter === '' ? head : `${prepared.filter} · ${head}`,
  };
  return {
    type: 'application/pdf',
    fileName,
    content: Buffer.from(await writeTablePdf(tableOf(rows, prepared, actor, false), meta)),
  };
}

function prepare(kernel: Kernel, actor: Actor, filter: Filter, format: string, requestId: string): Promise<Prepared> {
  return transact(
    kernel,
    actor,
    async (tx) => {
      const words = await filterInWords(tx, filter);
      const head = await latestCheckpoint(tx);
      const [organization] = await tx.query<{ name: string }>(
        sql`select name from access.organization where org_id = ${actor.orgId} limit 1`,
      );
      await tx.record(
        'EXPORT',
        { module: 'audit', entity: 'audit.event' },
        { format, filter: words, query: filter, logSize: head?.size ?? 0, logRoot: head?.root ?? null },
      );
      return { organization: organization?.name ?? '', filter: words, at: tx.now, head };
    },
    { requestId },
  );
}

/** Page by page, each in a transaction of its own: a slow reader holds nothing open. */
async function* pages(kernel: Kernel, actor: Actor, filter: Filter): AsyncGenerator<Found, void> {
  let cursor: string | undefined;
  do {
    const page = await transact(
      kernel,
      actor,
      (tx) => findEvents(tx, { ...filter, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }),
      {
        readOnly: true,
      },
    );
    yield* page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

const columns = {
  entry: { en: 'Entry', fr: 'Entrée' },
  at: { en: 'Time (UTC)', fr: 'Heure (UTC)' },
  who: { en: 'Person', fr: 'Personne' },
  type: { en: 'Kind', fr: 'Nature' },
  behalf: { en: 'On behalf of', fr: 'Pour' },
  action: { en: 'Action', fr: 'Action' },
  transition: { en: 'Transition', fr: 'Transition' },
  record: { en: 'Record', fr: 'Enregistrement' },
  version: { en: 'Version', fr: 'Version' },
  changes: { en: 'Changes', fr: 'Changements' },
  reason: { en: 'Reason', fr: 'Motif' },
  ip: { en: 'Address', fr: 'Adresse' },
  request: { en: 'Request', fr: 'Requête' },
} as const;
type ColumnKey = keyof typeof columns;
const printed: readonly ColumnKey[] = ['entry', 'at', 'who', 'action', 'record', 'changes', 'reason'];
const shares: Partial<Record<ColumnKey, number>> = { entry: 0.5, at: 1.1, action: 0.9, changes: 3, reason: 1.6 };

const valueText = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
/** `field: old → new` of every changed field, and what else the event says. */
function changesText(entry: ExplorerEntry): string {
  const changes = Object.entries(entry.changes).map(([field, [old, now]]) => `${field}: ${valueText(old)} → ${valueText(now)}`);
  return [...changes, ...(entry.detail === null ? [] : [JSON.stringify(entry.detail)])].join('; ');
}
const text = (value: string | number | null): Cell => (value === null ? null : String(value));
const cells: Readonly<Record<ColumnKey, (entry: ExplorerEntry) => Cell>> = {
  entry: (e) => text(e.entry),
  at: (e) => e.at,
  who: (e) => e.actor.name,
  type: (e) => e.actor.type,
  behalf: (e) => e.actor.onBehalfOf,
  action: (e) => e.action,
  transition: (e) => e.transition,
  record: (e) => `${e.entityLabel ?? e.entity} ${e.number ?? e.recordId ?? ''}`.trim(),
  version: (e) => text(e.version),
  changes: changesText,
  reason: (e) => e.reason,
  ip: (e) => e.ip,
  request: (e) => e.request,
};

function tableOf(found: AsyncIterable<Found>, prepared: Prepared, actor: Actor, isWhole: boolean): Table {
  const keys = isWhole ? (Object.keys(columns) as ColumnKey[]) : printed;
  const rows = async function* (): AsyncGenerator<readonly Cell[], void> {
    let count = 0;
    for await (const { entry } of found) {
      count += 1;
      if (!isWhole) rule(count <= MOST_PRINTED, auditRules['audit.pdf.too-long'], { limit: MOST_PRINTED });
      yield keys.map((key) => cells[key](entry));
    }
    if (isWhole) yield* closing(prepared, actor, count);
  };
  return {
    title: actor.language === 'fr' ? 'Piste d’audit' : 'Audit trail',
    columns: keys.map((key) => ({ title: columns[key][actor.language], share: shares[key] ?? 1 })),
    rows: rows(),
  };
}

/** A CSV has no page head: filter, number of entries and the signed head of the log stand behind its rows. */
function* closing({ organization, filter, at, head }: Prepared, actor: Actor, count: number): Generator<readonly Cell[], void> {
  yield [];
  yield ['Organization', organization];
  yield ['Exported', `${at} ${actor.name}`];
  yield ['Filter', filter === '' ? 'all entries' : filter];
  yield ['Entries', String(count)];
  yield ['Checkpoint', head?.note ?? 'not sealed yet'];
}

/** JSON with the sealed bytes of each event and its proof of inclusion under the published checkpoint: verifiable without this server. */
async function* jsonOf(
  found: AsyncIterable<Found>,
  actor: Actor,
  prepared: Prepared,
  options: AuditOptions,
): AsyncGenerator<string, void> {
  const proofs = new ProofMaker(options.dataDir);
  const { organization, filter, at, head } = prepared;
  const start = {
    organization,
    exportedAt: at,
    exportedBy: actor.name,
    filter: filter === '' ? null : filter,
    checkpoint: head,
    vkeys: proofs.vkeys,
  };
  yield `${JSON.stringify(start).slice(0, -1)},"entries":[`;
  let count = 0;
  for await (const { entry, body } of found) {
    const proof = entry.entry === null ? null : await proofs.of(entry.epoch, entry.entry);
    yield `${count === 0 ? '' : ','}\n${JSON.stringify({ ...entry, body, proof })}`;
    count += 1;
  }
  yield `\n],"count":${count},"checkpoints":${JSON.stringify(proofs.notes)}}\n`;
}

/** Most tiles kept in memory while proofs are made: 4 MB. */
const KEPT_TILES = 512;

/** Proofs of inclusion from the published copy of the log, each epoch under the checkpoint published when the export began. */
class ProofMaker {
  readonly vkeys: readonly string[];
  /** Signed checkpoints the proofs lead to, by epoch. */
  readonly notes: Record<string, string> = {};
  readonly #dataDir: string;
  readonly #epochs = new Map<number, { readonly size: number; readonly read: ReadHashes } | undefined>();

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.vkeys = readVerifierKeys(dataDir).split('\n').filter(Boolean);
  }

  /** Sibling hashes in base64, from the leaf upwards; null when the entry is not published yet. */
  async of(epoch: number, index: number): Promise<readonly string[] | null> {
    if (!this.#epochs.has(epoch)) this.#epochs.set(epoch, await this.#open(epoch));
    const log = this.#epochs.get(epoch);
    if (log === undefined || index >= log.size) return null;
    return (await inclusionProofFromTiles(log.read, index, log.size)).map((hash) => hash.toString('base64'));
  }

  async #open(epoch: number): Promise<{ size: number; read: ReadHashes } | undefined> {
    const dir = publishedDir(this.#dataDir, epoch);
    const verifier = [...verifiersOf(this.vkeys.join('\n')).values()].find((v) => v.name.endsWith(`/e${epoch}`));
    const checkpoint = verifier && (await publishedCheckpoint(dir, verifier));
    if (!checkpoint) return undefined;
    this.notes[String(epoch)] = await readFile(join(dir, 'checkpoint'), 'utf8');
    const tiles = new Map<string, Promise<Buffer>>();
    const read = tileHashReader(checkpoint.size, (path) => {
      const known = tiles.get(path) ?? readTile(dir, path);
      if (tiles.size >= KEPT_TILES) tiles.clear();
      tiles.set(path, known);
      return known;
    });
    return { size: checkpoint.size, read };
  }
}

/** A partial tile gives way to the full one while the log grows: its hashes are the beginning of that one. */
async function readTile(dir: string, path: string): Promise<Buffer> {
  const [, full, width] = /^(.*)\.p\/(\d+)$/.exec(path) ?? [];
  if (full === undefined) return readFile(join(dir, path));
  return readFile(join(dir, path)).catch(async () => (await readFile(join(dir, full))).subarray(0, Number(width) * 32));
}
