import { type AnyRecord, AppError, type FieldFacts, type FieldFault, fieldsOf, type Language } from '#kernel/schema';

/** What is wrong with a value, as the key of a text and its values. */
export type Fault =
  | { readonly key: 'required' }
  | { readonly key: 'tooLong'; readonly max: number; readonly count: number }
  | { readonly key: 'tooShort'; readonly min: number; readonly count: number }
  | { readonly key: 'notNumber' }
  | { readonly key: 'tooSmall'; readonly min: number }
  | { readonly key: 'tooLarge'; readonly max: number };

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

/** The first fault of a value of a field, by the same bounds the server holds; undefined when there is none. */
export function faultOf(field: FieldFacts, value: unknown): Fault | undefined {
  if (isEmpty(value)) return field.isOptional || field.initial !== undefined ? undefined : { key: 'required' };
  if (field.kind === 'text' && typeof value === 'string') {
    const length = value.trim().length;
    if (field.max !== undefined && length > field.max) return { key: 'tooLong', max: field.max, count: length };
    if (field.min !== undefined && length < field.min) return { key: 'tooShort', min: field.min, count: length };
  }
  if (field.kind === 'integer' || field.kind === 'decimal') return numberFault(field, value);
  return undefined;
}

function numberFault(field: FieldFacts, value: unknown): Fault | undefined {
  const pattern = field.kind === 'integer' ? /^-?\d{1,15}$/ : /^-?\d{1,30}(\.\d{1,18})?$/;
  if (!pattern.test(String(value))) return { key: 'notNumber' };
  // Bounds are small whole numbers, so a float comparison decides them exactly enough; the server decides for good.
  const number = Number(value);
  if (field.min !== undefined && number < field.min) return { key: 'tooSmall', min: field.min };
  if (field.max !== undefined && number > field.max) return { key: 'tooLarge', max: field.max };
  return undefined;
}

/** Typed text as the API takes it: whole numbers as numbers, empty optional values as null, text without outer blanks. */
export function toApi(field: FieldFacts, value: unknown): unknown {
  if (isEmpty(value)) return field.kind === 'texts' || field.kind === 'refs' ? [] : null;
  if (field.kind === 'integer') return Number(value);
  return typeof value === 'string' ? value.trim() : value;
}

/** Whether a person fills the field in: neither moved by transitions, nor computed, nor fixed after creation. */
export function isEditable(field: FieldFacts, isNew: boolean): boolean {
  return !field.isWorkflow && !field.isDerived && (isNew || !field.isImmutable);
}

/** Names of the fields of a form, in its order; those a person cannot fill in are left out. */
export function formFields(record: AnyRecord, isNew: boolean): readonly string[] {
  const facts = new Map(fieldsOf(record));
  return record.form
    .flatMap((section) => section.fields)
    .filter((name) => {
      const field = facts.get(name);
      return field !== undefined && isEditable(field, isNew);
    });
}

/** Faults that the record's own pure rule finds, said in the reader's language. */
export function checkRecord(
  record: AnyRecord,
  values: Readonly<Record<string, unknown>>,
  language: Language,
): readonly FieldFault[] {
  try {
    record.check?.(values);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.faults.length > 0 ? error.faults : [{ path: '', message: error.detail(language), rule: error.rule.id }];
  }
}

/** Values for the API: all given ones of a new record, only the differing ones of a changed one. */
export function valuesToSend(
  record: AnyRecord,
  values: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> {
  const facts = new Map(fieldsOf(record));
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const field = facts.get(name);
    const sent = field ? toApi(field, value) : value;
    if (before === undefined) {
      if (sent !== null && sent !== undefined) out[name] = sent;
    } else if (JSON.stringify(sent ?? null) !== JSON.stringify(before[name] ?? null)) out[name] = sent;
  }
  return out;
}
