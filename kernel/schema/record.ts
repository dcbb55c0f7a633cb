import type { Changes, Field, FieldFacts, Fields, NewValues, Values } from './field.ts';
import type { Label } from './label.ts';

/** The five cumulative levels of a module (spec 0.2). A permission verb belongs to one of them. */
export const levels = ['read', 'write', 'review', 'approve', 'admin'] as const;
export type Level = (typeof levels)[number];

/** How a state looks (ui.md 4, state badges): every state of every machine belongs to one family. */
export type StateFamily = 'writing' | 'waiting' | 'doing' | 'valid' | 'scheduled' | 'attention' | 'wrong' | 'held' | 'ended';
export interface StateSpec {
  readonly label: Label;
  readonly family: StateFamily;
  /** Content and files cannot be edited (they may still move by transitions). */
  readonly frozen?: boolean;
  /** Verb a reader needs for rows in this state, unless involved (author, assignee, share) or reading with scope `all`. */
  readonly readNeeds?: string;
  /** Left out of lists by default (voided, superseded …); `?state=` brings it back. */
  readonly hidden?: boolean;
}

/** Signature meanings (spec 0.6). */
export const meanings = {
  AUTHORED: { en: 'I wrote this and submit it.', fr: 'J’ai rédigé ceci et je le soumets.' },
  REVIEWED: { en: 'I reviewed this content.', fr: 'J’ai relu ce contenu.' },
  REVIEW_REJECTED: { en: 'I reviewed this content and return it.', fr: 'J’ai relu ce contenu et je le renvoie.' },
  APPROVED: { en: 'I approve this content for use.', fr: 'J’approuve ce contenu pour utilisation.' },
  APPROVAL_REJECTED: { en: 'I do not approve this and return it.', fr: 'Je n’approuve pas ceci et je le renvoie.' },
  OBSOLETED: { en: 'I withdraw this from use.', fr: 'Je retire ceci de l’utilisation.' },
  VOIDED: { en: 'I end this record; its number stays used.', fr: 'Je mets fin à cet enregistrement ; son numéro reste utilisé.' },
  VERIFIED: { en: 'I verified this against the original.', fr: 'J’ai vérifié ceci par rapport à l’original.' },
  STILL_VALID: { en: 'I reviewed this and it remains valid.', fr: 'J’ai revu ceci et il reste valide.' },
  HOLD_CHANGED: { en: 'I change the legal hold.', fr: 'Je modifie la conservation légale.' },
  READ_AND_UNDERSTOOD: { en: 'I have read and understood this.', fr: 'J’ai lu et compris ceci.' },
} as const satisfies Record<string, Label>;
export type Meaning = keyof typeof meanings;

/** Separation of duties: the actor is none of the people in these fields and signed none of these transitions of this revision. */
export interface Separation<FieldName extends string = string, TransitionName extends string = string> {
  readonly rule: string;
  readonly fields?: readonly FieldName[];
  readonly transitions?: readonly TransitionName[];
}

/** A place in the life of a record where named people act: its steps come from the approval chain in force (spec 1.16). */
export interface StageSpec<
  FieldName extends string = string,
  Verb extends string = string,
  TransitionName extends string = string,
> {
  readonly label: Label;
  /** What the assignee is asked to do, as an inbox verb: "Review". */
  readonly task: Label;
  /** Permission verb an assignee must hold. */
  readonly needs: Verb;
  /** Field that names the (first) assignee, kept up to date by the engine. */
  readonly assignee?: FieldName;
  readonly separate?: readonly Separation<FieldName, TransitionName>[];
  /** Fewest signed steps a chain may have here (WF-10). */
  readonly minimumSteps: number;
}

/** Verbs every record has. */
export type BaseVerb = 'read' | 'create' | 'edit';

export interface TransitionSpec<
  StateName extends string = string,
  FieldName extends string = string,
  Verb extends string = string,
  StageName extends string = string,
  TransitionName extends string = string,
> {
  readonly label: Label;
  readonly from: readonly StateName[];
  /** Left out: the state stays (a signed act on the record, such as a legal hold). */
  readonly to?: StateName;
  /** Permission verb, or `system` for what only a scheduled job may do. */
  readonly needs: Verb | 'system';
  /** Only the people named in these fields (their delegates for tasks do not count). */
  readonly actors?: readonly FieldName[];
  readonly input?: Fields;
  /** `required`: at least ten characters, shown in the history (CORE-01). */
  readonly reason?: 'required' | 'optional';
  readonly sign?: { readonly meaning: Meaning; readonly notSameAs?: readonly TransitionName[] };
  readonly separate?: readonly Separation<FieldName, TransitionName>[];
  /** Opens the tasks of a stage for the assignees given as input. */
  readonly opens?: StageName;
  /** May be done only by the assignee (or recorded delegate) of an open task of this stage; completes that task. */
  readonly completes?: StageName;
  readonly outcome?: 'approve' | 'reject';
  /** Returned for rework: revision + 1, other open tasks cancelled. */
  readonly rework?: boolean;
  /** Ends the record's open tasks. */
  readonly cancelsTasks?: boolean;
  /** The step people expect next: the primary button. */
  readonly primary?: boolean;
  readonly danger?: boolean;
  /** Said in the signature dialog before the act. */
  readonly effects?: readonly Label[];
}

