import { defineModule } from '#kernel/schema';
import { access } from '../access/module.ts';
import { Comment, RecordLink } from './records/notes.ts';

/** Comments on records and links between them. */
export const notes = defineModule({
  id: 'notes',
  label: { en: 'Comments and links', fr: 'Commentaires et liens' },
  icon: 'message',
  dependsOn: [access],
  records: [Comment, RecordLink],
});
