import { defineRules } from '#kernel/schema';

export const jobRules = defineRules({
  'jobs.unknown': {
    status: 404,
    code: 'NOT_FOUND',
    en: 'There is no job {code}.',
    fr: 'Il n’existe pas de tâche planifiée {code}.',
  },
  'jobs.run-unknown': { status: 404, code: 'NOT_FOUND', en: 'There is no such run.', fr: 'Cette exécution n’existe pas.' },
  'jobs.run-ended': {
    status: 409,
    code: 'RUN_ENDED',
    en: 'The run has already ended: {status}.',
    fr: 'L’exécution est déjà terminée : {status}.',
  },
});
