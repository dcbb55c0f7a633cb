import { defineRecord, integer, json, oneOf, person, text } from '#kernel/schema';

const categories = {
  company: { en: 'Company', fr: 'Entreprise' },
  branding: { en: 'Branding', fr: 'Identité visuelle' },
  files: { en: 'Files', fr: 'Fichiers' },
  documents: { en: 'Documents', fr: 'Documents' },
  quality: { en: 'Quality deadlines', fr: 'Délais qualité' },
  security: { en: 'Sign-in and sessions', fr: 'Connexion et sessions' },
} as const;

/** The value in force of one setting that differs from its default. Its history is the history of the setting (SET-01). */
export const Setting = defineRecord('settings.setting', {
  label: { en: 'Setting', fr: 'Paramètre' },
  plural: { en: 'Settings', fr: 'Paramètres' },
  scope: 'organization',
  fields: {
    key: text({ en: 'Setting', fr: 'Paramètre' }, { max: 80 }).immutable(),
    value: json<unknown>({ en: 'Value', fr: 'Valeur' }),
    category: oneOf({ en: 'Category', fr: 'Catégorie' }, categories),
  },
  title: 'key',
  permissions: { read: 'read', edit: 'admin' },
  states: { ACTIVE: { label: { en: 'In force', fr: 'En vigueur' }, family: 'valid' } },
  initial: 'ACTIVE',
  unique: [['key']],
  list: ['key', 'category', 'updatedAt', 'updatedBy'],
  sort: 'key',
  form: [{ title: { en: 'Setting', fr: 'Paramètre' }, fields: ['key', 'value'] }],
  commandsOnly: true,
  internal: true,
});

/** A change that weakens control, waiting for a second administrator's signature (SET-03, SOD-9). */
export const SettingChange = defineRecord('settings.change', {
  label: { en: 'Change of a setting', fr: 'Modification d’un paramètre' },
  plural: { en: 'Changes of settings', fr: 'Modifications de paramètres' },
  scope: 'organization',
  fields: {
    key: text({ en: 'Setting', fr: 'Paramètre' }, { max: 80 }),
    before: json<unknown>({ en: 'Value in force', fr: 'Valeur en vigueur' }).optional(),
    after: json<unknown>({ en: 'Value asked for', fr: 'Valeur demandée' }),
    why: text({ en: 'Reason', fr: 'Motif' }, { max: 2000, lines: 3 }),
    requestedById: person({ en: 'Requested by', fr: 'Demandée par' }),
  },
  title: 'key',
  permissions: { read: 'admin', confirm: 'admin' },
  states: {
    PENDING: { label: { en: 'Waits for a second person', fr: 'En attente d’une seconde personne' }, family: 'waiting' },
    APPLIED: { label: { en: 'In force', fr: 'Appliquée' }, family: 'valid' },
    REJECTED: { label: { en: 'Rejected', fr: 'Refusée' }, family: 'ended' },
  },
  initial: 'PENDING',
  transitions: {
    confirm: {
      label: { en: 'Confirm', fr: 'Confirmer' },
      from: ['PENDING'],
      to: 'APPLIED',
      needs: 'confirm',
      sign: { meaning: 'APPROVED' },
      separate: [{ rule: 'SOD-9', fields: ['requestedById'] }],
      primary: true,
      effects: [{ en: 'The new value is in force at once.', fr: 'La nouvelle valeur s’applique immédiatement.' }],
    },
    reject: {
      label: { en: 'Reject', fr: 'Refuser' },
      from: ['PENDING'],
      to: 'REJECTED',
      needs: 'confirm',
      reason: 'required',
      danger: true,
    },
  },
  list: ['key', 'requestedById', 'createdAt', 'state'],
  sort: '-createdAt',
  form: [{ title: { en: 'Change', fr: 'Modification' }, fields: ['key', 'before', 'after', 'why'] }],
  commandsOnly: true,
});

/** A word of a vocabulary that the organization may extend; a word in use is deactivated, never erased. */
export const Term = defineRecord('settings.term', {
  label: { en: 'Vocabulary term', fr: 'Terme de vocabulaire' },
  plural: { en: 'Vocabulary terms', fr: 'Termes de vocabulaire' },
  scope: 'organization',
  fields: {
    vocabulary: text({ en: 'Vocabulary', fr: 'Vocabulaire' }, { max: 60 }).immutable(),
    code: text({ en: 'Code', fr: 'Code' }, { max: 60 }).immutable(),
    labelEn: text({ en: 'English', fr: 'Anglais' }, { max: 120 }),
    labelFr: text({ en: 'French', fr: 'Français' }, { max: 120 }),
    rank: integer({ en: 'Order', fr: 'Ordre' }, { min: 0, max: 9999 }).initially(100),
  },
  title: 'labelEn',
  permissions: { read: 'read', create: 'admin', edit: 'admin' },
  states: {
    ACTIVE: { label: { en: 'Active', fr: 'Actif' }, family: 'valid' },
    INACTIVE: { label: { en: 'Inactive', fr: 'Inactif' }, family: 'ended', hidden: true },
  },
  initial: 'ACTIVE',
  transitions: {
    deactivate: {
      label: { en: 'Deactivate', fr: 'Désactiver' },
      from: ['ACTIVE'],
      to: 'INACTIVE',
      needs: 'edit',
      reason: 'required',
      danger: true,
    },
    activate: { label: { en: 'Activate', fr: 'Activer' }, from: ['INACTIVE'], to: 'ACTIVE', needs: 'edit', reason: 'required' },
  },
  unique: [['vocabulary', 'code']],
  list: ['vocabulary', 'code', 'labelEn', 'labelFr', 'rank', 'state'],
  sort: 'vocabulary,rank',
  form: [{ title: { en: 'Term', fr: 'Terme' }, fields: ['vocabulary', 'code', 'labelEn', 'labelFr', 'rank'] }],
});
