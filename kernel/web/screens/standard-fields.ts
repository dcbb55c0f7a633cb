import { type AnyRecord, confidentialities, type FieldFacts, fieldsOf, type StateSpec } from '#kernel/schema';

/** Facts of the columns every record has, as of any other field; labels come from the interface's texts. */
const standard: Readonly<Record<string, Omit<FieldFacts, 'label' | 'isOptional'>>> = {
  id: { kind: 'text' },
  number: { kind: 'text' },
  state: { kind: 'choice' },
  version: { kind: 'integer' },
  revision: { kind: 'integer' },
  siteId: { kind: 'ref', to: 'access.site' },
  departmentId: { kind: 'ref', to: 'access.department' },
  confidentiality: { kind: 'choice', choices: confidentialities },
  createdAt: { kind: 'instant' },
  createdBy: { kind: 'ref', to: 'access.user' },
  updatedAt: { kind: 'instant' },
  updatedBy: { kind: 'ref', to: 'access.user' },
  retentionUntil: { kind: 'day' },
  legalHold: { kind: 'flag' },
  voidedAt: { kind: 'instant' },
  voidedBy: { kind: 'ref', to: 'access.user' },
  voidReason: { kind: 'text' },
  extra: { kind: 'json' },
};

export type FieldShape = Omit<FieldFacts, 'label' | 'isOptional'> & Partial<Pick<FieldFacts, 'label' | 'isOptional'>>;

/** Whether a name is one of the columns every record has and the record does not declare it itself. */
export const isStandard = (record: AnyRecord, name: string): name is keyof typeof standard & string =>
  Object.hasOwn(standard, name) && !Object.hasOwn(record.fields, name);

/** Facts of a field or standard column of a record. */
export function shapeOf(record: AnyRecord, name: string): FieldShape | undefined {
  const own = fieldsOf(record).find(([key]) => key === name)?.[1];
  if (own) return own;
  if (name !== 'state') return standard[name];
  const states = Object.entries((record.states ?? {}) as Readonly<Record<string, StateSpec>>);
  return { kind: 'choice', choices: Object.fromEntries(states.map(([key, spec]) => [key, spec.label])) };
}

/** Whether a field is a deadline by its name. */
export const isDeadline = (name: string): boolean => /^(due|deadline)|(Due|Deadline)(At|On|Date)?$/.test(name);
