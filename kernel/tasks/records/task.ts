import { defineRecord, instant, integer, json, oneOf, person, ref, text } from '#kernel/schema';

/** What waits for a named person: one step of an approval chain, or a piece of work a module asks for. */
export const Task = defineRecord('tasks.task', {
  label: { en: 'Task', fr: 'Tâche' },
  plural: { en: 'Tasks', fr: 'Tâches' },
  scope: 'organization',
  fields: {
    entity: text({ en: 'Record type', fr: 'Type d’enregistrement' }, { max: 80 }),
    recordId: ref({ en: 'Record', fr: 'Enregistrement' }, '').immutable(),
    recordNumber: text({ en: 'Number', fr: 'Numéro' }, { max: 60 }).optional(),
    recordTitle: text({ en: 'Title', fr: 'Titre' }, { max: 500 }),
    recordRevision: integer({ en: 'Revision', fr: 'Révision' }),
    kind: text({ en: 'Kind', fr: 'Nature' }, { max: 40 }),
    name: text({ en: 'What to do', fr: 'À faire' }, { max: 200 }),
    step: integer({ en: 'Step', fr: 'Étape' }),
    chainId: ref({ en: 'Approval chain', fr: 'Circuit d’approbation' }, 'tasks.chain').optional(),
    assigneeId: person({ en: 'Assignee', fr: 'Responsable' }).owner(),
    fromId: person({ en: 'From', fr: 'De' }).optional(),
    dueAt: instant({ en: 'Due', fr: 'Échéance' }).optional(),
    priority: oneOf(
      { en: 'Priority', fr: 'Priorité' },
      {
        low: { en: 'Low', fr: 'Basse' },
        normal: { en: 'Normal', fr: 'Normale' },
        high: { en: 'High', fr: 'Haute' },
        urgent: { en: 'Urgent', fr: 'Urgente' },
      },
    ).initially('normal'),
    mode: oneOf(
      { en: 'Mode', fr: 'Mode' },
      {
        SEQUENTIAL: { en: 'One after another', fr: 'L’un après l’autre' },
        PARALLEL_ALL: { en: 'All', fr: 'Tous' },
        PARALLEL_ANY: { en: 'Any one', fr: 'L’un d’eux' },
      },
    ).initially('SEQUENTIAL'),
    outcome: text({ en: 'Outcome', fr: 'Issue' }, { max: 40 }).workflow(),
    comment: text({ en: 'Comment', fr: 'Commentaire' }, { max: 2000 }).workflow(),
    completedAt: instant({ en: 'Completed', fr: 'Terminée' }).workflow(),
    completedBy: person({ en: 'Completed by', fr: 'Terminée par' }).workflow(),
    signatureId: ref({ en: 'Signature', fr: 'Signature' }, 'sign.signature').workflow(),
    escalation: integer({ en: 'Escalation step', fr: 'Niveau d’escalade' }).initially(0).workflow(),
    data: json<Readonly<Record<string, unknown>>>({ en: 'Details', fr: 'Détails' }).optional(),
  },
  title: 'name',
  permissions: { read: 'read', reassign: 'admin' },
  states: {
    OPEN: { label: { en: 'Open', fr: 'Ouverte' }, family: 'waiting' },
    WAITING: { label: { en: 'Later step', fr: 'Étape ultérieure' }, family: 'held' },
    DONE: { label: { en: 'Done', fr: 'Terminée' }, family: 'valid' },
    REASSIGNED: { label: { en: 'Reassigned', fr: 'Réattribuée' }, family: 'ended' },
    CANCELLED: { label: { en: 'Cancelled', fr: 'Annulée' }, family: 'ended' },
  },
  initial: 'OPEN',
  transitions: {
    begin: { label: { en: 'Begin', fr: 'Commencer' }, from: ['WAITING'], to: 'OPEN', needs: 'system' },
    wait: { label: { en: 'Wait', fr: 'Attendre' }, from: ['OPEN'], to: 'WAITING', needs: 'system' },
    complete: { label: { en: 'Complete', fr: 'Terminer' }, from: ['OPEN'], to: 'DONE', needs: 'system' },
    replace: { label: { en: 'Reassign', fr: 'Réattribuer' }, from: ['OPEN', 'WAITING'], to: 'REASSIGNED', needs: 'system' },
    cancel: { label: { en: 'Cancel', fr: 'Annuler' }, from: ['OPEN', 'WAITING'], to: 'CANCELLED', needs: 'system' },
  },
  list: ['name', 'recordNumber', 'recordTitle', 'assigneeId', 'dueAt', 'state'],
  sort: 'dueAt',
  form: [{ title: { en: 'Task', fr: 'Tâche' }, fields: ['name', 'assigneeId', 'dueAt'] }],
  commandsOnly: true,
  internal: true,
});

/** While somebody is away: their tasks may be done by the delegate, who signs in their own name (NTF-05). */
export const Delegation = defineRecord('tasks.delegation', {
  label: { en: 'Delegation', fr: 'Délégation' },
  plural: { en: 'Delegations', fr: 'Délégations' },
  scope: 'organization',
  fields: {
    fromId: person({ en: 'From', fr: 'De' }).owner(),
    toId: person({ en: 'To', fr: 'À' }),
    validFrom: instant({ en: 'From', fr: 'Du' }),
    validUntil: instant({ en: 'Until', fr: 'Au' }),
    reason: text({ en: 'Reason', fr: 'Motif' }, { max: 500 }),
  },
  title: 'reason',
  permissions: { read: 'read', create: 'read' },
  states: {
    ACTIVE: { label: { en: 'Active', fr: 'Active' }, family: 'valid' },
    ENDED: { label: { en: 'Ended', fr: 'Terminée' }, family: 'ended' },
  },
  initial: 'ACTIVE',
  transitions: {
    end: { label: { en: 'End', fr: 'Terminer' }, from: ['ACTIVE'], to: 'ENDED', needs: 'read', actors: ['fromId'] },
  },
  list: ['fromId', 'toId', 'validFrom', 'validUntil', 'state'],
  sort: '-createdAt',
  form: [{ title: { en: 'Delegation', fr: 'Délégation' }, fields: ['toId', 'validFrom', 'validUntil', 'reason'] }],
  commandsOnly: true,
});
