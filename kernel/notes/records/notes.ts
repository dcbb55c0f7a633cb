import { decimal, defineRecord, instant, integer, oneOf, person, ref, refs, text } from '#kernel/schema';

/** A remark on a record, anchored to a page where it is about a document. */
export const Comment = defineRecord('notes.comment', {
  label: { en: 'Comment', fr: 'Commentaire' },
  plural: { en: 'Comments', fr: 'Commentaires' },
  scope: 'organization',
  fields: {
    entity: text({ en: 'Record type', fr: 'Type d’enregistrement' }, { max: 80 }),
    recordId: ref({ en: 'Record', fr: 'Enregistrement' }, ''),
    recordRevision: integer({ en: 'Revision', fr: 'Révision' }),
    parentId: ref({ en: 'Answer to', fr: 'Réponse à' }, 'notes.comment').optional(),
    body: text({ en: 'Comment', fr: 'Commentaire' }, { max: 4000, lines: 4 }),
    kind: oneOf(
      { en: 'Kind', fr: 'Nature' },
      {
        general: { en: 'General', fr: 'Général' },
        suggestion: { en: 'Suggestion', fr: 'Suggestion' },
        question: { en: 'Question', fr: 'Question' },
        error: { en: 'Error', fr: 'Erreur' },
        critical: { en: 'Critical', fr: 'Critique' },
      },
    ).initially('general'),
    mentions: refs({ en: 'Mentioned', fr: 'Mentionnés' }, 'access.user'),
    page: integer({ en: 'Page', fr: 'Page' }, { min: 1 }).optional(),
    x: decimal({ en: 'From the left', fr: 'Depuis la gauche' }).optional(),
    y: decimal({ en: 'From the top', fr: 'Depuis le haut' }).optional(),
    section: text({ en: 'Section', fr: 'Section' }, { max: 120 }).optional(),
    highlight: text({ en: 'Quoted text', fr: 'Texte cité' }, { max: 1000 }).optional(),
    response: text({ en: 'Response', fr: 'Réponse' }, { max: 4000 }).workflow(),
    respondedBy: person({ en: 'Responded by', fr: 'Réponse de' }).workflow(),
    respondedAt: instant({ en: 'Responded', fr: 'Répondu' }).workflow(),
  },
  title: 'body',
  permissions: { read: 'read' },
  states: {
    OPEN: { label: { en: 'Open', fr: 'Ouvert' }, family: 'waiting' },
    ADDRESSED: { label: { en: 'Addressed', fr: 'Traité' }, family: 'doing' },
    RESOLVED: { label: { en: 'Resolved', fr: 'Résolu' }, family: 'valid' },
    DISMISSED: { label: { en: 'Dismissed', fr: 'Écarté' }, family: 'ended' },
  },
  initial: 'OPEN',
  transitions: {
    address: { label: { en: 'Answer', fr: 'Répondre' }, from: ['OPEN'], to: 'ADDRESSED', needs: 'system' },
    resolve: { label: { en: 'Resolve', fr: 'Résoudre' }, from: ['OPEN', 'ADDRESSED'], to: 'RESOLVED', needs: 'system' },
    dismiss: { label: { en: 'Dismiss', fr: 'Écarter' }, from: ['OPEN', 'ADDRESSED'], to: 'DISMISSED', needs: 'system' },
  },
  list: ['body', 'kind', 'page', 'state'],
  sort: 'createdAt',
  form: [{ title: { en: 'Comment', fr: 'Commentaire' }, fields: ['body', 'kind'] }],
  commandsOnly: true,
  internal: true,
});

/** A typed connection between two records; removed with a reason, never erased. */
export const RecordLink = defineRecord('notes.record-link', {
  label: { en: 'Link', fr: 'Lien' },
  plural: { en: 'Links', fr: 'Liens' },
  scope: 'organization',
  fields: {
    fromEntity: text({ en: 'From type', fr: 'Type d’origine' }, { max: 80 }),
    fromId: ref({ en: 'From', fr: 'De' }, ''),
    toEntity: text({ en: 'To type', fr: 'Type cible' }, { max: 80 }),
    toId: ref({ en: 'To', fr: 'À' }, ''),
    relation: text({ en: 'Relation', fr: 'Relation' }, { max: 60 }),
  },
  title: 'relation',
  permissions: { read: 'read' },
  states: {
    ACTIVE: { label: { en: 'Active', fr: 'Actif' }, family: 'valid' },
    REMOVED: { label: { en: 'Removed', fr: 'Retiré' }, family: 'ended' },
  },
  initial: 'ACTIVE',
  transitions: { remove: { label: { en: 'Remove', fr: 'Retirer' }, from: ['ACTIVE'], to: 'REMOVED', needs: 'system' } },
  list: ['fromEntity', 'toEntity', 'relation', 'state'],
  sort: 'createdAt',
  form: [{ title: { en: 'Link', fr: 'Lien' }, fields: ['relation'] }],
  commandsOnly: true,
  internal: true,
});
