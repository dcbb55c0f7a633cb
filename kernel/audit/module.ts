import { defineModule } from '#kernel/schema';

/** The audit trail. It has no records of its own: it is about all others. */
export const audit = defineModule({
  id: 'audit',
  label: { en: 'Audit trail', fr: 'Piste d’audit' },
  icon: 'history',
  dependsOn: [],
  records: [],
});
