import type { Indexer, Tx } from '#kernel/records';
import { type AnyRecord, type FieldFacts, fieldsOf, type Row } from '#kernel/schema';

type Values = Readonly<Record<string, unknown>>;
const MOST_WORDS = 100_000;

const UPSERT = `insert into search.entry as e (org_id, entity, record_id, number, title, words) values ($1, $2, $3, $4, $5, $6)
  on conflict (org_id, entity, record_id) do update set number = excluded.number, title = excluded.title, words = excluded.words, updated_at = kernel.now()
  where (e.number, e.title, e.words) is distinct from (excluded.number, excluded.title, excluded.words)`;

/** What everybody who reads the record may read of a field; fields behind a permission of their own are not searchable. */
const isOpen = (f: FieldFacts) => !f.isSecret && f.readPermission === undefined;

function wordsOf(f: FieldFacts, value: unknown): string {
  if (value === null || value === undefined || f.kind === 'ref' || f.kind === 'refs' || f.kind === 'json') return '';
  // People search for what a choice is called, in either language.
  if (f.kind === 'choice') return Object.values(f.choices?.[String(value)] ?? {}).join(' ');
  return Array.isArray(value) ? value.join(' ') : String(value);
}

/** The text of a record that search finds, besides number and title: its `search` fields and the site-defined ones. */
export function searchText(record: AnyRecord, row: Row): { title: string; words: string } {
  const values: Values = { ...row };
  const facts = new Map(fieldsOf(record));
  const titleFact = facts.get(record.title);
  const words = record.search
    .filter((name) => name !== record.title)
    .map((name) => {
      const f = facts.get(name);
      return f && isOpen(f) ? wordsOf(f, values[name]) : '';
    });
  const extra = Object.values(row.extra ?? {}).filter((v) => typeof v === 'string');
  return {
    title: titleFact && isOpen(titleFact) ? wordsOf(titleFact, values[record.title]) : '',
    words: [...words, ...extra].filter(Boolean).join(' \n').slice(0, MOST_WORDS),
  };
}

/** Writes a record's line of the index. The row must be whole: a masked one would lose words. */
export async function indexRow(tx: Tx, record: AnyRecord, row: Row): Promise<void> {
  const { title, words } = searchText(record, row);
  await tx.prepared('search.index', UPSERT, [tx.actor.orgId, record.id, row.id, row.number, title, words]);
}

/** Keeps the index in step within the transaction that writes the record, from the definition's `search` fields. */
export function createIndexer(): Indexer {
  return { indexed: indexRow };
}
