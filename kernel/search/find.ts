import { sql } from '#kernel/db';
import { coreRules, readable, statementsOf, type Tx } from '#kernel/records';
import { type AnyRecord, refuse, type StateSpec, textOf } from '#kernel/schema';

export interface SearchQuery {
  readonly q: string;
  /** Record types (`module.record`); all the reader may read when left out. */
  readonly types?: readonly string[] | undefined;
  /** 1 to 50. */
  readonly limit?: number | undefined;
}
export interface Hit {
  readonly type: string;
  readonly typeLabel: string;
  readonly id: string;
  readonly number: string | null;
  readonly title: string;
  readonly state: string;
  readonly stateLabel: string;
  /** The place where a word of the query stands; empty when only number or title matched. */
  readonly snippet: string;
  /** Page of the record in the web application. */
  readonly path: string;
}
export interface SearchAnswer {
  readonly items: readonly Hit[];
  /** The one record whose number was typed: the palette jumps there. */
  readonly exact?: Hit;
  /** Nothing matched the words; these resemble them. */
  readonly approximate?: true;
}

interface Candidate extends Record<string, unknown> {
  readonly entity: string;
  readonly record_id: string;
}
interface Found extends Record<string, unknown> {
  readonly id: string;
  readonly number: string | null;
  readonly title: string;
  readonly state: string;
}
interface Pick {
  readonly record: AnyRecord;
  readonly row: Found;
}

/** Matches looked at before they are ranked; of a word found more often, any of these is as good as another. */
const WINDOW = 2_000;
const BATCH = 250;
const ALIKE = 500;

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

function typesOf(tx: Tx, wanted: readonly string[] | undefined): Map<string, AnyRecord> {
  for (const id of wanted ?? [])
    if (!tx.registry.records.has(id))
      refuse(coreRules['core.invalid'], {}, [{ path: 'types', message: `${id} is not a record type` }]);
  const open = [...tx.registry.records.values()].filter(
    (r) =>
      !r.internal &&
      (wanted === undefined || wanted.includes(r.id)) &&
      (tx.actor.type === 'SYSTEM' || tx.actor.grants.has(`${r.id}.read`)),
  );
  return new Map(open.map((r) => [r.id, r]));
}

const hiddenStates = (record: AnyRecord) =>
  Object.entries(record.states ?? {})
    .filter(([, s]: [string, StateSpec]) => s.hidden)
    .map(([name]) => name);

/** Which candidates the actor may read, in the order given: the rule of lists, applied to the records themselves. */
async function readableOf(
  tx: Tx,
  types: ReadonlyMap<string, AnyRecord>,
  candidates: readonly Candidate[],
  q: string,
): Promise<Pick[]> {
  const found = new Map<string, Pick>();
  for (const entity of new Set(candidates.map((c) => c.entity))) {
    const record = types.get(entity);
    if (!record) continue;
    const s = statementsOf(record);
    const ids = candidates.filter((c) => c.entity === entity).map((c) => c.record_id);
    const rows = await tx.query<Found>(
      sql`select t.id, t.number, t.${sql.id(s.columns.get(record.title) ?? 'id')}::text as title, t.state
        from ${{ parts: [s.table], values: [] }} t where t.id = any(${ids}) and ${readable(tx.actor, record)}`,
    );
    const hidden = new Set(hiddenStates(record));
    // Superseded and voided records answer to their number only, as in lists.
    for (const row of rows)
      if (!hidden.has(row.state) || fold(row.number ?? '') === fold(q)) found.set(`${entity}:${row.id}`, { record, row });
  }
  return candidates.flatMap((c) => found.get(`${c.entity}:${c.record_id}`) ?? []);
}

/** Fills a page from candidates batch by batch: what is out of the reader's scope takes no place in it. */
async function collect(
  tx: Tx,
  types: ReadonlyMap<string, AnyRecord>,
  q: string,
  limit: number,
  next: (skip: number) => Promise<Candidate[]>,
): Promise<Pick[]> {
  const picks: Pick[] = [];
  for (let skip = 0; skip < WINDOW && picks.length < limit; skip += BATCH) {
    const candidates = await next(skip);
    picks.push(...(await readableOf(tx, types, candidates, q)));
    if (candidates.length < BATCH) break;
  }
  return picks.slice(0, limit);
}

/** Records whose number or title is like what was typed, for typing errors. */
async function resembling(tx: Tx, types: ReadonlyMap<string, AnyRecord>, q: string, limit: number): Promise<Pick[]> {
  const candidates = await tx.query<Candidate>(
    sql`select * from search.resembling(${q}, ${[...types.keys()]}::text[], ${ALIKE})`,
  );
  return (await readableOf(tx, types, candidates, q)).slice(0, limit);
}

async function snippetsOf(tx: Tx, picks: readonly Pick[], q: string): Promise<Map<string, string>> {
  const entities = picks.map((p) => p.record.id);
  const ids = picks.map((p) => p.row.id);
  const rows = await tx.query<{ record_id: string; snippet: string }>(
    sql`select e.record_id, coalesce(nullif(search.snippet(e.words, ${q}), ''), search.snippet(e.body, ${q})) as snippet
      from unnest(${entities}::text[], ${ids}::uuid[]) as w (entity, id)
      join search.entry e on e.org_id = ${tx.actor.orgId} and e.entity = w.entity and e.record_id = w.id`,
  );
  return new Map(rows.map((r) => [r.record_id, r.snippet]));
}

function hitOf(tx: Tx, { record, row }: Pick, snippet: string): Hit {
  const language = tx.actor.language;
  const state = (record.states as Record<string, StateSpec> | undefined)?.[row.state];
  return {
    type: record.id,
    typeLabel: textOf(record.label, language),
    id: row.id,
    number: row.number,
    title: row.title,
    state: row.state,
    stateLabel: state ? textOf(state.label, language) : row.state,
    snippet,
    path: `/${record.module}/${record.route}/${row.id}`,
  };
}

/**
 * Finds records by number, title, the words of their search fields and the text of their files, in English and French word forms, with
 * the last word unfinished. Scope is applied before anything is counted or shown (EDMS-34, P11-10d-2).
 */
export async function searchRecords(tx: Tx, query: SearchQuery): Promise<SearchAnswer> {
  const q = query.q.normalize('NFC').trim().slice(0, 200);
  const limit = Math.min(Math.max(query.limit ?? 20, 1), 50);
  const types = typesOf(tx, query.types);
  const names = [...types.keys()];
  if (q === '' || names.length === 0) return { items: [] };
  const byWords = await collect(tx, types, q, limit, (skip) =>
    tx.query<Candidate>(sql`select * from search.candidates(${q}, ${names}::text[], ${WINDOW}, ${skip}, ${BATCH})`),
  );
  const picks = byWords.length > 0 ? byWords : await resembling(tx, types, q, limit);
  const snippets = await snippetsOf(tx, picks, q);
  const items = picks.map((pick) => hitOf(tx, pick, snippets.get(pick.row.id) ?? ''));
  const numbered = items.filter((hit) => hit.number !== null && fold(hit.number) === fold(q));
  return {
    items,
    ...(numbered.length === 1 && numbered[0] ? { exact: numbered[0] } : {}),
    ...(byWords.length === 0 && items.length > 0 ? { approximate: true as const } : {}),
  };
}
