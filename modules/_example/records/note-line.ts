import { defineRecord, integer, ref, text } from '#kernel/schema';

/**
 * One line of a note. `partOf` makes it a part: it changes only while the note is open, each change moves the note's version, and the
 * note's signatures cover it.
 */
export const NoteLine = defineRecord('example.note-line', {
  label: { en: 'Note line', fr: 'Ligne de note' },
  plural: { en: 'Note lines', fr: 'Lignes de note' },
  scope: 'department',
  partOf: { record: 'example.note', field: 'noteId' },
  fields: {
    noteId: ref({ en: 'Note', fr: 'Note' }, 'example.note').immutable(),
    position: integer({ en: 'Position', fr: 'Position' }, { min: 1, max: 999 }),
    text: text({ en: 'Text', fr: 'Texte' }, { max: 1000, lines: 2 }),
  },
  title: 'text',
  permissions: {},
  states: {
    ACTIVE: { label: { en: 'Part of the note', fr: 'Dans la note' }, family: 'writing' },
    REMOVED: { label: { en: 'Removed', fr: 'Retirée' }, family: 'ended', frozen: true, hidden: true },
  },
  initial: 'ACTIVE',
  // Nothing is deleted: a removed line leaves the list and stays in the history.
  transitions: { remove: { label: { en: 'Remove', fr: 'Retirer' }, from: ['ACTIVE'], to: 'REMOVED', needs: 'edit' } },
  list: ['position', 'text', 'state'],
  filters: ['noteId', 'state'],
  sort: 'position',
  form: [{ title: { en: 'Line', fr: 'Ligne' }, fields: ['noteId', 'position', 'text'] }],
});
