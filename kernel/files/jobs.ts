import { sql } from '#kernel/db';
import { findRows, type JobDefinition, type Tx } from '#kernel/records';
import { asDamage, DamagedFile, noteDamage, noteSound } from './integrity.ts';
import { Attachment } from './records/attachment.ts';
import type { FileStore } from './store/index.ts';

const BATCH = 500;

/** Stored contents no record of any organization refers to. */
async function orphansOf(tx: Tx, store: FileStore): Promise<{ count: number; bytes: number; sample: string[] }> {
  const found = { count: 0, bytes: 0, sample: [] as string[] };
  let batch: { sha256: string; size: number }[] = [];
  const judge = async () => {
    const names = batch.map((f) => f.sha256);
    const known = new Set(
      (await tx.query<{ sha256: string }>(sql`select r as sha256 from files.referenced(${names}) r`)).map((r) => r.sha256),
    );
    for (const file of batch.filter((f) => !known.has(f.sha256))) {
      found.count += 1;
      found.bytes += file.size;
      if (found.sample.length < 20) found.sample.push(file.sha256);
    }
    batch = [];
  };
  for await (const file of store.list()) {
    batch.push(file);
    if (batch.length === BATCH) await judge();
  }
  if (batch.length > 0) await judge();
  return found;
}

/** Compares store and records in both directions. It reports; whether an orphan goes is decided by people. */
const orphans = (store: FileStore): JobDefinition => ({
  code: 'files.orphans',
  label: { en: 'Compare stored files with records', fr: 'Comparer les fichiers stockés aux enregistrements' },
  module: 'files',
  schedule: { dailyAt: '02:40' },
  timeoutSeconds: 600,
  async run(tx) {
    const found = await orphansOf(tx, store);
    const contents = await findRows(
      tx,
      Attachment,
      sql`t.id in (select min(a.id::text)::uuid from files.attachment a where a.org_id = ${tx.actor.orgId} group by a.sha256)`,
    );
    for (const attachment of contents) if (!(await store.has(attachment.sha256))) await noteDamage(tx, attachment, 'missing');
    if (found.count > 0) await tx.emit('files.orphans-found', found);
  },
});

/** Re-hashes a random thirtieth of the files each day, so that damage is found within about a month even where nobody reads. */
const rehash = (store: FileStore): JobDefinition => ({
  code: 'files.rehash',
  label: { en: 'Re-hash a sample of stored files', fr: 'Recalculer l’empreinte d’un échantillon de fichiers' },
  module: 'files',
  schedule: { dailyAt: '03:20' },
  async items(tx) {
    const rows = await tx.query<{ id: string }>(
      sql`select a.id from files.attachment a where a.org_id = ${tx.actor.orgId}
        order by random() limit (select greatest(20, ceil(count(*) / 30.0))::int from files.attachment c where c.org_id = ${tx.actor.orgId})`,
    );
    return rows.map(({ id }) => ({ key: null, data: { id } }));
  },
  async run(tx, item) {
    const [attachment] = await findRows(tx, Attachment, sql`t.id = ${item.data.id}`);
    if (!attachment) return;
    try {
      const { stream } = await store.open(attachment.sha256);
      stream.destroy();
      await noteSound(tx, attachment.sha256);
    } catch (error) {
      const damage = asDamage(error, attachment);
      if (!(damage instanceof DamagedFile)) throw error;
      await noteDamage(tx, attachment, damage.found);
    }
  },
});

export const fileJobs = (store: FileStore): readonly JobDefinition[] => [orphans(store), rehash(store)];
