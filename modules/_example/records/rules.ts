import { defineRules } from '#kernel/schema';

/** Refusals of this module. Beside the records, because the browser checks the same rules before anything is sent. */
export const exampleRules = defineRules({
  'example.note.safety-needs-action': {
    status: 422,
    code: 'VALIDATION',
    en: 'A note about safety says what to do.',
    fr: 'Une note de sécurité dit ce qu’il faut faire.',
    way: { en: 'fill in “What to do”.', fr: 'remplissez « Que faire ».' },
  },
  'example.submit.no-lines': {
    status: 422,
    code: 'VALIDATION',
    en: '{number} has no lines yet; there is nothing to review.',
    fr: '{number} n’a pas encore de lignes ; il n’y a rien à relire.',
  },
  'example.replace.not-in-force': {
    status: 409,
    code: 'INVALID_TRANSITION',
    en: '{number} is no longer in force and cannot be replaced.',
    fr: '{number} n’est plus en vigueur et ne peut pas être remplacée.',
  },
  'example.copy.still-draft': {
    status: 409,
    code: 'INVALID_TRANSITION',
    en: 'A draft is edited, not copied.',
    fr: 'Un brouillon se modifie, il ne se copie pas.',
  },
});
