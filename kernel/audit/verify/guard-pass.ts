import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from '#kernel/db';
import { rowsOf, type Session } from './session.ts';
import type { AuditedTable } from './tables.ts';

interface Guard {
  readonly name: string;
  readonly calls: string;
  /** Bits of pg_trigger.tgtype: 1 each row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate. */
  readonly when: number;
}
const onRecords: readonly Guard[] = [
  { name: 'a_insert', calls: 'audit.on_insert', when: 4 },
  { name: 'a_update', calls: 'audit.on_update', when: 16 },
  { name: 'b_guard', calls: 'kernel.guard_update', when: 19 },
  { name: 'b_no_delete', calls: 'kernel.refuse_delete', when: 11 },
  { name: 'b_no_truncate', calls: 'kernel.refuse_delete', when: 34 },
];
const onHistory: readonly Guard[] = [
  { name: 'b_append_only', calls: 'kernel.refuse_delete', when: 27 },
  { name: 'b_no_truncate', calls: 'kernel.refuse_delete', when: 34 },
];
const onLog: readonly Guard[] = [
  { name: 'z_refuse', calls: 'audit.refuse_change', when: 27 },
  { name: 'z_refuse_truncate', calls: 'audit.refuse_change', when: 34 },
];

interface TriggerRow {
  readonly table: string;
  readonly name: string;
  readonly calls: string;
  readonly when: number;
  readonly enabled: string;
  /** Fires for some rows or columns only. */
  readonly narrowed: boolean;
}

/** The triggers that write the trail and refuse its change: there, always enabled, unconditional, on every table and every partition. */
export async function checkTriggers(session: Session, tables: readonly AuditedTable[]): Promise<void> {
  const found = await rowsOf<TriggerRow>(
    session.client,
    sql`select c.relnamespace::regnamespace::text || '.' || c.relname as table, t.tgname as name, p.pronamespace::regnamespace::text || '.' || p.proname as calls, t.tgtype::int as when,
      t.tgenabled::text as enabled, t.tgqual is not null or cardinality(t.tgattr::int2[]) > 0 as narrowed
      from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid where not t.tgisinternal`,
  );
  const triggers = new Map(found.map((t) => [`${t.table} ${t.name}`, t]));
  const partitions = await rowsOf<{ table: string }>(
    session.client,
    sql`select c.relnamespace::regnamespace::text || '.' || c.relname as table from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'audit.event'::regclass order by 1`,
  );
  const check = (table: string, entity: string, guards: readonly Guard[]) => {
    for (const guard of guards) {
      session.checked.triggers += 1;
      const trigger = triggers.get(`${table} ${guard.name}`);
      const place = { epoch: null, entity, field: guard.name };
      if (!trigger) session.faults.add({ kind: 'trigger-missing', ...place, detail: `${table} has no trigger ${guard.name}` });
      else if (trigger.enabled !== 'A')
        session.faults.add({
          kind: 'trigger-changed',
          ...place,
          detail: `the trigger ${guard.name} of ${table} is not always enabled`,
        });
      else if (trigger.calls !== guard.calls || trigger.when !== guard.when || trigger.narrowed)
        session.faults.add({ kind: 'trigger-changed', ...place, detail: `the trigger ${guard.name} of ${table} was replaced` });
    }
  };
  for (const table of ['audit.batch', 'audit.checkpoint', ...partitions.map((p) => p.table)]) check(table, 'audit.event', onLog);
  for (const t of tables) {
    if (!t.exists) {
      session.faults.add({
        kind: 'table-missing',
        epoch: null,
        entity: t.entity,
        detail: `the table ${t.schema}.${t.table} or its history is gone`,
      });
      continue;
    }
    check(`${t.schema}.${t.table}`, t.entity, onRecords);
    check(`${t.schema}.${t.history}`, t.entity, onHistory);
  }
}

/** Functions behind those triggers, by where their reviewed text stands. The clock is not among them: test databases replace it. */
const sources = [join(import.meta.dirname, '..', '..', 'db', 'migrations'), join(import.meta.dirname, '..', 'migrations')];
const guarded =
  /^(?:audit\.(?:on_insert|on_update|refuse_change|append|body|diff|shown|row_hash|current_epoch|attach)|kernel\.(?:context|guard_update|refuse_delete))$/;

/** Compares the text of the functions in the database with the reviewed migrations: an emptied function would leave every trigger standing. */
export async function checkFunctions(session: Session): Promise<void> {
  const wanted = reviewedFunctions(
    sources.flatMap((dir) =>
      readdirSync(dir)
        .filter((f) => f.endsWith('.sql'))
        .sort()
        .map((f) => readFileSync(join(dir, f), 'utf8')),
    ),
  );
  const found = await rowsOf<{ name: string; text: string }>(
    session.client,
    sql`select n.nspname || '.' || p.proname as name, p.prosrc as text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('audit', 'kernel')`,
  );
  for (const [name, text] of wanted) {
    if (!guarded.test(name)) continue;
    session.checked.functions += 1;
    const same = found.filter((f) => f.name === name);
    if (same.length !== 1 || same[0]?.text !== text)
      session.faults.add({
        kind: 'function-changed',
        epoch: null,
        field: name,
        detail: `the function ${name} is not the one of the reviewed migrations`,
      });
  }
}

/** Function bodies in SQL files, the last definition of a name counting. */
export function reviewedFunctions(files: readonly string[]): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const file of files)
    for (const [, name = '', dollar, quoted] of file.matchAll(
      /create (?:or replace )?function ((?:audit|kernel)\.\w+)\s*\([\s\S]*?\bas\s+(?:\$\$([\s\S]*?)\$\$|'((?:[^']|'')*)')/g,
    ))
      out.set(name, dollar ?? (quoted ?? '').replaceAll("''", "'"));
  return out;
}
