import { z } from 'zod';
import {
  type AnyRecord,
  AppError,
  confidentialities,
  type FieldFacts,
  type FieldFault,
  type Fields,
  fieldsOf,
} from '#kernel/schema';
import { coreRules } from './rules.ts';

const uuid = z.uuid();
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (v: string) =>
  dayPattern.test(v) && !Number.isNaN(Date.parse(`${v}T00:00:00Z`)) && new Date(`${v}T00:00:00Z`).toISOString().startsWith(v);
const decimalPattern = /^-?\d{1,30}(\.\d{1,18})?$/;
// Control characters other than tab and line breaks have no place in a record and break exports.
const clean = (max: number, min: number) =>
  z
    .string()
    .max(max)
    .transform((v) => v.normalize('NFC').trim())
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    .refine((v) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(v), 'contains control characters')
    .refine((v) => v.length >= min, min > 1 ? `needs at least ${min} characters` : 'is needed');

/** Schema of one field's value, as input. */
export function fieldSchema(f: FieldFacts): z.ZodType {
  const byKind: Record<FieldFacts['kind'], () => z.ZodType> = {
    text: () => clean(f.max ?? 200, f.isOptional ? 0 : (f.min ?? 1)),
    integer: () =>
      z
        .int()
        .min(f.min ?? Number.MIN_SAFE_INTEGER)
        .max(f.max ?? Number.MAX_SAFE_INTEGER),
    decimal: () => z.string().regex(decimalPattern, 'is not a decimal number'),
    day: () => z.string().refine(isDay, 'is not a day (YYYY-MM-DD)').meta({ format: 'date' }),
    instant: () => z.iso.datetime({ offset: true }),
    flag: () => z.boolean(),
    choice: () => z.enum(Object.keys(f.choices ?? {}) as [string, ...string[]]),
    ref: () => uuid,
    texts: () => z.array(clean(f.max ?? 100, 1)).max(100),
    refs: () => z.array(uuid).max(500),
    json: () => z.json(),
  };
  const schema = byKind[f.kind]();
  return f.isOptional ? schema.nullable() : schema;
}

const standardInput = {
  siteId: uuid.nullable().optional(),
  departmentId: uuid.nullable().optional(),
  confidentiality: z.enum(Object.keys(confidentialities) as [string, ...string[]]).optional(),
  extra: z.record(z.string().max(60), z.json()).optional(),
};
const isInput = (f: FieldFacts) => !f.isDerived && !f.isWorkflow;

interface RecordSchemas {
  readonly create: z.ZodType<Record<string, unknown>>;
  readonly change: z.ZodType<Record<string, unknown>>;
}
const cache = new WeakMap<AnyRecord, RecordSchemas>();

/** Input schemas of a record: unknown fields are refused (CORE-08). */
export function schemasOf(record: AnyRecord): RecordSchemas {
  const known = cache.get(record);
  if (known) return known;
  const inputs = fieldsOf(record).filter(([, f]) => isInput(f));
  const required = Object.fromEntries(
    inputs.map(([n, f]) => [n, f.isOptional || f.initial !== undefined ? fieldSchema(f).optional() : fieldSchema(f)]),
  );
  const partial = Object.fromEntries(inputs.map(([n, f]) => [n, fieldSchema(f).optional()]));
  const made = {
    create: z.strictObject({ ...required, ...standardInput }),
    change: z.strictObject({ ...partial, ...standardInput }),
  };
  cache.set(record, made);
  return made;
}

/** Schema of the extra inputs of a transition or command declared as fields. */
export function inputSchema(fields: Fields): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(fields).map(([n, f]) => [
      n,
      f.isOptional || f.initial !== undefined ? fieldSchema(f).optional() : fieldSchema(f),
    ]),
  );
}

/** Parses or refuses with every fault and its path (422). */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue): FieldFault[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((k) => ({ path: [...issue.path, k].join('.'), message: 'is not a field of this record' }))
      : [{ path: issue.path.join('.'), message: messageOf(issue) }],
  );
  throw new AppError(coreRules['core.invalid'], {}, faults);
}
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is needed';
  return issue.message.replace(/^Invalid input: /, '');
}
