import { defineRules } from '#kernel/schema';

export const notifyRules = defineRules({
  'notify.mandatory': {
    status: 422,
    code: 'MANDATORY_NOTIFICATION',
    en: 'Notifications of the type {type} cannot be switched off.',
    fr: 'Les notifications de type {type} ne peuvent pas être désactivées.',
  },
  'notify.mail-not-dead': {
    status: 409,
    code: 'NOT_DEAD',
    en: 'This mail has not been given up, so it cannot be sent again.',
    fr: 'Ce courriel n’a pas été abandonné : il ne peut pas être renvoyé.',
  },
});
