import { defineModule } from '#kernel/schema';

/** Outbox and subscriptions. It has no records: events are the consequence of records. */
export const events = defineModule({
  id: 'events',
  label: { en: 'Events', fr: 'Événements' },
  icon: 'bolt',
  dependsOn: [],
  records: [],
});
