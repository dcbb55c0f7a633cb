import { defineRules } from '#kernel/schema';

/** Refusals of settings (spec 1.14). */
export const settingRules = defineRules({
  'setting.unknown': {
    status: 404,
    code: 'NOT_FOUND',
    en: 'There is no setting {key}.',
    fr: 'Il n’existe pas de paramètre {key}.',
  },
  'setting.value': {
    status: 422,
    code: 'VALIDATION',
    en: '{setting}: the value is not possible ({why}).',
    fr: '{setting} : valeur impossible ({why}).',
    way: { en: 'choose a value within {bounds}.', fr: 'choisissez une valeur dans {bounds}.' },
  },
  'setting.logo': {
    status: 422,
    code: 'VALIDATION',
    en: 'The logo is a current PNG or JPEG file of at most 1 MB, attached to the organization.',
    fr: 'Le logo est un fichier PNG ou JPEG courant d’au plus 1 Mo, joint à l’organisation.',
  },
  'setting.pending': {
    status: 409,
    code: 'PENDING',
    en: '{setting} already waits for a second person to confirm a change.',
    fr: '{setting} attend déjà la confirmation d’une modification par une seconde personne.',
    way: { en: 'confirm or reject that change first.', fr: 'confirmez ou refusez d’abord cette modification.' },
  },
});
