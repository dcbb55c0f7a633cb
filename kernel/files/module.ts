import { defineModule } from '#kernel/schema';
import { access } from '../access/module.ts';
import { Attachment } from './records/attachment.ts';

/** Files of records. */
export const files = defineModule({
  id: 'files',
  label: { en: 'Files', fr: 'Fichiers' },
  icon: 'file',
  dependsOn: [access],
  records: [Attachment],
});
