import { defineModule } from '#kernel/schema';

/** Scheduler and queue. Runs are operational data, not records: the audit trail keeps each start and end. */
export const jobs = defineModule({
  id: 'jobs',
  label: { en: 'Scheduler', fr: 'Planificateur' },
  icon: 'clock-play',
  dependsOn: [],
  records: [],
  nav: [{ label: { en: 'Scheduled jobs', fr: 'Tâches planifiées' }, path: '/system/jobs', needs: 'system.job.manage' }],
});
