import { sql } from '#kernel/db';
import { Attachment, extractText, type FileStore, plainBytes, TextUnreadable } from '#kernel/files';
import { findRows, type JobDefinition, type Tx } from '#kernel/records';
import { indexRow } from './indexer.ts';

const MOST_BODY = 1_000_000;
const BATCH = 1_000;
const BEAT = 5_000;

/** Reading a long file takes seconds in which the transaction asks nothing: a question now and then keeps it from being ended as idle. */
async function keepingAlive<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  let asking: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    asking = asking.then(() => tx.query(sql`select 1 as alive`)).catch(() => undefined);
  }, BEAT);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await asking;
  }
}

async function textOf(store: FileStore, sha256: string, mime: string): Promise<string> {
  try {
    return (await extractText(plainBytes(await store.get(sha256)), mime))?.text ?? '';
  } catch (error) {
    // Damaged or locked with a password: stored, but nothing to be read in it.
    if (error instanceof TextUnreadable) return '';
    throw error;
  }
}

/** Puts the text of a record's current files into its line of the index; superseded files leave it (EDMS-34). */
export const indexFiles = (store: FileStore): JobDefinition => ({
  code: 'search.index-file',
  label: { en: 'Index the text of files', fr: 'Indexer le texte des fichiers' },
  module: 'search',
  async run(tx, item) {
    const { entity, id } = item.data as { entity: string; id: string };
    const files = await findRows(
      tx,
      Attachment,
      sql`t.entity = ${entity} and t.record_id = ${id} and t.state = 'CURRENT'`,
      sql`order by not t.is_content, t.file_name, t.id`,
    );
    const texts: string[] = [];
    let length = 0;
    await keepingAlive(tx, async () => {
      for (const file of files) {
        if (length >= MOST_BODY) break;
        const text = await textOf(store, file.sha256, file.mime);
        texts.push(text);
        length += text.length;
      }
    });
    const body = texts.join('\n').normalize('NFC').slice(0, MOST_BODY);
    await tx.query(
      sql`update search.entry set body = ${body}, updated_at = kernel.now() where org_id = ${tx.actor.orgId} and entity = ${entity} and record_id = ${id} and body is distinct from ${body}`,
    );
  },
});

/** Makes the index anew from the records, a thousand at a time; for changed definitions and after a restore. */
export const rebuildIndex: JobDefinition = {
  code: 'search.rebuild',
  label: { en: 'Rebuild the search index', fr: 'Reconstruire l’index de recherche' },
  module: 'search',
  async items(tx) {
    const out: { key: null; data: Record<string, unknown> }[] = [];
    for (const record of tx.registry.records.values()) {
      if (record.internal) continue;
      const table = sql.id(record.module, record.name.replaceAll('-', '_'));
      const starts = await tx.query<{ id: string }>(
        sql`select s.id from (select t.id, row_number() over (order by t.id) as n from ${table} t where t.org_id = ${tx.actor.orgId}) s where (s.n - 1) % ${BATCH} = 0 order by s.id`,
      );
      out.push(...starts.map(({ id }) => ({ key: null, data: { entity: record.id, from: id } })));
    }
    return out;
  },
  async run(tx, item) {
    const record = tx.registry.record(String(item.data.entity));
    const rows = await findRows(tx, record, sql`t.id >= ${item.data.from}`, sql`order by t.id limit ${BATCH}`);
    for (const row of rows) await indexRow(tx, record, row);
    const withFiles = await tx.query<{ id: string }>(
      sql`select distinct a.record_id as id from files.attachment a where a.org_id = ${tx.actor.orgId} and a.entity = ${record.id} and a.record_id = any(${rows.map((r) => r.id)})`,
    );
    for (const { id } of withFiles)
      await tx.enqueue('search.index-file', { entity: record.id, id }, { key: `search.index-file:${record.id}:${id}` });
  },
};
