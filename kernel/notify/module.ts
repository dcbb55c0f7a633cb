import { defineModule } from '#kernel/schema';
import { access } from '../access/module.ts';
import { tasks } from '../tasks/module.ts';

/** Notifications and mail. Its tables are messages about records, not records. */
export const notifications = defineModule({
  id: 'notify',
  label: { en: 'Notifications', fr: 'Notifications' },
  icon: 'bell',
  dependsOn: [access, tasks],
  records: [],
  nav: [{ label: { en: 'Outgoing mail', fr: 'Courriels sortants' }, path: '/system/outbox', needs: 'system.outbox.manage' }],
});
