import { defineModule } from '#kernel/schema';
import { access } from '../access/module.ts';

/** Search over every record; it has no records of its own, only an index made from theirs. */
export const search = defineModule({
  id: 'search',
  label: { en: 'Search', fr: 'Recherche' },
  icon: 'search',
  dependsOn: [access],
  records: [],
});
