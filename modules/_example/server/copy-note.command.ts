import { z } from 'zod';
import { defineCommand } from '#kernel/records';
import { rule } from '#kernel/schema';
import { Note } from '../records/note.ts';
import { NoteLine } from '../records/note-line.ts';
import { exampleRules } from '../records/rules.ts';
import { linesOf } from './note.queries.ts';

/** Begins a new draft from a note and its lines. Neither create, edit nor a transition: therefore a command. */
export const copyNote = defineCommand({
  // Last part = verb of the route: POST /api/v1/example/notes/{id}/copy
  id: 'example.note.copy',
  label: { en: 'Copy', fr: 'Copier' },
  record: Note,
  needs: 'example.note.create',
  level: 'write',
  input: z.strictObject({ replaces: z.boolean().default(false) }),
  output: z.object({ id: z.uuid() }),
  available: (_tx, note) => rule(note.state !== 'DRAFT', exampleRules['example.copy.still-draft']),
  async run(tx, { replaces }, { id }) {
    const note = await tx.get(Note, id);
    const { title, topic, action, departmentId, siteId, confidentiality } = note;
    const copy = await tx.create(Note, {
      ...{ title, topic, action, departmentId, siteId, confidentiality },
      replacesId: replaces ? note.id : null,
    });
    for (const { position, text } of await linesOf(tx, note.id)) await tx.create(NoteLine, { noteId: copy.id, position, text });
    return { id: copy.id };
  },
});
