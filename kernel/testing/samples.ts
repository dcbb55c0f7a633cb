import { sql } from '#kernel/db';
import { createRow, type Tx } from '#kernel/records';
import { type AnyRecord, type FieldFacts, fieldsOf, type Row } from '#kernel/schema';

/** The same definition without its pure rules: the matrix makes rows that no form would. */
function withoutCheck(record: AnyRecord): AnyRecord {
  const { check: _rules, ...facts } = record;
  return facts;
}

let counter = 0;
/** The smallest value a field accepts. */
function sampleOf(f: FieldFacts, name: string): unknown {
  counter += 1;
  switch (f.kind) {
    case 'text':
      return `${name}-${counter}`.slice(0, f.max ?? 200).padEnd(f.min ?? 0, 'x');
    case 'integer':
      return Math.max(f.min ?? 1, 1);
    case 'decimal':
      return '1.5';
    case 'day':
      return '2030-01-01';
    case 'instant':
      return '2030-01-01T00:00:00Z';
    case 'flag':
      return false;
    case 'choice':
      return Object.keys(f.choices ?? {})[0];
    case 'texts':
    case 'refs':
      return [];
    case 'json':
      return [];
    case 'ref':
      return undefined;
  }
}

/** Somebody of the organization who is none of the personas asked: named where a row needs a person. */
async function somebody(tx: Tx): Promise<string> {
  const [last] = await tx.query<{ id: string }>(
    sql`select id from access."user" where org_id = ${tx.actor.orgId} order by username desc limit 1`,
  );
  return last?.id ?? tx.actor.userId;
}

/**
 * A row of any record type in any state, written by the engine's own insert as a system actor, with whatever it refers to made first.
 * Rules of creation are passed by: the matrix is about what may happen to a row, not about how it came to be.
 */
export async function sampleRow(
  tx: Tx,
  record: AnyRecord,
  given: Readonly<Record<string, unknown>> = {},
  depth = 0,
): Promise<Row> {
  const values: Record<string, unknown> = { ...given };
  const bystander = (given.personId as string | undefined) ?? (await somebody(tx));
  for (const [name, f] of fieldsOf(record)) {
    if (name in values) continue;
    if (f.isOptional && !(f.isOwner && f.to === 'access.user')) continue;
    if (f.kind === 'ref' && f.to) {
      if (f.to === 'access.user') values[name] = bystander;
      else if (depth < 4) values[name] = (await sampleRow(tx, tx.registry.record(f.to), { personId: bystander }, depth + 1)).id;
    } else if (f.kind === 'ref') values[name] = bystander;
    else values[name] = f.initial ?? sampleOf(f, name);
  }
  delete values.personId;
  const bare: Tx = { ...tx, registry: { ...tx.registry, rulesOf: () => ({}) } };
  return createRow(bare, withoutCheck(record), values);
}
