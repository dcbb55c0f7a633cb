import { defineRules } from '#kernel/schema';

/** Refusals of comments and links. */
export const noteRules = defineRules({
  'note.mention.no-access': {
    status: 422,
    code: 'MENTION_NO_ACCESS',
    en: '{people} may not read this record and cannot be mentioned here.',
    fr: '{people} ne peut pas lire cet enregistrement et ne peut pas y être mentionné.',
    way: {
      en: 'leave the mention out, or have the record shared with the person.',
      fr: 'retirez la mention, ou faites partager l’enregistrement avec la personne.',
    },
  },
  'note.parent.elsewhere': {
    status: 422,
    code: 'VALIDATION',
    en: 'The comment answered belongs to another record.',
    fr: 'Le commentaire auquel vous répondez appartient à un autre enregistrement.',
  },
  'note.comment.not-yours': {
    status: 403,
    code: 'FORBIDDEN',
    en: 'Only the person who wrote the comment, or a reviewer of this kind of record, may do this.',
    fr: 'Seul l’auteur du commentaire, ou un relecteur de ce type d’enregistrement, peut le faire.',
  },
  'note.comment.not-editor': {
    status: 403,
    code: 'FORBIDDEN',
    en: 'Only people who may edit the record answer its comments.',
    fr: 'Seules les personnes qui peuvent modifier l’enregistrement répondent à ses commentaires.',
  },
  'note.read-only': {
    status: 403,
    code: 'FORBIDDEN',
    en: 'Your roles let you read this record, not comment on it or link it.',
    fr: 'Vos rôles permettent de lire cet enregistrement, pas de le commenter ni de le lier.',
  },
  'note.link.unknown-type': {
    status: 422,
    code: 'VALIDATION',
    en: 'There is no record type {type}.',
    fr: 'Il n’existe pas de type d’enregistrement {type}.',
  },
  'note.link.itself': {
    status: 422,
    code: 'VALIDATION',
    en: 'A record is not linked to itself.',
    fr: 'Un enregistrement ne se lie pas à lui-même.',
  },
  'note.link.exists': {
    status: 409,
    code: 'DUPLICATE',
    en: 'The two records are already linked this way.',
    fr: 'Les deux enregistrements sont déjà liés ainsi.',
  },
});
