import type { Cell } from '#kernel/print';
import {
  type AnyRecord,
  confidentialities,
  type FieldFacts,
  fieldsOf,
  type Label,
  type Language,
  type StateSpec,
} from '#kernel/schema';

/** Names of records referred to, as lists answer them. */
export type References = Readonly<Record<string, { readonly number: string | null; readonly title: string }>>;

const standardLabels: Readonly<Record<string, Label>> = {
  id: { en: 'Id', fr: 'Identifiant' },
  number: { en: 'Number', fr: 'Numéro' },
  state: { en: 'State', fr: 'État' },
  version: { en: 'Version', fr: 'Version' },
  revision: { en: 'Revision', fr: 'Révision' },
  siteId: { en: 'Site', fr: 'Site' },
  departmentId: { en: 'Department', fr: 'Service' },
  confidentiality: { en: 'Confidentiality', fr: 'Confidentialité' },
  createdAt: { en: 'Created', fr: 'Créé' },
  createdBy: { en: 'Created by', fr: 'Créé par' },
  updatedAt: { en: 'Changed', fr: 'Modifié' },
  updatedBy: { en: 'Changed by', fr: 'Modifié par' },
  retentionUntil: { en: 'Keep until', fr: 'Conserver jusqu’au' },
  legalHold: { en: 'Legal hold', fr: 'Conservation légale' },
  voidedAt: { en: 'Voided', fr: 'Annulé' },
  voidedBy: { en: 'Voided by', fr: 'Annulé par' },
  voidReason: { en: 'Reason of voiding', fr: 'Motif d’annulation' },
};
const standardKinds: Readonly<Record<string, FieldFacts['kind']>> = {
  version: 'integer',
  revision: 'integer',
  siteId: 'ref',
  departmentId: 'ref',
  createdAt: 'instant',
  createdBy: 'ref',
  updatedAt: 'instant',
  updatedBy: 'ref',
  retentionUntil: 'day',
  legalHold: 'flag',
  voidedAt: 'instant',
  voidedBy: 'ref',
};

export const factsOf = (record: AnyRecord, name: string): FieldFacts | undefined =>
  (record.fields as Record<string, FieldFacts>)[name];
export const labelOf = (record: AnyRecord, name: string, language: Language): string =>
  (factsOf(record, name)?.label ?? standardLabels[name])?.[language] ?? name;
export const isStandard = (name: string): boolean => name in standardLabels;

/** Target of a reference, standard ones included. */
export function targetOf(record: AnyRecord, name: string): string | undefined {
  if (name === 'siteId') return 'access.site';
  if (name === 'departmentId') return 'access.department';
  if (standardKinds[name] === 'ref') return 'access.user';
  return factsOf(record, name)?.to || undefined;
}

const yes: Label = { en: 'Yes', fr: 'Oui' };
const no: Label = { en: 'No', fr: 'Non' };
const named = (refs: References, id: unknown): string => {
  const found = refs[String(id)];
  if (!found) return '';
  return found.number ? `${found.number} ${found.title}` : found.title;
};

/** The words of one value of a choice, state or flag; undefined for other kinds. */
export function wordOf(record: AnyRecord, name: string, value: unknown, language: Language): string | undefined {
  if (name === 'state') return (record.states as Record<string, StateSpec> | undefined)?.[String(value)]?.label[language];
  if (name === 'confidentiality') return (confidentialities as Readonly<Record<string, Label>>)[String(value)]?.[language];
  const f = factsOf(record, name);
  if ((f?.kind ?? standardKinds[name]) === 'flag') return (value === true || value === 'true' ? yes : no)[language];
  return f?.choices?.[String(value)]?.[language];
}

/** A value as a cell of an export: words for codes, names for references, exact types for numbers and times. */
export function cellOf(record: AnyRecord, name: string, value: unknown, refs: References, language: Language): Cell {
  if (value === null || value === undefined) return null;
  const word = wordOf(record, name, value, language);
  if (word !== undefined) return word;
  switch (factsOf(record, name)?.kind ?? standardKinds[name] ?? 'text') {
    case 'integer':
    case 'decimal':
      return { decimal: String(value) };
    case 'day':
      return { day: String(value) };
    case 'instant':
      return { instant: String(value) };
    case 'ref':
      return targetOf(record, name) ? named(refs, value) : String(value);
    case 'refs':
      return (value as readonly unknown[])
        .map((id) => named(refs, id))
        .filter(Boolean)
        .join('; ');
    case 'texts':
      return (value as readonly unknown[]).join('; ');
    case 'json':
      return JSON.stringify(value);
    default:
      return String(value);
  }
}

/** A cell as plain text, for print. */
export function textOfCell(cell: Cell): string {
  if (cell === null || typeof cell === 'string') return cell ?? '';
  if ('decimal' in cell) return cell.decimal;
  if ('day' in cell) return cell.day;
  return cell.instant.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
}

/** Fields a reader may see, in declared order, without secrets. */
export const visibleFields = (record: AnyRecord, grants: ReadonlyMap<string, unknown>): string[] =>
  fieldsOf(record)
    .filter(([, f]) => !f.isSecret && (f.readPermission === undefined || grants.has(f.readPermission)))
    .map(([name]) => name);
