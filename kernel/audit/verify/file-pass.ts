import { sql } from '#kernel/db';
import { messageOf, rowStream, rowsOf, type Session } from './session.ts';

/** The part of the file store that verification needs: `get` refuses what does not hash to its name. */
export interface StoredFiles {
  get(sha256: string): Promise<Uint8Array>;
}

/** Every file content that a record refers to: present, and hashing to its name (EDMS-20). */
export async function checkFiles(session: Session, store: StoredFiles): Promise<void> {
  const [table] = await rowsOf<{ found: string | null }>(
    session.client,
    sql`select to_regclass('files.attachment')::text as found`,
  );
  if (table?.found == null) return;
  for await (const row of rowStream<{ org_id: string; id: string; record: string; sha256: string; name: string }>(
    session.client,
    sql`select distinct on (sha256) org_id::text as org_id, id::text as id, entity || ' ' || record_id::text as record, sha256, file_name as name from files.attachment order by sha256, id`,
    50,
  )) {
    session.checked.files += 1;
    await store.get(row.sha256).catch((error: unknown) => {
      const kind = error instanceof Error && error.name === 'FileNotFound' ? 'file-missing' : 'file-altered';
      const place = { epoch: null, orgId: row.org_id, entity: 'files.attachment', recordId: row.id, field: 'sha256' };
      session.faults.add({ kind, ...place, detail: `${row.name} of ${row.record}: ${messageOf(error)}` });
    });
  }
}
