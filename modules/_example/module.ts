import { defineModule } from '#kernel/schema';
import { Note } from './records/note.ts';
import { NoteLine } from './records/note-line.ts';

/** The tutorial module: everything a module can have, once. Compiled and tested, not part of the product. */
export const example = defineModule({
  id: 'example',
  label: { en: 'Example', fr: 'Exemple' },
  icon: 'note',
  // Module objects, so that an undeclared dependency cannot be named and a cycle fails when it is imported.
  dependsOn: [],
  records: [Note, NoteLine],
  nav: [{ label: { en: 'Notes', fr: 'Notes' }, path: '/example/notes', needs: 'example.note.read' }],
});
