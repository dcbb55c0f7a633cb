import { defineRules } from '#kernel/schema';

/** Refusals of export and import. */
export const transferRules = defineRules({
  'export.pdf.too-long': {
    status: 422,
    code: 'VALIDATION',
    en: 'The list has more than {limit} rows, too many to print.',
    fr: 'La liste dépasse {limit} lignes, trop pour être imprimée.',
    way: { en: 'filter it, or export it as CSV or Excel.', fr: 'filtrez-la, ou exportez-la en CSV ou Excel.' },
  },
  'import.unreadable': {
    status: 422,
    code: 'VALIDATION',
    en: 'The file cannot be read as a table ({why}).',
    fr: 'Le fichier n’est pas lisible comme tableau ({why}).',
    way: {
      en: 'use CSV in UTF-8 or an Excel workbook with the headings in the first row.',
      fr: 'utilisez un CSV en UTF-8 ou un classeur Excel avec les en-têtes en première ligne.',
    },
  },
  'import.too-long': {
    status: 422,
    code: 'VALIDATION',
    en: 'At most {limit} rows are imported at once.',
    fr: 'Au plus {limit} lignes sont importées à la fois.',
  },
  'import.mapping': {
    status: 422,
    code: 'VALIDATION',
    en: '{field} is not a field that can be imported.',
    fr: '{field} n’est pas un champ importable.',
  },
  'import.rows-refused': {
    status: 422,
    code: 'VALIDATION',
    en: 'Nothing was imported: {count} rows are not valid.',
    fr: 'Rien n’a été importé : {count} lignes ne sont pas valides.',
    way: { en: 'correct them, or import the valid rows only.', fr: 'corrigez-les, ou n’importez que les lignes valides.' },
  },
});
