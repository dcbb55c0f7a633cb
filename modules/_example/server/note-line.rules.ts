import { mayEdit, rulesFor, type Tx } from '#kernel/records';
import type { Row } from '#kernel/schema';
import { Note } from '../records/note.ts';
import { NoteLine } from '../records/note-line.ts';

/** Who may edit the note may edit its lines, and only while it is open. */
async function editableNote(tx: Tx, noteId: string): Promise<Row<typeof Note>> {
  const note = await tx.get(Note, noteId);
  await mayEdit(tx, Note, note);
  return note;
}

export const noteLineRules = rulesFor(NoteLine, {
  create: {
    // A line is as visible as its note, whoever adds it.
    async set(tx, line) {
      const { departmentId, siteId, confidentiality } = await editableNote(tx, String(line.noteId));
      return { departmentId, siteId, confidentiality };
    },
  },
  // `available` is part of what the row answers with (`can`), so the button and the refusal agree.
  edit: {
    async available(tx, line) {
      await editableNote(tx, line.noteId);
    },
  },
  remove: {
    async guard(tx, line) {
      await editableNote(tx, line.noteId);
    },
  },
});