export interface NumberSpec {
  /** `{prefix}`, `{yyyy}` and a run of `#` for the counter, e.g. `CC-{yyyy}-{####}`. */
  readonly pattern: string;
  /** Where the prefix comes from when it depends on the record: field holding a reference, and the field of its target. */
  readonly prefixFrom?: { readonly field: string; readonly targetField: string };
}

export interface RecordSpec<F extends Fields, S extends string, V extends string, G extends string, T extends string> {
  readonly label: Label;
  readonly plural: Label;
  readonly icon?: string;
  readonly number?: NumberSpec;
  /** `organization`: seen by all readers; `department`: the department and confidentiality rules apply (spec 0.2, 1.1). */
  readonly scope: 'organization' | 'department';
  /** A regulated record: never deleted, reasons after draft, retention and legal hold. Master data is not. */
  readonly regulated?: boolean;
  /** Children are versioned, locked, signed and audited with the parent. */
  readonly partOf?: { readonly record: string; readonly field: keyof F & string };
  readonly fields: F;
  readonly title: keyof F & string;
  /** Permission verbs with their level. `read`, `create` and `edit` are always there. */
  readonly permissions: Readonly<Record<V, Level>>;
  readonly states?: Readonly<Record<S, StateSpec>>;
  readonly initial?: NoInfer<S>;
  readonly stages?: Readonly<Record<G, StageSpec<keyof F & string, NoInfer<V> | BaseVerb, NoInfer<T>>>>;
  readonly transitions?: Readonly<
    Record<T, TransitionSpec<NoInfer<S>, keyof F & string, NoInfer<V> | BaseVerb, NoInfer<G>, NoInfer<T>>>
  >;
  /** Pure rules, run by form and server alike; throws by `rule()`. */
  readonly check?: (row: Partial<Values<F>>) => void;
  readonly unique?: readonly (readonly (keyof F & string)[])[];
  /** Fields whose words are found by search; the number and title always are. */
  readonly search?: readonly (keyof F & string)[];
  readonly list: readonly (keyof F | StandardColumn)[];
  readonly filters?: readonly (keyof F | StandardColumn)[];
  readonly sort?: string;
  readonly form: readonly FormSection<keyof F & string>[];
  /** Only commands and transitions write it: no generic create or edit route. */
  readonly commandsOnly?: boolean;
  /** Data of the kernel itself that has no screen or route of its own. */
  readonly internal?: boolean;
}
export interface FormSection<N extends string = string> {
  readonly title: Label;
  readonly fields: readonly N[];
}

/** Columns every record has, and the names the API gives them. */
// A type, not an interface: rows are then usable as plain records of values without a cast.
export type StandardColumns = {
  readonly id: string;
  readonly number: string | null;
  readonly version: number;
  readonly revision: number;
  readonly siteId: string | null;
  readonly departmentId: string | null;
  readonly confidentiality: Confidentiality;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly retentionUntil: string | null;
  readonly legalHold: boolean;
  readonly voidedAt: string | null;
  readonly voidedBy: string | null;
  readonly voidReason: string | null;
  readonly extra: Readonly<Record<string, unknown>>;
};
export type StandardColumn = keyof StandardColumns | 'state';
export const confidentialities = {
  public: { en: 'Public', fr: 'Public' },
  internal: { en: 'Internal', fr: 'Interne' },
  confidential: { en: 'Confidential', fr: 'Confidentiel' },
  restricted: { en: 'Restricted', fr: 'Restreint' },
} as const satisfies Record<string, Label>;
export type Confidentiality = keyof typeof confidentialities;

/** A record type: facts only, importable by server and browser. */
export interface RecordDefinition<
  F extends Fields = Fields,
  S extends string = string,
  V extends string = string,
  G extends string = string,
  T extends string = string,
> {
  /** `module.record`; also table, route and permission prefix. */
  readonly id: string;
  readonly module: string;
  readonly name: string;
  /** Last part of the route: kebab-case plural. */
  readonly route: string;
  readonly label: Label;
  readonly plural: Label;
  readonly icon?: string;
  readonly number?: NumberSpec;
  readonly scope: 'organization' | 'department';
  readonly regulated: boolean;
  readonly partOf?: { readonly record: string; readonly field: string };
  readonly fields: F;
  readonly title: keyof F & string;
  readonly permissions: Readonly<Record<V | 'read' | 'create' | 'edit', Level>>;
  readonly states?: Readonly<Record<S, StateSpec>>;
  readonly initial?: S;
  readonly stages: Readonly<Record<G, StageSpec>>;
  readonly transitions: Readonly<Record<T, TransitionSpec>>;
  check?(row: Partial<Values<F>>): void;
  readonly unique: readonly (readonly string[])[];
  readonly search: readonly string[];
  readonly list: readonly string[];
  readonly filters: readonly string[];
  readonly sort: string;
  readonly form: readonly FormSection[];
  readonly commandsOnly: boolean;
  readonly internal: boolean;
}

