import { sql } from '#kernel/db';
import { defineCheckpoint, defineEvent } from '#kernel/events';
import { findRows, type Tx } from '#kernel/records';
import type { Row } from '#kernel/schema';
import { Document } from './records/document.ts';
import { Version } from './records/version.ts';

/** Payload of every transition event: the row it happened to, and the state it came from. */
export interface Moved {
  readonly id: string;
  readonly number: string | null;
  readonly state: string;
  readonly from: string;
}
/** A version was approved; it becomes effective on its date (retraining is assigned from here on). `id` is the version's. */
export const versionApproved = defineEvent<Moved>('edms.version.approve-final');
/** A version became effective and the one before it superseded. `id` is the version's. */
export const versionActivated = defineEvent<Moved>('edms.version.activate');
/** A version was superseded by the next. `id` is the version's. */
export const versionSuperseded = defineEvent<Moved>('edms.version.supersede');
/** A document became obsolete. `id` is the document's. */
export const documentObsoleted = defineEvent<Moved>('edms.document.obsolete');
/** The request to make a document obsolete ended because approved documents depend on it. `id` is the obsoletion's. */
export const obsoletionEnded = defineEvent<Moved>('edms.obsoletion.auto-terminate');

/** What higher modules know that would suffer from a document's obsoletion: shown to the requester and the approver. */
export interface ObsoletionWarning {
  readonly type: string;
  readonly id: string;
  readonly number: string | null;
  readonly title: string;
}
/**
 * Runs when obsolescence is requested, when it is approved and on the day itself. A handler refuses by throwing, or adds warnings (syllabi,
 * assays, change controls that name the document).
 */
export const documentObsoletion = defineCheckpoint<{
  readonly document: Row<typeof Document>;
  readonly moment: 'request' | 'approval' | 'execution';
  readonly warnings: ObsoletionWarning[];
}>('edms.document.obsoletion');
/** Runs in the transaction that makes a version effective; a handler that throws keeps the version before it in force. */
export const documentActivation = defineCheckpoint<{
  readonly document: Row<typeof Document>;
  readonly version: Row<typeof Version>;
}>('edms.document.activation');

/** The version in force of a document now; undefined before the first and after obsolescence. Unscoped: ask for rights yourself. */
export async function effectiveVersion(tx: Tx, documentId: string): Promise<Row<typeof Version> | undefined> {
  return (await findRows(tx, Version, sql`t.document_id = ${documentId} and t.state = 'EFFECTIVE'`))[0];
}
/** A document with its identity and state, unscoped. */
export async function documentOf(tx: Tx, documentId: string): Promise<Row<typeof Document> | undefined> {
  return (await findRows(tx, Document, sql`t.id = ${documentId}`))[0];
}
/** The version an event or a link speaks of, unscoped. */
export async function versionOf(tx: Tx, versionId: string): Promise<Row<typeof Version> | undefined> {
  return (await findRows(tx, Version, sql`t.id = ${versionId}`))[0];
}
