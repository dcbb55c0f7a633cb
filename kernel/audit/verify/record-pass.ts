import { sql } from '#kernel/db';
import { bookkeeping, columnAgainstEvents } from './name-field.ts';
import { rowStream, rowsOf, type Session } from './session.ts';
import { type AuditedTable, fieldName } from './tables.ts';

// The hash functions are written out here: a verifier that asked the database's own functions would believe whoever replaced them.
const LEAF = sql`sha256('\\x00'::bytea || convert_to(e.body::text, 'UTF8'))`;

interface ChainRow {
  readonly epoch: number;
  readonly ord: number;
  readonly org_id: string;
  readonly entity: string;
  readonly rec_id: string;
  readonly rec_number: string | null;
  readonly rec_ver: number;
  readonly before: number | null;
  readonly gap: boolean;
}

/** Each record's events: versions 1..n without a gap, each naming the leaf of the one before. */
export async function checkChains(session: Session): Promise<void> {
  for await (const row of rowStream<ChainRow>(
    session.client,
    sql`with e as (select epoch, ord, org_id::text as org_id, entity, rec_id, rec_number, rec_ver, body ->> 'prev' as prev, ${LEAF} as leaf from audit.event e where rec_ver is not null),
      chain as (select e.*, lag(leaf) over w as leaf_before, lag(rec_ver) over w as before from e window w as (partition by entity, rec_id order by rec_ver, epoch, ord))
      select epoch, ord, org_id, entity, rec_id, rec_number, rec_ver, before, rec_ver <> coalesce(before, 0) + 1 as gap from chain
      where rec_ver <> coalesce(before, 0) + 1 or prev is distinct from encode(leaf_before, 'hex') order by epoch, ord`,
  )) {
    const place = {
      epoch: row.epoch,
      ord: row.ord,
      orgId: row.org_id,
      entity: row.entity,
      recordId: row.rec_id,
      ...(row.rec_number === null ? {} : { number: row.rec_number }),
      version: row.rec_ver,
    };
    if (row.gap) {
      const detail = `version ${row.rec_ver} follows ${row.before === null ? 'nothing' : `version ${row.before}`}`;
      session.faults.add({ kind: 'version-gap', ...place, detail });
    } else
      session.faults.add({
        kind: 'chain-broken',
        ...place,
        field: 'prev',
        detail: 'the event does not name the leaf of the version before',
      });
  }
}

interface HeadRow {
  readonly org_id: string;
  readonly entity: string;
  readonly rec_id: string;
  readonly rec_number: string | null;
  readonly rec_ver: number | null;
  readonly field: string;
}

/** The head of each record against its last event. */
export async function checkHeads(session: Session): Promise<void> {
  for await (const row of rowStream<HeadRow>(
    session.client,
    sql`with last as (select distinct on (entity, rec_id) org_id, entity, rec_id, rec_number, rec_ver, body ->> 'after' as after, ${LEAF} as leaf
        from audit.event e where rec_ver is not null order by entity, rec_id, rec_ver desc, epoch desc, ord desc)
      select coalesce(l.org_id, h.org_id)::text as org_id, coalesce(l.entity, h.entity) as entity, coalesce(l.rec_id, h.rec_id) as rec_id, l.rec_number, l.rec_ver,
        case when l.rec_id is null then 'event' when h.rec_id is null then 'head' when h.org_id <> l.org_id then 'org_id' when h.rec_ver is distinct from l.rec_ver then 'rec_ver'
          when h.leaf <> l.leaf then 'leaf' else 'after' end as field
      from last l full join audit.head h on h.entity = l.entity and h.rec_id = l.rec_id
      where l.rec_id is null or h.rec_id is null or h.org_id <> l.org_id or h.rec_ver is distinct from l.rec_ver or h.leaf <> l.leaf
        or encode(h.after, 'hex') is distinct from l.after`,
  ))
    session.faults.add({
      kind: 'head-differs',
      epoch: null,
      orgId: row.org_id,
      entity: row.entity,
      recordId: row.rec_id,
      ...(row.rec_number === null ? {} : { number: row.rec_number }),
      ...(row.rec_ver === null ? {} : { version: row.rec_ver }),
      field: row.field,
      detail:
        row.field === 'event'
          ? 'a record without any event'
          : `the head of the record does not agree with its last event in ${row.field}`,
    });
}

