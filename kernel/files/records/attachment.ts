import { defineRecord, flag, integer, ref, text } from '#kernel/schema';

/** A file of a record. The bytes lie in the content store under their SHA-256; replacing a file keeps the old one as superseded. */
export const Attachment = defineRecord('files.attachment', {
  label: { en: 'File', fr: 'Fichier' },
  plural: { en: 'Files', fr: 'Fichiers' },
  scope: 'organization',
  fields: {
    entity: text({ en: 'Record type', fr: 'Type d’enregistrement' }, { max: 80 }),
    recordId: ref({ en: 'Record', fr: 'Enregistrement' }, ''),
    role: text(
      { en: 'Role', fr: 'Rôle' },
      { max: 40, help: { en: 'ORIGINAL, OFFICIAL_PDF, ATTACHMENT …', fr: 'ORIGINAL, OFFICIAL_PDF, ATTACHMENT …' } },
    ),
    fileName: text({ en: 'File name', fr: 'Nom du fichier' }, { max: 255 }),
    mime: text({ en: 'Type', fr: 'Type' }, { max: 120 }),
    size: integer({ en: 'Size in bytes', fr: 'Taille en octets' }, { min: 0 }),
    sha256: text({ en: 'SHA-256', fr: 'SHA-256' }, { max: 64 }),
    description: text({ en: 'Description', fr: 'Description' }, { max: 500 }).optional(),
    pageCount: integer({ en: 'Pages', fr: 'Pages' }).optional(),
    wordCount: integer({ en: 'Words', fr: 'Mots' }).optional(),
    scanResult: text({ en: 'Virus scan', fr: 'Antivirus' }, { max: 60 }).optional(),
    isContent: flag({ en: 'Part of the signed content', fr: 'Fait partie du contenu signé' }),
    supersededById: ref({ en: 'Superseded by', fr: 'Remplacé par' }, 'files.attachment').optional(),
  },
  title: 'fileName',
  permissions: { read: 'read' },
  states: {
    CURRENT: { label: { en: 'Current', fr: 'Courant' }, family: 'valid' },
    SUPERSEDED: { label: { en: 'Superseded', fr: 'Remplacé' }, family: 'ended' },
  },
  initial: 'CURRENT',
  transitions: {
    supersede: { label: { en: 'Supersede', fr: 'Remplacer' }, from: ['CURRENT'], to: 'SUPERSEDED', needs: 'system' },
  },
  list: ['fileName', 'mime', 'size', 'createdAt'],
  sort: '-createdAt',
  form: [{ title: { en: 'File', fr: 'Fichier' }, fields: ['fileName', 'description'] }],
  commandsOnly: true,
  internal: true,
});
