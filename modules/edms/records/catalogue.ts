import { defineRecord, flag, integer, oneOf, ref, text } from '#kernel/schema';

const inUse = {
  ACTIVE: { label: { en: 'In use', fr: 'En usage' }, family: 'valid' },
  INACTIVE: { label: { en: 'Not in use', fr: 'Hors usage' }, family: 'ended', hidden: true },
} as const;
const activation = {
  deactivate: {
    label: { en: 'Take out of use', fr: 'Retirer de l’usage' },
    from: ['ACTIVE'],
    to: 'INACTIVE',
    needs: 'edit',
    reason: 'required',
    danger: true,
  },
  activate: {
    label: { en: 'Put into use', fr: 'Remettre en usage' },
    from: ['INACTIVE'],
    to: 'ACTIVE',
    needs: 'edit',
    reason: 'required',
  },
} as const;

/** Kind of document: prefix of its numbers, retention, review period and approval chain (spec 1.1). */
export const DocumentType = defineRecord('edms.document-type', {
  label: { en: 'Document type', fr: 'Type de document' },
  plural: { en: 'Document types', fr: 'Types de documents' },
  scope: 'organization',
  fields: {
    name: text({ en: 'Name', fr: 'Nom' }, { max: 120 }),
    code: text({ en: 'Code', fr: 'Code' }, { max: 20 }).immutable(),
    prefix: text({ en: 'Number prefix', fr: 'Préfixe du numéro' }, { max: 10 }).immutable(),
    description: text({ en: 'Description', fr: 'Description' }, { max: 1000, lines: 3 }).optional(),
    isControlled: flag({ en: 'Controlled', fr: 'Maîtrisé' }).initially(true),
    retentionYears: integer({ en: 'Retention in years', fr: 'Conservation en années' }, { min: 1, max: 100 }),
    reviewPeriodMonths: integer({ en: 'Review every (months)', fr: 'Revue tous les (mois)' }, { min: 1, max: 120 }).optional(),
    chainId: ref({ en: 'Approval chain', fr: 'Circuit d’approbation' }, 'tasks.chain').optional(),
    templateDocumentId: ref({ en: 'Template', fr: 'Modèle' }, 'edms.document').optional(),
  },
  title: 'name',
  permissions: { read: 'read', create: 'admin', edit: 'admin' },
  states: inUse,
  initial: 'ACTIVE',
  transitions: activation,
  unique: [['code'], ['prefix']],
  list: ['name', 'code', 'prefix', 'isControlled', 'retentionYears', 'reviewPeriodMonths', 'state'],
  sort: 'name',
  form: [
    {
      title: { en: 'Document type', fr: 'Type de document' },
      fields: [
        'name',
        'code',
        'prefix',
        'description',
        'isControlled',
        'retentionYears',
        'reviewPeriodMonths',
        'chainId',
        'templateDocumentId',
      ],
    },
  ],
});

/** Two-level tree of subjects. */
export const Category = defineRecord('edms.category', {
  label: { en: 'Category', fr: 'Catégorie' },
  plural: { en: 'Categories', fr: 'Catégories' },
  scope: 'organization',
  fields: {
    name: text({ en: 'Name', fr: 'Nom' }, { max: 120 }),
    code: text({ en: 'Code', fr: 'Code' }, { max: 40 }).immutable(),
    parentId: ref({ en: 'Part of', fr: 'Fait partie de' }, 'edms.category').optional(),
    path: text({ en: 'Path', fr: 'Chemin' }, { max: 300 }).derived(),
    icon: text({ en: 'Icon', fr: 'Icône' }, { max: 40 }).optional(),
  },
  title: 'path',
  permissions: { read: 'read', create: 'admin', edit: 'admin' },
  states: inUse,
  initial: 'ACTIVE',
  transitions: activation,
  unique: [['code']],
  search: ['name'],
  list: ['path', 'code', 'state'],
  sort: 'path',
  form: [{ title: { en: 'Category', fr: 'Catégorie' }, fields: ['name', 'code', 'parentId', 'icon'] }],
});

/** A token that is replaced in annotated files and the official PDF. */
export const Placeholder = defineRecord('edms.placeholder', {
  label: { en: 'Placeholder', fr: 'Champ de fusion' },
  plural: { en: 'Placeholders', fr: 'Champs de fusion' },
  scope: 'organization',
  fields: {
    token: text(
      { en: 'Token', fr: 'Jeton' },
      { max: 60, help: { en: 'Written {{TOKEN}} in the document', fr: 'S’écrit {{TOKEN}} dans le document' } },
    ).immutable(),
    dataSource: oneOf(
      { en: 'Taken from', fr: 'Provenance' },
      {
        document: { en: 'Document', fr: 'Document' },
        version: { en: 'Version', fr: 'Version' },
        user: { en: 'Person', fr: 'Personne' },
        organization: { en: 'Organization', fr: 'Organisation' },
        system: { en: 'System', fr: 'Système' },
      },
    ),
    field: text({ en: 'Value', fr: 'Valeur' }, { max: 60 }),
    format: text({ en: 'Format', fr: 'Format' }, { max: 60 }).optional(),
    description: text({ en: 'Description', fr: 'Description' }, { max: 300 }).optional(),
  },
  title: 'token',
  permissions: { read: 'read', create: 'admin', edit: 'admin' },
  states: inUse,
  initial: 'ACTIVE',
  transitions: activation,
  unique: [['token']],
  list: ['token', 'dataSource', 'field', 'description', 'state'],
  sort: 'token',
  form: [
    { title: { en: 'Placeholder', fr: 'Champ de fusion' }, fields: ['token', 'dataSource', 'field', 'format', 'description'] },
  ],
});
