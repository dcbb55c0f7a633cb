import { sql } from '#kernel/db';
import { readable, statementsOf, type Tx } from '#kernel/records';
import { type AnyRecord, confidentialities, type FieldFacts, type FieldFault, fieldsOf, type Label } from '#kernel/schema';
import { factsOf, labelOf, targetOf } from './cells.ts';

/** Standard columns a file may give. */
const standardInputs = ['departmentId', 'siteId', 'confidentiality'] as const;

/** Fields a file may give values for. */
export const importable = (record: AnyRecord): string[] => [
  ...fieldsOf(record)
    .filter(([, f]) => !f.isDerived && !f.isWorkflow && !f.isSecret)
    .map(([name]) => name),
  ...(record.scope === 'department' ? standardInputs : standardInputs.slice(0, 2)),
];

const plain = (text: string) => text.normalize('NFC').trim().toLowerCase();

/** The field a heading means: its name, or its label in either language. */
export function fieldOfHeading(record: AnyRecord, heading: string): string | undefined {
  const wanted = plain(heading);
  return importable(record).find((name) =>
    [name, labelOf(record, name, 'en'), labelOf(record, name, 'fr')].some((known) => plain(known) === wanted),
  );
}

/** Ids of referred records by what people write in a file: id, number, title or another unique text. Null: more than one answers to it. */
export type Names = ReadonlyMap<string, ReadonlyMap<string, string | null>>;

/** Finds every record the given texts refer to, among those the reader may see; one query per type. */
export async function namesFor(tx: Tx, record: AnyRecord, texts: ReadonlyMap<string, ReadonlySet<string>>): Promise<Names> {
  const out = new Map<string, Map<string, string | null>>();
  const wanted = new Map<string, Set<string>>();
  for (const [name, values] of texts) {
    const type = targetOf(record, name);
    if (type) wanted.set(type, new Set([...(wanted.get(type) ?? []), ...values]));
  }
  for (const [type, values] of wanted) {
    const target = tx.registry.record(type);
    const s = statementsOf(target);
    const single = target.unique.flatMap((names) =>
      names.length === 1 && names[0] && factsOf(target, names[0])?.kind === 'text' ? [names[0]] : [],
    );
    const columns = [...new Set(['id', 'number', target.title, ...single])].flatMap((name) => s.columns.get(name) ?? []);
    const known = new Map<string, string | null>();
    const sought = [...values].map(plain);
    for (const column of columns) {
      const rows = await tx.query<{ id: string; word: string }>(
        sql`select t.id, lower(t.${sql.id(column)}::text) as word from ${{ parts: [s.table], values: [] }} t
          where lower(t.${sql.id(column)}::text) = any(${sought}) and ${readable(tx.actor, target)}`,
      );
      for (const { id, word } of rows) known.set(word, known.has(word) && known.get(word) !== id ? null : id);
    }
    out.set(type, known);
  }
  return out;
}

interface Reading {
  readonly value?: unknown;
  readonly fault?: string;
}
const fault = (message: string): Reading => ({ fault: message });
const yes = new Set(['true', 'yes', 'oui', 'y', 'o', '1', 'x', 'vrai']);
const no = new Set(['false', 'no', 'non', 'n', '0', 'faux']);

function choiceOf(choices: Readonly<Record<string, Label>>, text: string): Reading {
  const found = Object.entries(choices).find(([code, label]) =>
    [code, label.en, label.fr].some((word) => plain(word) === plain(text)),
  );
  return found ? { value: found[0] } : fault(`is none of ${Object.keys(choices).join(', ')}`);
}
function referenceOf(names: Names, type: string | undefined, text: string): Reading {
  const id = names.get(type ?? '')?.get(plain(text));
  if (id === null) return fault(`${text}: more than one answers to this name`);
  return id === undefined ? fault(`${text}: nothing of this name`) : { value: id };
}
const listOf = (text: string) =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);

/** One cell as the value the API takes; what the schema judges (lengths, bounds) is left to it. */
function readCell(record: AnyRecord, name: string, text: string, names: Names, tx: Tx): Reading {
  const f: FieldFacts | undefined = factsOf(record, name);
  if (name === 'confidentiality' && !f) return choiceOf(confidentialities, text);
  switch (f?.kind ?? 'ref') {
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? { value: Number(text) } : fault('is not a whole number');
    case 'decimal':
      // A comma is the decimal sign in French files only; elsewhere it would be a thousands sign and silently change the value.
      return { value: tx.actor.language === 'fr' && /^-?\d+,\d+$/.test(text) ? text.replace(',', '.') : text };
    case 'flag':
      if (yes.has(plain(text))) return { value: true };
      return no.has(plain(text)) ? { value: false } : fault('is neither yes nor no');
    case 'choice':
      return choiceOf(f?.choices ?? {}, text);
    case 'ref':
      return referenceOf(names, targetOf(record, name), text);
    case 'texts':
      return { value: listOf(text) };
    case 'refs': {
      const found = listOf(text).map((part) => referenceOf(names, targetOf(record, name), part));
      const broken = found.find((r) => r.fault !== undefined);
      return broken ?? { value: found.map((r) => r.value) };
    }
    case 'json':
      try {
        return { value: JSON.parse(text) };
      } catch {
        return fault('is not JSON');
      }
    default:
      return { value: text };
  }
}

/** Values of one row; an empty cell gives none. */
export function readRow(
  record: AnyRecord,
  cells: ReadonlyMap<string, string>,
  names: Names,
  tx: Tx,
): { values: Record<string, unknown>; faults: FieldFault[] } {
  const values: Record<string, unknown> = {};
  const faults: FieldFault[] = [];
  for (const [name, text] of cells) {
    if (text === '') continue;
    const reading = readCell(record, name, text, names, tx);
    if (reading.fault === undefined) values[name] = reading.value;
    else faults.push({ path: name, message: reading.fault });
  }
  return { values, faults };
}

/** Texts of reference columns, to be looked up at once. */
export function referenceTexts(record: AnyRecord, rows: readonly ReadonlyMap<string, string>[]): Map<string, Set<string>> {
  const out = new Map<string, Set<string>>();
  for (const row of rows)
    for (const [name, text] of row) {
      if (text === '' || !targetOf(record, name)) continue;
      const parts = factsOf(record, name)?.kind === 'refs' ? listOf(text) : [text];
      out.set(name, new Set([...(out.get(name) ?? []), ...parts]));
    }
  return out;
}