/** Any record definition, for code that works over all of them. */
// biome-ignore lint/suspicious/noExplicitAny: `check` takes the record's own values, so no narrower type holds every definition
export type AnyRecord = RecordDefinition<any, any, any, any, any>;
type FieldsOf<R extends AnyRecord> = R extends RecordDefinition<infer F, string, string, string, string> ? F : never;
type StateOf<R extends AnyRecord> = R extends RecordDefinition<Fields, infer S, string, string, string> ? S : string;
/** A row as read: read-only, `state` included. */
export type Row<R extends AnyRecord = AnyRecord> = StandardColumns & {
  readonly state: R extends { states?: Readonly<Record<infer S, StateSpec>> } ? S : StateOf<R>;
} & Values<FieldsOf<R>>;
export type NewRow<R extends AnyRecord> = NewValues<FieldsOf<R>> &
  Partial<Pick<StandardColumns, 'siteId' | 'departmentId' | 'confidentiality' | 'extra'>>;
export type RowChanges<R extends AnyRecord> = Changes<FieldsOf<R>> &
  Partial<Pick<StandardColumns, 'departmentId' | 'confidentiality' | 'extra'>>;
export type TransitionOf<R extends AnyRecord> = R extends { transitions: Readonly<Record<infer T, TransitionSpec>> }
  ? T & string
  : string;
export type VerbOf<R extends AnyRecord> = R extends { permissions: Readonly<Record<infer V, Level>> } ? V & string : string;

const voided: StateSpec = { label: { en: 'Voided', fr: 'Annulé' }, family: 'ended', frozen: true, hidden: true };
const baseVerbs = { read: 'read', create: 'write', edit: 'write' } as const;

/**
 * Declares a record type. A misspelt state, verb, prior signer, list column or form field does not compile; what types cannot see
 * (dead states, signatures without meaning) fails at start through `faultsOf`.
 */
export function defineRecord<
  const F extends Fields,
  const S extends string = 'ACTIVE',
  const V extends string = never,
  const G extends string = never,
  const T extends string = never,
>(id: `${string}.${string}`, spec: RecordSpec<F, S, V, G, T> & { readonly route?: string }): RecordDefinition<F, S, V, G, T> {
  const [module = '', name = ''] = id.split('.');
  const { title, list, filters, sort, search, unique, route, regulated, commandsOnly, internal, permissions, ...rest } = spec;
  const voidable = (regulated ?? false) && !(commandsOnly ?? false) && spec.states;
  return {
    ...rest,
    ...(voidable ? { states: { ...spec.states, VOIDED: voided } } : {}),
    id,
    module,
    name,
    route: route ?? pluralOf(name),
    title,
    form: placed(spec),
    list: list.map(String),
    filters: (filters ?? list).map(String),
    sort: sort ?? (spec.number ? '-number' : title),
    search: search ?? [title],
    unique: unique ?? [],
    regulated: regulated ?? false,
    commandsOnly: commandsOnly ?? false,
    internal: internal ?? false,
    permissions: { ...baseVerbs, ...(spec.stages ? { reassign: 'admin' } : {}), ...permissions },
    stages: (spec.stages ?? {}) as Readonly<Record<G, StageSpec>>,
    transitions: (spec.transitions ?? {}) as Readonly<Record<T, TransitionSpec>>,
  } as RecordDefinition<F, S, V, G, T>;
}

/**
 * Fields that people fill in and no section names stand at the end of the last one: a field is in the form by being declared. What only
 * commands write has no form to fill in.
 */
function placed(spec: {
  readonly fields: Fields;
  readonly form: readonly FormSection[];
  readonly commandsOnly?: boolean;
  readonly internal?: boolean;
}): readonly FormSection[] {
  const last = spec.form.at(-1);
  if (!last || spec.commandsOnly || spec.internal) return spec.form;
  const named = new Set(spec.form.flatMap((section) => section.fields));
  const rest = Object.entries(spec.fields).filter(([name, f]) => !named.has(name) && !f.isWorkflow && !f.isDerived);
  return [...spec.form.slice(0, -1), { ...last, fields: [...last.fields, ...rest.map(([name]) => name)] }];
}

function pluralOf(name: string): string {
  if (name.endsWith('y')) return `${name.slice(0, -1)}ies`;
  return /(s|x|ch)$/.test(name) ? `${name}es` : `${name}s`;
}

/** Permission string of a verb: `edms.document.approve`. */
export const permission = <R extends AnyRecord>(record: R, verb: VerbOf<R> | 'read' | 'create' | 'edit'): string =>
  `${record.id}.${verb}`;

/** `submitForReview` → `submit-for-review`, `authorId` → `author_id`: names in URLs and columns. */
export const columnOf = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`).replaceAll('-', '_');

export const fieldsOf = (record: AnyRecord): [string, FieldFacts][] => Object.entries(record.fields as Record<string, Field>);
