import { day, defineRecord, instant, oneOf, person, ref, rule, text } from '#kernel/schema';
import { exampleRules } from './rules.ts';

const topics = {
  method: { en: 'Method', fr: 'Méthode' },
  safety: { en: 'Safety', fr: 'Sécurité' },
  order: { en: 'Order and cleanliness', fr: 'Ordre et propreté' },
} as const;

/**
 * A working note: written by one person, reviewed by a second, approved by a third, in force until a day or until replaced.
 * From this file come the table's columns, the routes and their schemas, list, form, history, permissions and the test matrix.
 */
export const Note = defineRecord('example.note', {
  label: { en: 'Note', fr: 'Note' },
  plural: { en: 'Notes', fr: 'Notes' },
  icon: 'note',
  number: { pattern: 'NOTE-{yyyy}-{####}' },
  scope: 'department',
  // Regulated: never deleted, and an edit outside a draft needs a reason.
  regulated: true,
  fields: {
    title: text({ en: 'Title', fr: 'Titre' }, { max: 120 }),
    topic: oneOf({ en: 'Topic', fr: 'Sujet' }, topics),
    action: text({ en: 'What to do', fr: 'Que faire' }, { max: 500, lines: 2 }).optional(),
    expiresOn: day({ en: 'In force until', fr: 'En vigueur jusqu’au' }).optional(),
    replacesId: ref({ en: 'Replaces', fr: 'Remplace' }, 'example.note').optional(),
    // `workflow`: set by acts, never typed in, and not part of the content that is signed.
    authorId: person({ en: 'Author', fr: 'Auteur' }).owner().workflow(),
    reviewerId: person({ en: 'Reviewer', fr: 'Relecteur' }).workflow(),
    approverId: person({ en: 'Approver', fr: 'Approbateur' }).workflow(),
    approvedAt: instant({ en: 'Approved', fr: 'Approuvée le' }).workflow(),
  },
  title: 'title',
  permissions: { review: 'review', approve: 'approve' },
  states: {
    DRAFT: { label: { en: 'Draft', fr: 'Brouillon' }, family: 'writing' },
    IN_REVIEW: { label: { en: 'In review', fr: 'En relecture' }, family: 'waiting', frozen: true },
    IN_APPROVAL: { label: { en: 'In approval', fr: 'En approbation' }, family: 'waiting', frozen: true },
    IN_FORCE: { label: { en: 'In force', fr: 'En vigueur' }, family: 'valid', frozen: true },
    ENDED: { label: { en: 'Ended', fr: 'Terminée' }, family: 'ended', frozen: true, hidden: true },
  },
  initial: 'DRAFT',
  // Where named people act. An administrator may lengthen a stage by an approval chain, never shorten it below `minimumSteps`.
  stages: {
    review: {
      label: { en: 'Review', fr: 'Relecture' },
      task: { en: 'Review', fr: 'Relire' },
      needs: 'review',
      assignee: 'reviewerId',
      minimumSteps: 1,
      separate: [{ rule: 'SOD-1', fields: ['authorId'], transitions: ['submit'] }],
    },
    approval: {
      label: { en: 'Approval', fr: 'Approbation' },
      task: { en: 'Approve', fr: 'Approuver' },
      needs: 'approve',
      assignee: 'approverId',
      minimumSteps: 1,
      separate: [
        { rule: 'SOD-1', fields: ['authorId'], transitions: ['submit'] },
        { rule: 'SOD-2', fields: ['reviewerId'], transitions: ['accept-review'] },
      ],
    },
  },
  transitions: {
    submit: {
      label: { en: 'Submit for review', fr: 'Soumettre à relecture' },
      from: ['DRAFT'],
      to: 'IN_REVIEW',
      needs: 'edit',
      actors: ['authorId'],
      opens: 'review',
      primary: true,
      sign: { meaning: 'AUTHORED' },
      effects: [
        { en: 'The note is frozen; the reviewer gets a task.', fr: 'La note est figée ; le relecteur reçoit une tâche.' },
      ],
    },
    'accept-review': {
      label: { en: 'Accept and send for approval', fr: 'Accepter et envoyer à l’approbation' },
      from: ['IN_REVIEW'],
      to: 'IN_APPROVAL',
      needs: 'review',
      completes: 'review',
      outcome: 'approve',
      opens: 'approval',
      primary: true,
      sign: { meaning: 'REVIEWED' },
    },
    'return-review': {
      label: { en: 'Return to author', fr: 'Renvoyer à l’auteur' },
      from: ['IN_REVIEW'],
      to: 'DRAFT',
      needs: 'review',
      completes: 'review',
      outcome: 'reject',
      reason: 'required',
      rework: true,
      sign: { meaning: 'REVIEW_REJECTED' },
    },
    approve: {
      label: { en: 'Approve', fr: 'Approuver' },
      from: ['IN_APPROVAL'],
      to: 'IN_FORCE',
      needs: 'approve',
      completes: 'approval',
      outcome: 'approve',
      primary: true,
      sign: { meaning: 'APPROVED', notSameAs: ['submit', 'accept-review'] },
      effects: [
        {
          en: 'The note is in force at once; the one it replaces ends.',
          fr: 'La note entre en vigueur ; celle qu’elle remplace prend fin.',
        },
      ],
    },
    'return-approval': {
      label: { en: 'Reject', fr: 'Rejeter' },
      from: ['IN_APPROVAL'],
      to: 'DRAFT',
      needs: 'approve',
      completes: 'approval',
      outcome: 'reject',
      reason: 'required',
      rework: true,
      sign: { meaning: 'APPROVAL_REJECTED' },
    },
    withdraw: {
      label: { en: 'Withdraw', fr: 'Retirer' },
      from: ['IN_FORCE'],
      to: 'ENDED',
      needs: 'edit',
      actors: ['authorId'],
      reason: 'required',
      danger: true,
      sign: { meaning: 'OBSOLETED' },
    },
    // `system`: only a job or a consequence of another act may do these; nobody is shown a button.
    expire: { label: { en: 'Expire', fr: 'Expirer' }, from: ['IN_FORCE'], to: 'ENDED', needs: 'system' },
    replace: { label: { en: 'Be replaced', fr: 'Être remplacée' }, from: ['IN_FORCE'], to: 'ENDED', needs: 'system' },
  },
  // Pure: the form runs it while typing, the server before every write.
  check: (note) => rule(note.topic !== 'safety' || note.action, exampleRules['example.note.safety-needs-action']),
  search: ['action'],
  list: ['number', 'title', 'topic', 'state', 'authorId', 'expiresOn'],
  form: [
    { title: { en: 'The note', fr: 'La note' }, fields: ['title', 'topic', 'action'] },
    { title: { en: 'How long', fr: 'Durée' }, fields: ['expiresOn', 'replacesId'] },
  ],
});
