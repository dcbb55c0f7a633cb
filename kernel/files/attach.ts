import { sql } from '#kernel/db';
import {
  coreRules,
  type FileLister,
  findRows,
  holds,
  lockRow,
  mayEdit,
  needReason,
  type RulesOf,
  refuseFrozen,
  type Tx,
  writeRow,
} from '#kernel/records';
import { type AnyRecord, type Row, refuse, rule } from '#kernel/schema';
import { getSetting } from '#kernel/settings';
import { type ReceivedFile, receiveFile, type Upload, type UploadLimits } from './receive.ts';
import { Attachment } from './records/attachment.ts';
import { fileRules } from './rules.ts';
import { noScanner, type VirusScanner } from './scan.ts';
import type { FileStore } from './store/index.ts';

export type AttachmentRow = Row<typeof Attachment>;

/** What becomes of a stored file. */
export interface Placement {
  readonly record: AnyRecord;
  readonly id: string;
  /** ORIGINAL, OFFICIAL_PDF, ATTACHMENT …: upper case, one word of the module. */
  readonly role: string;
  readonly description?: string | null;
  /** Part of the signed content: bound by the record's content hash and frozen with it. */
  readonly isContent: boolean;
  /** `role`: the current files of the same role are superseded; or the id of the one file that is. */
  readonly replaces?: 'role' | (string & {});
}

/** What the organization accepts now. */
export async function uploadLimits(tx: Tx): Promise<Required<UploadLimits>> {
  return {
    allowed: await getSetting(tx, 'files.allowed-extensions'),
    maxBytes: (await getSetting(tx, 'files.max-megabytes')) * 1024 * 1024,
  };
}

/** Content files need the record to be editable now; others the permission to edit it, whatever its state. */
export async function mayAttach(tx: Tx, record: AnyRecord, row: Row, isContent: boolean): Promise<void> {
  if (isContent) return mayEdit(tx, record, row);
  rule(await holds(tx, record, 'edit', row), coreRules['core.forbidden'], { permission: `${record.id}.edit` });
}

const currentFiles = (tx: Tx, record: AnyRecord, id: string) =>
  findRows(
    tx,
    Attachment,
    sql`t.entity = ${record.id} and t.record_id = ${id} and t.state = 'CURRENT'`,
    sql`order by t.file_name, t.sha256, t.id for update`,
  );

async function supersede(tx: Tx, old: AttachmentRow, byId: string | null, reason: string | null): Promise<AttachmentRow> {
  return (await tx.writing({ action: 'TRANSITION', transition: 'supersede', reason }, () =>
    writeRow(tx, Attachment, old as Row, { state: 'SUPERSEDED', supersededById: byId }),
  )) as AttachmentRow;
}

/**
 * Attaches a received file to a record, under the record's lock: a submission and an upload at the same moment cannot both succeed
 * with different content. A frozen record's content files stay as they are.
 * @throws AppError `core.frozen`, `file.replaces`
 */
export async function attachReceived(tx: Tx, file: ReceivedFile, place: Placement): Promise<AttachmentRow> {
  const { record, id } = place;
  const row = await lockRow(tx, record, id);
  if (place.isContent) refuseFrozen(record, row);
  const current = await currentFiles(tx, record, id);
  const former =
    place.replaces === undefined
      ? []
      : current.filter((f) => (place.replaces === 'role' ? f.role === place.role : f.id === place.replaces));
  if (place.replaces !== undefined && place.replaces !== 'role') rule(former.length === 1, fileRules['file.replaces']);
  if (former.some((f) => f.isContent)) refuseFrozen(record, row);
  const made = (await tx.create(Attachment, {
    ...file,
    entity: record.id,
    recordId: id,
    role: place.role,
    description: place.description ?? null,
    isContent: place.isContent,
  })) as AttachmentRow;
  for (const old of former) await supersede(tx, old, made.id, null);
  await tx.enqueue('search.index-file', { entity: record.id, id }, { key: `search.index-file:${record.id}:${id}` });
  return made;
}

/** Takes a file away without replacement, with a reason; it stays readable as superseded. */
export async function withdrawAttachment(tx: Tx, id: string, reason: string | null): Promise<AttachmentRow> {
  const { record, row, attachment } = await attachmentFor(tx, id);
  const owner = await lockRow(tx, record, row.id);
  await mayAttach(tx, record, owner, attachment.isContent);
  const locked = (await lockRow(tx, Attachment, id)) as AttachmentRow;
  rule(locked.state === 'CURRENT', fileRules['file.superseded']);
  const withdrawn = await supersede(tx, locked, null, needReason(reason));
  await tx.enqueue('search.index-file', { entity: record.id, id: row.id }, { key: `search.index-file:${record.id}:${row.id}` });
  return withdrawn;
}

/** Checks, stores and attaches in one go: for jobs, imports and seeds whose bytes are at hand. */
export async function attach(
  tx: Tx,
  store: FileStore,
  place: Placement & Upload & { readonly scanner?: VirusScanner },
): Promise<AttachmentRow> {
  const { fileName, bytes, declaredMime, scanner, ...placement } = place;
  const upload = { fileName, bytes, ...(declaredMime === undefined ? {} : { declaredMime }) };
  return attachReceived(tx, await receiveFile(store, scanner ?? noScanner, upload, await uploadLimits(tx)), placement);
}

/** An attachment with the record it belongs to, if the reader may see that record; a file is exactly as visible as its record. */
export async function attachmentFor(tx: Tx, id: string): Promise<{ attachment: AttachmentRow; record: AnyRecord; row: Row }> {
  const [attachment] = await findRows(tx, Attachment, sql`t.id = ${id}`);
  const record = attachment ? tx.registry.records.get(attachment.entity) : undefined;
  if (!attachment || !record) refuse(coreRules['core.not-found']);
  return { attachment, record, row: await tx.get(record, attachment.recordId) };
}

/** A file somebody wants to take: its record is readable, and the record's own rules do not keep this file back. */
export async function attachmentToTake(tx: Tx, id: string): ReturnType<typeof attachmentFor> {
  const found = await attachmentFor(tx, id);
  const rules = tx.registry.rulesOf(found.record).files as RulesOf<AnyRecord>['files'];
  await rules?.open?.(tx, found.row, found.attachment);
  return found;
}

/** Files of a record for somebody who reads it: current ones first, then what they replaced. */
export async function attachmentsOf(tx: Tx, record: AnyRecord, id: string): Promise<AttachmentRow[]> {
  await tx.get(record, id);
  return findRows(
    tx,
    Attachment,
    sql`t.entity = ${record.id} and t.record_id = ${id}`,
    sql`order by (t.state <> 'CURRENT'), t.created_at desc, t.id limit 1000`,
  );
}

/** Content files of a record in the stable order its content hash binds: by name, then by hash. */
export function createFileLister(): FileLister {
  return {
    async filesOf(tx, record, id) {
      const files = await findRows(
        tx,
        Attachment,
        sql`t.entity = ${record.id} and t.record_id = ${id} and t.state = 'CURRENT' and t.is_content`,
      );
      const order = (a: { name: string; sha256: string }) => `${a.name}\0${a.sha256}`;
      return files.map((f) => ({ name: f.fileName, sha256: f.sha256 })).sort((a, b) => (order(a) < order(b) ? -1 : 1));
    },
  };
}
