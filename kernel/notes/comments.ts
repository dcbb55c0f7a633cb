import { z } from 'zod';
import { sql } from '#kernel/db';
import { coreRules, fieldSchema, findRows, holds, lockRow, type Tx, writeRow } from '#kernel/records';
import {
  type Abilities,
  type Ability,
  type AnyRecord,
  AppError,
  type Row,
  refuse,
  rule,
  type TransitionSpec,
  textOf,
} from '#kernel/schema';
import { type CanRead, holdsLevel, mayRemark, ownerOf } from './reach.ts';
import { Comment } from './records/notes.ts';
import { noteRules } from './rules.ts';

const fields = Comment.fields;

/** What a comment is made of; position and quotation where it is about a page. */
export const commentInput = z.strictObject({
  body: fieldSchema(fields.body),
  kind: fieldSchema(fields.kind).default('general'),
  page: fieldSchema(fields.page).optional(),
  x: fieldSchema(fields.x).optional(),
  y: fieldSchema(fields.y).optional(),
  section: fieldSchema(fields.section).optional(),
  highlight: fieldSchema(fields.highlight).optional(),
  parentId: fieldSchema(fields.parentId).optional(),
  mentions: z.array(z.uuid()).max(20).default([]),
});
export type CommentInput = z.infer<typeof commentInput>;
export const responseInput = z.strictObject({ response: z.string().trim().max(4000).nullish() });

/** What may become of a comment. */
export const commentVerbs = ['address', 'resolve', 'dismiss'] as const;
export type CommentVerb = (typeof commentVerbs)[number];

type CommentRow = Row<typeof Comment>;

/** Comments of a record, oldest first, for somebody who reads the record. */
export async function commentsOf(tx: Tx, record: AnyRecord, id: string): Promise<CommentRow[]> {
  await tx.get(record, id);
  return findRows(tx, Comment, sql`t.entity = ${record.id} and t.record_id = ${id}`, sql`order by t.created_at, t.id limit 1000`);
}

/** Open comments of one kind: what a reviewer's approval is refused for (unresolved critical ones). */
export function openComments(tx: Tx, record: AnyRecord, id: string, kind: CommentRow['kind']): Promise<CommentRow[]> {
  return findRows(
    tx,
    Comment,
    sql`t.entity = ${record.id} and t.record_id = ${id} and t.kind = ${kind} and t.state in ('OPEN', 'ADDRESSED')`,
  );
}

/** Mentioning is telling: who may not read the record is not told that it exists (NTF-07). */
async function refuseBlindMentions(
  tx: Tx,
  record: AnyRecord,
  id: string,
  mentions: readonly string[],
  canRead: CanRead,
): Promise<void> {
  const blind: string[] = [];
  for (const person of mentions)
    if (!(await canRead(tx, person, record, id))) blind.push(await tx.ports.people.nameOf(tx, person));
  if (blind.length > 0)
    throw new AppError(noteRules['note.mention.no-access'], { people: blind }, [
      { path: 'mentions', message: blind.join(', '), rule: 'note.mention.no-access' },
    ]);
}

/** Writes a comment on a record the actor reads, and tells the people mentioned. */
export async function addComment(
  tx: Tx,
  record: AnyRecord,
  id: string,
  input: CommentInput,
  canRead: CanRead,
): Promise<CommentRow> {
  const row = await tx.get(record, id);
  await mayRemark(tx, record, row);
  const mentions = [...new Set(input.mentions)];
  await refuseBlindMentions(tx, record, id, mentions, canRead);
  if (input.parentId) {
    const [parent] = await findRows(tx, Comment, sql`t.id = ${input.parentId}`);
    rule(parent?.entity === record.id && parent.recordId === id, noteRules['note.parent.elsewhere']);
  }
  const values = { ...input, mentions, entity: record.id, recordId: id, recordRevision: row.revision };
  const comment = (await tx.create(Comment, values as never)) as CommentRow;
  const told = mentions.filter((person) => person !== tx.actor.userId);
  if (told.length > 0) {
    await tx.emit('notes.mentioned', {
      commentId: comment.id,
      entity: record.id,
      id,
      number: row.number,
      people: told,
      by: tx.actor.userId,
    });
  }
  await tx.emit('notes.commented', {
    commentId: comment.id,
    entity: record.id,
    id,
    number: row.number,
    kind: comment.kind,
    by: tx.actor.userId,
  });
  return comment;
}

/** Editors of the record answer; who wrote the comment, or a reviewer, says whether that settles it. */
async function mayMove(tx: Tx, comment: CommentRow, record: AnyRecord, row: Row, verb: CommentVerb): Promise<void> {
  const spec: TransitionSpec = Comment.transitions[verb];
  rule(spec.from.includes(comment.state), coreRules['core.invalid-transition'], {
    state: textOf(Comment.states?.[comment.state].label ?? spec.label, tx.actor.language),
    permitted: commentVerbs.filter((v) => (Comment.transitions[v] as TransitionSpec).from.includes(comment.state)),
  });
  if (verb === 'address') rule(await holds(tx, record, 'edit', row), noteRules['note.comment.not-editor']);
  else
    rule(
      comment.createdBy === tx.actor.userId || (await holdsLevel(tx, record, 'review', row)),
      noteRules['note.comment.not-yours'],
    );
}

/** Moves a comment to the state its verb leads to; the response is kept with who gave it and when. */
export async function moveComment(tx: Tx, id: string, verb: CommentVerb, response: string | null): Promise<CommentRow> {
  const found = (await lockRow(tx, Comment, id)) as CommentRow;
  const { record, row } = await ownerOf(tx, found.entity, found.recordId);
  await mayMove(tx, found, record, row, verb);
  if (verb === 'address' && !response) refuse(coreRules['core.invalid'], {}, [{ path: 'response', message: 'is needed' }]);
  const to = Comment.transitions[verb].to;
  const said = response ? { response, respondedBy: tx.actor.userId, respondedAt: tx.now } : {};
  const moved = (await tx.writing({ action: 'TRANSITION', transition: verb, reason: response }, () =>
    writeRow(tx, Comment, found as Row, { state: to, ...said }),
  )) as CommentRow;
  await tx.emit(`notes.comment.${verb}`, {
    commentId: id,
    entity: record.id,
    id: row.id,
    number: row.number,
    by: tx.actor.userId,
  });
  return moved;
}

/** What the actor may do with each comment now. */
export async function commentAbilities(tx: Tx, comment: CommentRow, record: AnyRecord, row: Row): Promise<Abilities> {
  const can: Record<string, Ability> = {};
  for (const verb of commentVerbs) {
    can[verb] = await mayMove(tx, comment, record, row, verb).then(
      (): Ability => ({ ok: true }),
      (error: unknown): Ability => {
        if (!(error instanceof AppError)) throw error;
        return { ok: false, rule: error.rule.id, why: error.detail(tx.actor.language) };
      },
    );
  }
  return can;
}
