import type { JobDefinition } from '#kernel/records';
import { instant, today } from '#kernel/values';
import { Note } from '../records/note.ts';
import { expiredBefore } from './note.queries.ts';

/** Ends notes whose last day is over. Runs at each site's midnight, catches up after downtime. */
export const expireNotes: JobDefinition = {
  code: 'example.expire-notes',
  label: { en: 'End expired notes', fr: 'Terminer les notes échues' },
  module: 'example',
  schedule: { at: 'midnight' },
  // Each item is a transaction of its own: one note that cannot be ended does not keep the others in force.
  async items(tx) {
    const notes = await expiredBefore(tx, today(tx.actor.zone, instant(tx.now)));
    // The key goes into the ledger of effects: a note ends once, however often the run is repeated.
    return notes.map(({ id }) => ({ key: id, data: { id } }));
  },
  async run(tx, { data }) {
    const note = await tx.get(Note, String(data.id));
    if (note.state === 'IN_FORCE') await tx.transition(Note, note, 'expire');
  },
};
