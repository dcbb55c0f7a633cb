import { sql } from '#kernel/db';
import { type Actor, type Kernel, type Tx, transact } from '#kernel/records';
import { AppError } from '#kernel/schema';
import type { AttachmentRow } from './attach.ts';
import { fileRules } from './rules.ts';
import { FileNotFound, IntegrityFailure } from './store/index.ts';

/** Carries which file failed out of the transaction that refused it. */
export class DamagedFile extends AppError {
  readonly attachment: AttachmentRow;
  readonly found: string;

  constructor(attachment: AttachmentRow, found: string) {
    super(fileRules['file.integrity'], { fileName: attachment.fileName, sha256: attachment.sha256 });
    this.attachment = attachment;
    this.found = found;
  }
}

/** A stored content that is gone or altered, as the refusal people get; everything else unchanged. */
export function asDamage(error: unknown, attachment: AttachmentRow): unknown {
  if (error instanceof IntegrityFailure) return Object.assign(new DamagedFile(attachment, error.found), { cause: error });
  if (error instanceof FileNotFound) return Object.assign(new DamagedFile(attachment, 'missing'), { cause: error });
  return error;
}

/** Keeps the failure until it is mended (document-storage health) and tells the security unit (EDMS-20). */
export async function noteDamage(tx: Tx, attachment: AttachmentRow, found: string): Promise<void> {
  await tx.query(
    sql`insert into files.integrity_failure (org_id, sha256, attachment_id, found) values (${tx.actor.orgId}, ${attachment.sha256}, ${attachment.id}, ${found})
      on conflict (org_id, sha256) do update set found = excluded.found, found_at = kernel.now(), mended_at = null`,
  );
  const detail = { attachment: attachment.id, fileName: attachment.fileName, sha256: attachment.sha256, found };
  await tx.record('INTEGRITY_FAILURE', { module: 'files', entity: attachment.entity, id: attachment.recordId }, detail);
  const owner = tx.registry.record(attachment.entity);
  const path = `/${owner.module}/${owner.route}/${attachment.recordId}`;
  await tx.emit('access.security', {
    kind: 'file-integrity',
    entity: attachment.entity,
    id: attachment.recordId,
    path,
    ...detail,
  });
}

/** A content that hashes to its name again ends its failure. */
export async function noteSound(tx: Tx, sha256: string): Promise<void> {
  await tx.query(
    sql`update files.integrity_failure set mended_at = kernel.now() where org_id = ${tx.actor.orgId} and sha256 = ${sha256} and mended_at is null`,
  );
}

/** Runs work that opens files; damage is reported in a transaction of its own, since the refusal rolls the first one back. */
export async function reportingDamage<T>(kernel: Kernel, actor: Actor, requestId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DamagedFile)
      await transact(kernel, actor, (tx) => noteDamage(tx, error.attachment, error.found), { requestId });
    throw error;
  }
}

/** Number of stored files known to be damaged, over all organizations: zero is healthy. */
export async function damagedFiles(kernel: Kernel): Promise<number> {
  const { rows } = await kernel.database.pool.query<{ n: number }>('select files.unmended() as n');
  return rows[0]?.n ?? 0;
}
