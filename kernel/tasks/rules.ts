import { defineRules } from '#kernel/schema';

export const taskRules = defineRules({
  'tasks.assignee-needed': {
    status: 422,
    code: 'VALIDATION',
    en: 'Name who is to act: {stage}.',
    fr: 'Désignez qui doit agir : {stage}.',
  },
  'tasks.assignee-count': {
    status: 422,
    code: 'VALIDATION',
    en: 'The approval chain has {steps} steps here; name one person for each.',
    fr: 'Le circuit comporte {steps} étapes ici ; désignez une personne pour chacune.',
  },
  'tasks.assignee-twice': {
    status: 409,
    code: 'SOD_CONFLICT',
    en: 'The same person cannot act twice in one stage.',
    fr: 'La même personne ne peut pas agir deux fois dans une étape.',
  },
  'tasks.assignee-unfit': {
    status: 422,
    code: 'ASSIGNEE_UNFIT',
    en: '{person} does not hold the permission {permission}, or is not active.',
    fr: '{person} n’a pas la permission {permission} ou n’est pas actif.',
    way: { en: 'choose somebody who holds it.', fr: 'choisissez une personne qui la possède.' },
  },
  'tasks.out-of-sequence': {
    status: 409,
    code: 'OUT_OF_SEQUENCE',
    en: 'An earlier step is still open: {step} by {people}.',
    fr: 'Une étape précédente est encore ouverte : {step} par {people}.',
  },
  'tasks.not-open': {
    status: 409,
    code: 'INVALID_TRANSITION',
    en: 'The task is no longer open.',
    fr: 'La tâche n’est plus ouverte.',
  },
  'tasks.due-in-past': { status: 422, code: 'VALIDATION', en: 'The due date has passed.', fr: 'La date d’échéance est passée.' },
  'tasks.chain-faulty': {
    status: 422,
    code: 'CHAIN_FAULTY',
    en: 'The chain cannot be published: {faults}.',
    fr: 'Le circuit ne peut pas être publié : {faults}.',
  },
  'tasks.chain-own-edit': {
    status: 409,
    code: 'SOD_CONFLICT',
    en: 'A chain is published by another administrator than the one who edited it.',
    fr: 'Un circuit est publié par un autre administrateur que celui qui l’a modifié.',
  },
  'tasks.delegation-invalid': {
    status: 422,
    code: 'VALIDATION',
    en: 'The delegation must end after it begins, and go to somebody else.',
    fr: 'La délégation doit finir après son début et viser une autre personne.',
  },
});
