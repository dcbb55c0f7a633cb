import { sql } from '#kernel/db';
import { findRows, type Tx } from '#kernel/records';
import type { Row } from '#kernel/schema';
import { Note } from '../records/note.ts';
import { NoteLine } from '../records/note-line.ts';

// Reads only. Rows change through `tx.create`, `tx.update` and `tx.transition`; a check refuses SQL that writes.

/** Lines of a note in their order, without the removed ones. */
export const linesOf = (tx: Tx, noteId: string): Promise<Row<typeof NoteLine>[]> =>
  findRows(tx, NoteLine, sql`t.note_id = ${noteId} and t.state = 'ACTIVE'`, sql`order by t.position, t.id`);

/** Notes whose last day was before `day` (YYYY-MM-DD). */
export const expiredBefore = (tx: Tx, day: string): Promise<Row<typeof Note>[]> =>
  findRows(tx, Note, sql`t.state = 'IN_FORCE' and t.expires_on < ${day}`, sql`order by t.id`);
