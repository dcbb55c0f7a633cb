import { coreRules, holds, type Tx } from '#kernel/records';
import { type AnyRecord, type Level, levels, type Row, refuse, rule } from '#kernel/schema';
import { noteRules } from './rules.ts';

/** Whether another person may read a record now: asked before they are mentioned (NTF-07). Given by `kernel/access`. */
export type CanRead = (tx: Tx, userId: string, record: AnyRecord, id: string) => Promise<boolean>;

/** A record type that may carry comments, files and links; anything else is answered as absent. */
export function openType(tx: Tx, entity: string): AnyRecord {
  const record = tx.registry.records.get(entity);
  if (!record || record.internal) refuse(coreRules['core.not-found']);
  return record;
}

/** Record that owns a note, if the reader may see it; a note is exactly as visible as its record. */
export async function ownerOf(tx: Tx, entity: string, id: string): Promise<{ record: AnyRecord; row: Row }> {
  const record = openType(tx, entity);
  return { record, row: await tx.get(record, id) };
}

const verbsFrom = (record: AnyRecord, level: Level): string[] =>
  Object.entries(record.permissions as Record<string, Level>)
    .filter(([, l]) => levels.indexOf(l) >= levels.indexOf(level))
    .map(([verb]) => verb);

const holdsAny = async (tx: Tx, record: AnyRecord, verbs: readonly string[], row: Row): Promise<boolean> => {
  for (const verb of verbs) if (await holds(tx, record, verb, row)) return true;
  return false;
};

/** Whether the actor holds a permission of at least this level for the row. */
export const holdsLevel = (tx: Tx, record: AnyRecord, level: Level, row: Row): Promise<boolean> =>
  holdsAny(tx, record, verbsFrom(record, level), row);

/** People who only read (inspectors) change nothing, not even by a remark (P11-10b-4). */
export async function mayRemark(tx: Tx, record: AnyRecord, row: Row): Promise<void> {
  rule(await holdsLevel(tx, record, 'write', row), noteRules['note.read-only']);
}
