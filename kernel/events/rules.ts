import { defineRules } from '#kernel/schema';

export const eventRules = defineRules({
  'events.not-dead': {
    status: 409,
    code: 'NOT_DEAD',
    en: 'This delivery is not on the dead-letter list.',
    fr: 'Cette livraison n’est pas dans la liste des échecs définitifs.',
  },
});
