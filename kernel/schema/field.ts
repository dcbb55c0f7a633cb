import type { Label } from './label.ts';

export type FieldKind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'day'
  | 'instant'
  | 'flag'
  | 'choice'
  | 'ref'
  | 'texts'
  | 'refs'
  | 'json';

/** What every generated thing (table, schema, form, list, filter, import) reads of a field. Values are as in the API's JSON. */
export interface FieldFacts {
  readonly kind: FieldKind;
  readonly label: Label;
  readonly help?: Label;
  readonly isOptional: boolean;
  /** text: longest length in characters; shortest; shown as a text area; integer: bounds. */
  readonly max?: number;
  readonly min?: number;
  readonly lines?: number;
  /** decimal: digits after the point kept by the database. */
  readonly scale?: number;
  readonly choices?: Readonly<Record<string, Label>>;
  /** ref, refs: id of the record type referred to, as `module.record`. */
  readonly to?: string;
  readonly initial?: unknown;
  /** Set by transitions only: not editable, not part of the content hash. */
  readonly isWorkflow?: boolean;
  /** May be given on creation and never changed. */
  readonly isImmutable?: boolean;
  /** Computed by the server; refused as input. */
  readonly isDerived?: boolean;
  /** Permission a reader needs to see the value anywhere. */
  readonly readPermission?: string;
  /** Never returned; masked in the audit trail. */
  readonly isSecret?: boolean;
  /** About a person: listed in the privacy register. */
  readonly isPersonal?: boolean;
  /** The person named here counts as an owner for the `own` scope. */
  readonly isOwner?: boolean;
}

/** A field with its value type; the methods return a changed copy, so a declaration reads as one line. */
export interface Field<T = unknown, Optional extends boolean = boolean> extends FieldFacts {
  /** Phantom: carries the value type for inference, never present at run time. */
  readonly valueType?: T;
  readonly isOptional: Optional;
  optional(): Field<T, true>;
  workflow(): Field<T, true>;
  immutable(): Field<T, Optional>;
  derived(): Field<T, true>;
  secret(): Field<T, Optional>;
  personal(): Field<T, Optional>;
  owner(): Field<T, Optional>;
  readableBy(permission: string): Field<T, Optional>;
  initially(value: T): Field<T, Optional>;
}

function field<T, O extends boolean>(facts: FieldFacts & { readonly isOptional: O }): Field<T, O> {
  const change = <O2 extends boolean>(patch: Partial<FieldFacts> & { isOptional?: O2 }) =>
    field<T, O2>({ ...facts, ...patch } as FieldFacts & { isOptional: O2 });
  return {
    ...facts,
    optional: () => change<true>({ isOptional: true }),
    workflow: () => change<true>({ isOptional: true, isWorkflow: true }),
    derived: () => change<true>({ isOptional: true, isDerived: true, isWorkflow: true }),
    immutable: () => change<O>({ isImmutable: true }),
    secret: () => change<O>({ isSecret: true }),
    personal: () => change<O>({ isPersonal: true }),
    owner: () => change<O>({ isOwner: true }),
    readableBy: (permission) => change<O>({ readPermission: permission }),
    initially: (value) => change<O>({ initial: value }),
  };
}

type Common = { readonly help?: Label };

/** Text, stored NFC-normalised. `max` defaults to 200 characters; `lines` makes it a text area. */
export const text = (label: Label, options: Common & { max?: number; min?: number; lines?: number } = {}): Field<string, false> =>
  field({ kind: 'text', label, isOptional: false, max: 200, ...options });
/** Whole number within ±2^53. */
export const integer = (label: Label, options: Common & { min?: number; max?: number } = {}): Field<number, false> =>
  field({ kind: 'integer', label, isOptional: false, ...options });
/** Exact decimal, text on the wire. */
export const decimal = (
  label: Label,
  options: Common & { scale?: number; min?: number; max?: number } = {},
): Field<string, false> => field({ kind: 'decimal', label, isOptional: false, scale: 6, ...options });
/** Calendar day, `YYYY-MM-DD`. */
export const day = (label: Label, options: Common = {}): Field<string, false> =>
  field({ kind: 'day', label, isOptional: false, ...options });
/** Point in time, ISO 8601 UTC with microseconds. */
export const instant = (label: Label, options: Common = {}): Field<string, false> =>
  field({ kind: 'instant', label, isOptional: false, ...options });
/** Yes or no; never optional: unknown is a choice of its own. */
export const flag = (label: Label, options: Common = {}): Field<boolean, false> =>
  field({ kind: 'flag', label, isOptional: false, initial: false, ...options });
/** One of a closed vocabulary. No default: a choice is made, not assumed. */
export const oneOf = <const C extends Readonly<Record<string, Label>>>(
  label: Label,
  choices: C,
  options: Common = {},
): Field<keyof C & string, false> => field({ kind: 'choice', label, isOptional: false, choices, ...options });
/** Reference to another record by id. `to` is `module.record`. */
export const ref = (label: Label, to: string, options: Common = {}): Field<string, false> =>
  field({ kind: 'ref', label, isOptional: false, to, ...options });
/** Reference to a person (access.user). */
export const person = (label: Label, options: Common = {}): Field<string, false> => ref(label, 'access.user', options);
/** Short texts (keywords, tags). */
export const texts = (label: Label, options: Common & { max?: number } = {}): Field<readonly string[], false> =>
  field({ kind: 'texts', label, isOptional: false, initial: [], ...options });
/** References to several records of one type. */
export const refs = (label: Label, to: string, options: Common = {}): Field<readonly string[], false> =>
  field({ kind: 'refs', label, isOptional: false, to, initial: [], ...options });
/** Structured value that the kernel stores and audits but does not interpret. Prefer child records. */
export const json = <T>(label: Label, options: Common = {}): Field<T, false> =>
  field({ kind: 'json', label, isOptional: false, ...options });

export type Fields = Readonly<Record<string, Field>>;
type ValueOf<X> = X extends Field<infer T, infer O> ? (O extends true ? T | null : T) : never;
/** Values of all fields, as read. */
export type Values<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> };
type RequiredKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<unknown, infer O> ? (O extends true ? never : K) : never;
}[keyof F];
/** Values for creation: optional fields may be left out; fields with an initial value too (checked at run time). */
export type NewValues<F extends Fields> = { readonly [K in RequiredKeys<F>]?: ValueOf<F[K]> } & {
  readonly [K in Exclude<keyof F, RequiredKeys<F>>]?: ValueOf<F[K]>;
};
/** Values for a change: only what changes. */
export type Changes<F extends Fields> = { readonly [K in keyof F]?: ValueOf<F[K]> };
