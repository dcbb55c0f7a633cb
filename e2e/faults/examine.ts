import type pg from 'pg';
import { auditedTables, damagedRelations, type Table } from './catalogue.ts';
import type { Ledger } from './ledger.ts';

/** What is wrong with the database after a run; every number has to be 0. */
export interface Findings {
  /** Acknowledged writes that are not there, or not with what was acknowledged. */
  readonly lost: number;
  /** Versions of records without exactly one audit event, over all audited tables. */
  readonly auditGaps: number;
  /** Versions of records without exactly one history image. */
  readonly historyGaps: number;
  /** Audit events and history images of versions that do not exist. */
  readonly orphans: number;
  /** Creates and edits that happened more than once. */
  readonly duplicates: number;
  readonly numbersIssuedTwice: number;
  /** Signed records without exactly one signature, and signatures without a signed record. */
  readonly signatureGaps: number;
  /** Transitions without exactly one outgoing event of the same request. */
  readonly outboxGaps: number;
  /** Records whose line in the search index is missing or another one. */
  readonly searchGaps: number;
  /** Places where the sealed log does not continue, and entries it lacks. */
  readonly sealGaps: number;
  /** Indexes and tables in which PostgreSQL's own check finds damage. */
  readonly damagedRelations: number;
  /** The first of what was found, in words. */
  readonly examples: readonly string[];
}

interface Found extends pg.QueryResultRow {
  readonly what: string;
}

/** Compares the database with what the clients were told, and its parts with each other. Needs a superuser and nothing running beside. */
export async function examine(client: pg.Client, ledger: Ledger): Promise<Findings> {
  const examples: string[] = [];
  const amount = async (name: string, text: string, values: readonly unknown[] = []): Promise<number> => {
    const { rows } = await client.query<Found>(text, [...values]);
    examples.push(...rows.slice(0, 3).map(({ what }) => `${name}: ${what}`));
    return rows.length;
  };
  const perTable = async (name: string, text: (table: Table) => string): Promise<number> => {
    let total = 0;
    for (const table of await auditedTables(client)) total += await amount(name, text(table));
    return total;
  };
  return {
    lost: await amount('lost', LOST, [JSON.stringify(ledger.acknowledged)]),
    auditGaps: await perTable('event', (table) => gaps(table, 'event')),
    historyGaps: await perTable('history', (table) => gaps(table, 'image')),
    orphans: await perTable('orphan', orphans),
    duplicates: await amount('twice', TWICE),
    numbersIssuedTwice: await amount('number', NUMBERS, [JSON.stringify(ledger.acknowledged)]),
    signatureGaps: await amount('signature', SIGNATURES),
    outboxGaps: await amount('outbox', OUTBOX),
    searchGaps: await amount('search', SEARCH),
    sealGaps: await amount('seal', SEALED),
    damagedRelations: await damagedRelations(client, examples),
    examples,
  };
}

export const isClean = ({ examples: _examples, ...numbers }: Findings): boolean => Object.values(numbers).every((n) => n === 0);

const acknowledged = 'jsonb_to_recordset($1::jsonb) as a (kind text, id uuid, number text, version int, marker text)';

const LOST = `
  select a.kind || ' "' || a.marker || '" of ' || coalesce(a.number, a.id::text) || ' version ' || a.version as what
  from ${acknowledged}
  left join bench.item t on t.id = a.id
  left join bench.item_history h on h.id = a.id and h.version = a.version
  where t.id is null or t.version < a.version or t.number is distinct from a.number
    or (h.row ->> case a.kind when 'create' then 'title' when 'update' then 'remark' else 'state' end) is distinct from a.marker`;

/** Versions of the rows as they are, beside the events and images there are of each. */
const versions = ({ name, entity }: Table) => `
  (select t.org_id, t.id::text as id, v as version from ${name} t, generate_series(1, t.version) v) x
  full join (select org_id, rec_id as id, rec_ver as version, count(*) as events from audit.event
    where entity = '${entity}' and rec_ver is not null group by 1, 2, 3) e using (org_id, id, version)
  full join (select org_id, id::text as id, version, count(*) as images from ${name}_history group by 1, 2, 3) h using (org_id, id, version)`;
const gaps = (table: Table, part: 'event' | 'image') => `
  select '${table.entity} ' || id || ' version ' || version || ' has ' || coalesce(${part}s, 0) as what
  from ${versions(table)} where x.org_id is not null and ${part}s is distinct from 1`;
const orphans = (table: Table) => `
  select '${table.entity} ' || id || ' version ' || version as what from ${versions(table)} where x.org_id is null`;

/** Titles and remarks are unique to the request that wrote them: each stands in one event, or in none where nobody was answered. */
const TWICE = `
  select marker || ' ' || count(*) || ' times' as what from (
    select coalesce(body #>> '{changes,title,1}', body #>> '{changes,remark,1}') as marker from audit.event where entity = 'bench.item') m
  where marker is not null group by marker having count(*) > 1`;

const NUMBERS = `
  select number || ' for ' || count(distinct id) || ' records' as what from (
    select a.number, a.id from ${acknowledged} union all select h.row ->> 'number', h.id from bench.item_history h) n
  where number is not null group by number having count(distinct id) > 1`;

const SIGNATURES = `
  select coalesce(t.number, s.record_id::text) || ' is ' || coalesce(t.state, 'missing') || ' with ' || coalesce(s.n, 0) || ' signatures' as what
  from bench.item t full join (select record_id, count(*) as n from sign.signature where entity = 'bench.item' group by 1) s on s.record_id = t.id
  where coalesce(s.n, 0) <> case when t.state = 'CLOSED' then 1 else 0 end`;

const OUTBOX = `
  select coalesce(e.number, o.record) || ': ' || coalesce(e.n, 0) || ' transitions, ' || coalesce(o.n, 0) || ' outgoing events' as what
  from (select body ->> 'request' as request, min(rec_number) as number, count(*) as n from audit.event
    where entity = 'bench.item' and body ->> 'transition' is not null group by 1) e
  full join (select request_id as request, min(payload ->> 'number') as record, count(*) as n from events.outbox
    where event like 'bench.item.%' group by 1) o using (request)
  where e.n is distinct from o.n`;

const SEARCH = `
  select coalesce(t.number, s.number) as what
  from bench.item t full join (select * from search.entry where entity = 'bench.item') s on s.record_id = t.id
  where (t.number, t.title) is distinct from (s.number, s.title)`;

const SEALED = `
  select 'the batch from entry ' || first_index || ' does not begin at ' || expected as what from (
    select first_index, coalesce(sum(count) over (order by first_index rows between unbounded preceding and 1 preceding), 0) as expected
    from audit.batch) b where first_index <> expected
  union all
  select events || ' events, ' || sealed || ' sealed, checkpoint of ' || size from (
    select (select count(*) from audit.event) as events, (select coalesce(sum(count), 0) from audit.batch) as sealed,
      (select coalesce(max(size), 0) from audit.checkpoint) as size) s where events <> sealed or sealed <> size
  union all
  select 'the batch from entry ' || first_index || ' has ' || octet_length(leaf_hashes) / 32 || ' leaves of ' || count
  from audit.batch where octet_length(leaf_hashes) <> count * 32`;
