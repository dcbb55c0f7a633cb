import { sql } from '#kernel/db';
import { findRows, type Tx } from '#kernel/records';
import { Document } from '../records/document.ts';
import { Version } from '../records/version.ts';
import { type DocumentRow, published, type VersionRow } from './rows.ts';

/** One entry of the access list of a document (EDMS-28). */
export interface ShareEntry {
  readonly userId: string | null;
  readonly roleId: string | null;
  readonly expiresAt: string | null;
  readonly reason: string;
}

/** Opens the document and every version of it that was ever approved; drafts stay with the people who work on them. */
export async function shareDocument(tx: Tx, document: DocumentRow, entry: ShareEntry): Promise<string> {
  const share = tx.registry.record('access.share');
  const { id } = await tx.create(share, { ...entry, entity: Document.id, recordId: document.id });
  const versions = await findRows(
    tx,
    Version,
    sql`t.document_id = ${document.id} and t.state = any(${[...published]})`,
    sql`order by t.id`,
  );
  for (const version of versions) await tx.create(share, { ...entry, entity: Version.id, recordId: version.id });
  return id;
}

/** A version that comes into force is open to whom its document is open. */
export async function shareLike(tx: Tx, document: DocumentRow, version: VersionRow): Promise<void> {
  const share = tx.registry.record('access.share');
  const entries = await tx.query<Readonly<Record<string, unknown>> & ShareEntry>(sql`
    select user_id as "userId", role_id as "roleId", expires_at as "expiresAt", reason from access.share
    where org_id = ${tx.actor.orgId} and entity = ${Document.id} and record_id = ${document.id} and state = 'ACTIVE'
      and (expires_at is null or expires_at > kernel.now())`);
  for (const entry of entries) await tx.create(share, { ...entry, entity: Version.id, recordId: version.id });
}
