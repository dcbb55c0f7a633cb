import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { sql } from '#kernel/db';
import { type AnyRecord, columnOf, fieldsOf, type Row } from '#kernel/schema';
import { findRows } from './read.ts';
import type { Tx } from './tx.ts';

/**
 * SHA-256 over the RFC 8785 form of the record's own fields and the hashes of its files. Fields moved by transitions are left out, so
 * that what a reviewer saw and what an approver signs can be shown to be the same content.
 */
export function contentHash(
  record: AnyRecord,
  row: Row,
  files: readonly { readonly name: string; readonly sha256: string }[],
): string {
  const values = row as Readonly<Record<string, unknown>>;
  const own = Object.fromEntries(
    fieldsOf(record)
      .filter(([, f]) => !f.isWorkflow && !f.isSecret)
      .map(([name]) => [name, textual(values[name] ?? null)]),
  );
  const content = {
    type: record.id,
    id: row.id,
    number: row.number,
    confidentiality: row.confidentiality,
    fields: own,
    extra: textual(row.extra),
    files,
  };
  return createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex');
}

/** Numbers become text: RFC 8785 would otherwise round what a float cannot hold. */
function textual(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(textual);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, textual(v)]));
  return value ?? null;
}

/** Parts bound by the content hash besides the record's own fields: its content files, and its child records (`partOf`) as hashes of their own. */
export async function contentParts(
  tx: Tx,
  record: AnyRecord,
  id: string,
): Promise<readonly { readonly name: string; readonly sha256: string }[]> {
  const files = await tx.ports.files.filesOf(tx, record, id);
  const parts: { name: string; sha256: string }[] = [];
  for (const child of tx.registry.records.values()) {
    if (child.partOf?.record !== record.id) continue;
    const ended = Object.entries(child.states ?? {})
      .filter(([, s]) => s.family === 'ended')
      .map(([n]) => n);
    const rows = await findRows(
      tx,
      child,
      sql`t.${sql.id(columnOf(child.partOf.field))} = ${id} and t.state <> all(${ended})`,
      sql`order by t.id`,
    );
    for (const row of rows) parts.push({ name: `${child.id}/${row.id}`, sha256: contentHash(child, row, []) });
  }
  return [...files, ...parts];
}
