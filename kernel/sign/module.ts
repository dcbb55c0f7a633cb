import { defineModule } from '#kernel/schema';
import { access } from '../access/module.ts';
import { Signature } from './records/signature.ts';

/** Electronic signatures. */
export const sign = defineModule({
  id: 'sign',
  label: { en: 'Signatures', fr: 'Signatures' },
  icon: 'signature',
  dependsOn: [access],
  records: [Signature],
});