type Image = Readonly<Record<string, unknown>>;
interface LiveRow {
  readonly org_id: string;
  readonly rec_id: string;
  readonly no_head: boolean;
  readonly no_row: boolean;
  readonly head_version: number | null;
  readonly number: string | null;
  /** Columns whose text differs from the newest image; of those that image knows. */
  readonly differing: readonly string[];
  /** Columns the image does not know, with their values. */
  readonly added: Image;
  readonly is_image_genuine: boolean;
}

/** Every live row against the hash of what was last written through the application. */
export async function checkRows(session: Session, t: AuditedTable): Promise<void> {
  const live = sql.id(t.schema, t.table);
  const [counted] = await rowsOf<{ n: number }>(session.client, sql`select count(*) as n from ${live}`);
  session.checked.rows += counted?.n ?? 0;
  const defaults = await defaultsOf(session, t);
  for await (const row of rowStream<LiveRow>(
    session.client,
    sql`select coalesce(t.org_id, h.org_id)::text as org_id, coalesce(t.id::text, h.rec_id) as rec_id, h.rec_id is null as no_head, t.id is null as no_row, h.rec_ver as head_version,
        coalesce(to_jsonb(t) ->> 'number', i.row ->> 'number') as number,
        array(select k from jsonb_object_keys(to_jsonb(t)) k where i.row ? k and (to_jsonb(t) -> k)::text is distinct from (i.row -> k)::text order by k) as differing,
        (select coalesce(jsonb_object_agg(k, v), '{}') from jsonb_each(jsonb_strip_nulls(to_jsonb(t))) a (k, v) where not coalesce(i.row ? k, false)) as added,
        coalesce(sha256(convert_to(jsonb_strip_nulls(i.row)::text, 'UTF8')) = h.after, false) as is_image_genuine
      from (select * from audit.head where entity = ${t.entity}) h full join ${live} t on t.id::text = h.rec_id
      left join ${sql.id(t.schema, t.history)} i on i.org_id = h.org_id and i.id::text = h.rec_id and i.version = h.rec_ver
      where t.id is null or h.rec_id is null or t.org_id <> h.org_id or t.version is distinct from h.rec_ver
        or sha256(convert_to(jsonb_strip_nulls(to_jsonb(t))::text, 'UTF8')) is distinct from h.after`,
  )) {
    const place = {
      epoch: null,
      orgId: row.org_id,
      entity: t.entity,
      recordId: row.rec_id,
      ...(row.number === null ? {} : { number: row.number }),
    };
    if (row.no_row) session.faults.add({ kind: 'row-missing', ...place, detail: 'the record was deleted from its table' });
    else if (row.no_head)
      session.faults.add({ kind: 'row-unknown', ...place, detail: 'the record was put into its table without an event' });
    else if (!isMigrated(row, defaults)) {
      const named = row.differing.find((c) => !bookkeeping.has(c)) ?? row.differing[0] ?? Object.keys(row.added)[0];
      const column =
        (row.is_image_genuine ? named : await columnAgainstEvents(session, t, row.rec_id, row.head_version ?? 0, 'live')) ??
        named;
      const field = column === undefined ? 'row' : fieldName(session.registry, t.entity, column);
      const detail = `${field} is not what was last written through the application`;
      session.faults.add({ kind: 'row-differs', ...place, version: row.head_version ?? 0, field, detail });
    }
  }
}

