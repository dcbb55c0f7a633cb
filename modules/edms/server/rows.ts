import { sql } from '#kernel/db';
import { findRows, lockRow, type Tx } from '#kernel/records';
import { type Row, type StateSpec, textOf } from '#kernel/schema';
import { type Day, day, instant, today } from '#kernel/values';
import { DocumentType } from '../records/catalogue.ts';
import { Document } from '../records/document.ts';
import type { Obsoletion } from '../records/relations.ts';
import { Version } from '../records/version.ts';

export type DocumentRow = Row<typeof Document>;
export type VersionRow = Row<typeof Version>;
export type ObsoletionRow = Row<typeof Obsoletion>;
export type TypeRow = Row<typeof DocumentType>;

/** States of a version that people still work on: at most one such version exists per document. */
export const inProcess = ['DRAFT', 'PENDING_REVIEW', 'REVIEWED', 'PENDING_APPROVAL'] as const;
/** States of a version that is or was in force, or will be: it has an official PDF. */
export const published = ['APPROVED_PENDING_EFFECTIVE', 'EFFECTIVE', 'SUPERSEDED', 'OBSOLETE'] as const;
export const isIn = (states: readonly string[], row: { readonly state: string }): boolean => states.includes(row.state);

export const lockDocument = async (tx: Tx, id: string): Promise<DocumentRow> => (await lockRow(tx, Document, id)) as DocumentRow;
export const lockVersion = async (tx: Tx, id: string): Promise<VersionRow> => (await lockRow(tx, Version, id)) as VersionRow;

/** A version by id, unscoped: for the module's own consequences. */
export async function versionById(tx: Tx, id: string | null): Promise<VersionRow | undefined> {
  return id === null ? undefined : (await findRows(tx, Version, sql`t.id = ${id}`))[0];
}
export async function documentById(tx: Tx, id: string): Promise<DocumentRow | undefined> {
  return (await findRows(tx, Document, sql`t.id = ${id}`))[0];
}
export async function typeOf(tx: Tx, id: string): Promise<TypeRow | undefined> {
  return (await findRows(tx, DocumentType, sql`t.id = ${id}`))[0];
}

/** IANA zone of a record's site, or of the organization's first site: days of documents are days there. */
export async function zoneOf(tx: Tx, row: { readonly siteId: string | null }): Promise<string> {
  const [found] = await tx.query<{ zone: string }>(sql`select coalesce(
      (select s.zone from access.site s where s.org_id = ${tx.actor.orgId} and s.id = ${row.siteId}),
      (select s.zone from access.site s where s.org_id = ${tx.actor.orgId} order by s.created_at, s.id limit 1), 'UTC') as zone`);
  return found?.zone ?? 'UTC';
}
/** The day it is now at a record's site. */
export const todayAt = async (tx: Tx, row: { readonly siteId: string | null }): Promise<Day> =>
  today(await zoneOf(tx, row), instant(tx.now));

/** Name of a state in the reader's language. */
export function stateLabel(tx: Tx, record: { readonly states?: Readonly<Record<string, StateSpec>> }, state: string): string {
  const spec = record.states?.[state];
  return spec ? textOf(spec.label, tx.actor.language) : state;
}
export const dayOf = (value: string): Day => day(value);
/** What a child row takes over from its document so that it is seen by the same people. */
export const placeOf = (row: {
  readonly siteId: string | null;
  readonly departmentId: string | null;
  readonly confidentiality: DocumentRow['confidentiality'];
}) => ({ siteId: row.siteId, departmentId: row.departmentId, confidentiality: row.confidentiality });

/** Each id once, in the given order, without what is missing. */
export const people = (...ids: readonly (string | null | undefined)[]): string[] => [
  ...new Set(ids.filter((id): id is string => typeof id === 'string')),
];
