import { defineRules } from '#kernel/schema';

/** Refusals of files (EDMS-20, EDMS-27, P11-10d-2). */
export const fileRules = defineRules({
  'file.type.not-allowed': {
    status: 422,
    code: 'VALIDATION',
    en: 'Files of type “{extension}” are not accepted.',
    fr: 'Les fichiers de type « {extension} » ne sont pas acceptés.',
    way: { en: 'use one of: {allowed}.', fr: 'utilisez l’un de ces types : {allowed}.' },
  },
  'file.type.mismatch': {
    status: 422,
    code: 'VALIDATION',
    en: 'The file is named “.{extension}” but its content is another type ({found}).',
    fr: 'Le fichier est nommé « .{extension} » mais son contenu est d’un autre type ({found}).',
  },
  'file.too-large': {
    status: 422,
    code: 'VALIDATION',
    en: 'The file is larger than {limit} bytes.',
    fr: 'Le fichier dépasse {limit} octets.',
  },
  'file.archive.unsafe': {
    status: 422,
    code: 'VALIDATION',
    en: 'The file is an archive that cannot be opened safely ({why}).',
    fr: 'Le fichier est une archive qui ne peut pas être ouverte sans risque ({why}).',
  },
  'file.infected': {
    status: 422,
    code: 'INFECTED',
    en: 'The virus scanner found {virus}. The file was not stored.',
    fr: 'L’antivirus a trouvé {virus}. Le fichier n’a pas été enregistré.',
  },
  'file.scan.unavailable': {
    status: 503,
    code: 'SCAN_UNAVAILABLE',
    en: 'The file was not stored: the virus scanner does not answer.',
    fr: 'Le fichier n’a pas été enregistré : l’antivirus ne répond pas.',
  },
  'file.missing': {
    status: 422,
    code: 'VALIDATION',
    en: 'The request carries no file.',
    fr: 'La requête ne contient pas de fichier.',
  },
  'file.name': {
    status: 422,
    code: 'VALIDATION',
    en: 'The file needs a name of at most 255 characters.',
    fr: 'Le fichier doit avoir un nom d’au plus 255 caractères.',
  },
  'file.integrity': {
    status: 409,
    code: 'INTEGRITY_FAILURE',
    en: '“{fileName}” no longer matches what was stored and is not given out. The security unit has been told.',
    fr: '« {fileName} » ne correspond plus à ce qui a été enregistré et n’est pas remis. L’unité de sécurité est avertie.',
    way: {
      en: 'an administrator restores the file from backup.',
      fr: 'un administrateur restaure le fichier depuis la sauvegarde.',
    },
  },
  'file.replaces': {
    status: 422,
    code: 'VALIDATION',
    en: 'The file to be replaced is not a current file of this record.',
    fr: 'Le fichier à remplacer n’est pas un fichier courant de cet enregistrement.',
  },
  'file.superseded': {
    status: 409,
    code: 'INVALID_TRANSITION',
    en: 'The file has already been replaced or withdrawn.',
    fr: 'Le fichier a déjà été remplacé ou retiré.',
  },
  'file.link.expired': {
    status: 403,
    code: 'LINK_EXPIRED',
    en: 'The link to this file has expired.',
    fr: 'Le lien vers ce fichier a expiré.',
    way: { en: 'open the record again.', fr: 'ouvrez à nouveau l’enregistrement.' },
  },
  'file.link.elsewhere': {
    status: 403,
    code: 'FORBIDDEN',
    en: 'The link to this file was made for another session.',
    fr: 'Le lien vers ce fichier a été créé pour une autre session.',
  },
});
