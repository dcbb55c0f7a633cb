import { z } from 'zod';
import { sql } from '#kernel/db';
import {
  coreRules,
  fieldSchema,
  findRows,
  holds,
  lockRow,
  needReason,
  readable,
  statementsOf,
  type Tx,
  writeRow,
} from '#kernel/records';
import { type AnyRecord, type Row, refuse, rule } from '#kernel/schema';
import { ownerOf } from './reach.ts';
import { RecordLink } from './records/notes.ts';
import { noteRules } from './rules.ts';

export const linkInput = z.strictObject({
  toEntity: fieldSchema(RecordLink.fields.toEntity),
  toId: z.uuid(),
  relation: fieldSchema(RecordLink.fields.relation),
});
export type LinkInput = { readonly toEntity: string; readonly toId: string; readonly relation: string };

type LinkRow = Row<typeof RecordLink>;

/** A link as seen from one of its ends: the other end by number and title. */
export interface LinkView {
  readonly id: string;
  readonly direction: 'to' | 'from';
  readonly relation: string;
  readonly type: string;
  readonly typeLabel: string;
  readonly recordId: string;
  readonly number: string | null;
  readonly title: string;
  readonly state: string;
  readonly createdAt: string;
  readonly createdBy: string;
}

interface OtherEnd extends Record<string, unknown> {
  readonly id: string;
  readonly number: string | null;
  readonly title: string;
  readonly state: string;
}

/** Records of one type by id, only those the reader may see. */
async function visible(tx: Tx, record: AnyRecord, ids: readonly string[]): Promise<Map<string, OtherEnd>> {
  const s = statementsOf(record);
  const rows = await tx.query<OtherEnd>(
    sql`select t.id, t.number, t.${sql.id(s.columns.get(record.title) ?? 'id')}::text as title, t.state
      from ${{ parts: [s.table], values: [] }} t where t.id = any(${ids}) and ${readable(tx.actor, record)}`,
  );
  return new Map(rows.map((r) => [r.id, r]));
}

/** Active links of a record, in both directions. An end the reader may not see leaves the link out altogether. */
export async function linksOf(tx: Tx, record: AnyRecord, id: string): Promise<LinkView[]> {
  await tx.get(record, id);
  const rows = await findRows(
    tx,
    RecordLink,
    sql`t.state = 'ACTIVE' and ((t.from_entity = ${record.id} and t.from_id = ${id}) or (t.to_entity = ${record.id} and t.to_id = ${id}))`,
    sql`order by t.created_at, t.id limit 1000`,
  );
  const ends = rows.map((link) => {
    const isFrom = link.fromEntity === record.id && link.fromId === id;
    return isFrom
      ? { link, direction: 'to' as const, type: link.toEntity, recordId: link.toId }
      : { link, direction: 'from' as const, type: link.fromEntity, recordId: link.fromId };
  });
  const found = new Map<string, Map<string, OtherEnd>>();
  for (const type of new Set(ends.map((e) => e.type))) {
    const other = tx.registry.records.get(type);
    if (other)
      found.set(
        type,
        await visible(
          tx,
          other,
          ends.filter((e) => e.type === type).map((e) => e.recordId),
        ),
      );
  }
  return ends.flatMap(({ link, direction, type, recordId }) => {
    const end = found.get(type)?.get(recordId);
    if (!end) return [];
    const typeLabel = tx.registry.record(type).label[tx.actor.language];
    return [
      {
        id: link.id,
        direction,
        relation: link.relation,
        type,
        typeLabel,
        recordId,
        number: end.number,
        title: end.title,
        state: end.state,
        createdAt: link.createdAt,
        createdBy: link.createdBy,
      },
    ];
  });
}

/** Links two records the actor may see; the one it starts from must be editable by role, whatever its state. */
export async function addLink(tx: Tx, record: AnyRecord, id: string, input: LinkInput): Promise<LinkRow> {
  const row = await tx.get(record, id);
  rule(await holds(tx, record, 'edit', row), coreRules['core.forbidden'], { permission: `${record.id}.edit` });
  const target = tx.registry.records.get(input.toEntity);
  if (!target || target.internal) refuse(noteRules['note.link.unknown-type'], { type: input.toEntity });
  rule(!(target.id === record.id && input.toId === id), noteRules['note.link.itself']);
  const other = await tx.get(target, input.toId);
  const values = { fromEntity: record.id, fromId: id, toEntity: target.id, toId: input.toId, relation: input.relation };
  const [same] = await findRows(
    tx,
    RecordLink,
    sql`t.state = 'ACTIVE' and t.from_entity = ${record.id} and t.from_id = ${id} and t.to_entity = ${target.id} and t.to_id = ${input.toId} and t.relation = ${input.relation}`,
  );
  rule(!same, noteRules['note.link.exists']);
  const link = await tx.create(RecordLink, values);
  await tx.emit('notes.linked', {
    linkId: link.id,
    entity: record.id,
    id,
    number: row.number,
    toEntity: target.id,
    toId: input.toId,
    toNumber: other.number,
    relation: input.relation,
  });
  return link;
}

/** Ends a link with a reason; the row stays with who removed it and why. */
export async function removeLink(tx: Tx, id: string, reason: string | null): Promise<LinkRow> {
  const link = (await lockRow(tx, RecordLink, id)) as LinkRow;
  const { record, row } = await ownerOf(tx, link.fromEntity, link.fromId);
  rule(await holds(tx, record, 'edit', row), coreRules['core.forbidden'], { permission: `${record.id}.edit` });
  rule(link.state === 'ACTIVE', coreRules['core.invalid-transition'], { state: link.state, permitted: [] });
  const why = needReason(reason);
  const removed = await tx.writing({ action: 'TRANSITION', transition: 'remove', reason: why }, () =>
    writeRow(tx, RecordLink, link as Row, { state: 'REMOVED' }),
  );
  await tx.emit('notes.unlinked', { linkId: id, entity: record.id, id: row.id, number: row.number });
  return removed as LinkRow;
}
