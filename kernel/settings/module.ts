import { defineModule } from '#kernel/schema';
import { access } from '../access/module.ts';
import { sign } from '../sign/module.ts';
import { Setting, SettingChange, Term } from './records/setting.ts';

/** Settings of an organization and the vocabularies it may extend. */
export const settings = defineModule({
  id: 'settings',
  label: { en: 'Settings', fr: 'Paramètres' },
  icon: 'settings',
  dependsOn: [access, sign],
  records: [Setting, SettingChange, Term],
  nav: [
    { label: { en: 'Settings', fr: 'Paramètres' }, path: '/settings', needs: 'settings.setting.edit' },
    { label: { en: 'Vocabularies', fr: 'Vocabulaires' }, path: '/settings/terms', needs: 'settings.term.edit' },
  ],
});
