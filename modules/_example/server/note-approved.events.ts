import { on } from '#kernel/events';
import { notify } from '#kernel/notify';
import { noteApproved } from '../api.ts';
import { Note } from '../records/note.ts';

// Subscribers run after the commit, in order per note, each in a transaction of its own, at least once: they look before they act.

export const endReplaced = on(noteApproved, 'example.end-replaced', async (tx, { replacesId }) => {
  if (replacesId === null) return;
  const old = await tx.get(Note, replacesId);
  if (old.state === 'IN_FORCE') await tx.transition(Note, old, 'replace');
});

export const tellAuthor = on(noteApproved, 'example.tell-author', async (tx, { id }, origin) => {
  const note = await tx.get(Note, id);
  if (note.authorId === null) return;
  await notify(tx, {
    recipients: [note.authorId],
    type: 'effective',
    title: { en: `${note.number} is in force`, fr: `${note.number} est en vigueur` },
    entity: Note.id,
    recordId: note.id,
    number: note.number,
    actorId: origin?.actorId ?? null,
    key: `example.in-force:${note.id}`,
  });
});