/** Whether a row differs from its genuine image only by columns that migrations added (empty or at their default) or removed. */
function isMigrated(row: LiveRow, defaults: ReadonlyMap<string, string>): boolean {
  if (!row.is_image_genuine || row.differing.length > 0) return false;
  return Object.entries(row.added).every(([column, value]) => defaults.get(column) === JSON.stringify(value));
}

/** Constant column defaults as JSON text. Defaults that change with time stand for nothing here. */
async function defaultsOf(session: Session, t: AuditedTable): Promise<ReadonlyMap<string, string>> {
  const rows = await rowsOf<{ column: string; value: string }>(
    session.client,
    sql`select a.attname as column, pg_get_expr(d.adbin, d.adrelid) as value from pg_attribute a join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = format('%I.%I', ${t.schema}::text, ${t.table}::text)::regclass`,
  );
  return new Map(rows.flatMap(({ column, value }) => constantOf(value).map((json): [string, string] => [column, json])));
}
/** `'internal'::text`, `false`, `1`, `'{}'::jsonb`, `'{}'::text[]` as JSON text; nothing for anything else. */
function constantOf(expression: string): string[] {
  if (/^(true|false|-?\d+(\.\d+)?)$/.test(expression)) return [expression];
  const [, text, type = ''] = /^'((?:[^']|'')*)'::([\w ]+(?:\[\])?)$/.exec(expression) ?? [];
  if (text === undefined) return [];
  const value = text.replaceAll("''", "'");
  if (type === 'jsonb') return [JSON.stringify(JSON.parse(value))];
  if (type.endsWith('[]')) return value === '{}' ? ['[]'] : [];
  return [JSON.stringify(value)];
}

/** Each history image against the hash in the event of its version. */
export async function checkHistory(session: Session, t: AuditedTable): Promise<void> {
  const history = sql.id(t.schema, t.history);
  const [counted] = await rowsOf<{ n: number }>(session.client, sql`select count(*) as n from ${history}`);
  session.checked.historyRows += counted?.n ?? 0;
  for await (const row of rowStream<{
    org_id: string;
    rec_id: string;
    version: number;
    number: string | null;
    kind: 'missing' | 'unknown' | 'differs';
  }>(
    session.client,
    sql`select coalesce(h.org_id, e.org_id)::text as org_id, coalesce(h.id::text, e.rec_id) as rec_id, coalesce(h.version, e.rec_ver) as version, coalesce(h.row ->> 'number', e.rec_number) as number,
        case when h.id is null then 'missing' when e.rec_id is null then 'unknown' else 'differs' end as kind
      from ${history} h full join (select org_id, rec_id, rec_ver, rec_number, body ->> 'after' as after from audit.event where entity = ${t.entity} and rec_ver is not null) e
        on e.rec_id = h.id::text and e.rec_ver = h.version
      where h.id is null or e.rec_id is null or h.org_id <> e.org_id
        or encode(sha256(convert_to(jsonb_strip_nulls(h.row)::text, 'UTF8')), 'hex') is distinct from e.after`,
  )) {
    const place = {
      epoch: null,
      orgId: row.org_id,
      entity: t.entity,
      recordId: row.rec_id,
      ...(row.number === null ? {} : { number: row.number }),
      version: row.version,
    };
    if (row.kind === 'missing')
      session.faults.add({ kind: 'history-missing', ...place, detail: `the image of version ${row.version} is gone` });
    else if (row.kind === 'unknown')
      session.faults.add({ kind: 'history-unknown', ...place, detail: `no event wrote the image of version ${row.version}` });
    else {
      const column = await columnAgainstEvents(session, t, row.rec_id, row.version, 'history');
      const field = column === undefined ? 'row' : fieldName(session.registry, t.entity, column);
      const detail = `the image of version ${row.version} is not the one that was written`;
      session.faults.add({ kind: 'history-differs', ...place, field, detail });
    }
  }
}
