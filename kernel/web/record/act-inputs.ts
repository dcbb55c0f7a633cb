import { type AnyRecord, day, type FieldFacts, person, refs, type StageSpec, type TransitionSpec } from '#kernel/schema';

const dueDate = day({ en: 'Due', fr: 'Échéance' }).optional();

/** Fields a transition asks for: its own inputs, and for a stage it opens the people who will act and their date. */
export function inputsOf(record: AnyRecord, spec: TransitionSpec): readonly [string, FieldFacts][] {
  const own = Object.entries(spec.input ?? {}) as [string, FieldFacts][];
  const stage = spec.opens ? (record.stages as Readonly<Record<string, StageSpec>>)[spec.opens] : undefined;
  if (!stage) return own;
  const assignee = stage.assignee ?? 'assignees';
  const people: FieldFacts = stage.assignee
    ? ((record.fields as Readonly<Record<string, FieldFacts>>)[stage.assignee] ?? person(stage.label))
    : refs(stage.label, 'access.user');
  const asked: [string, FieldFacts][] = own.some(([name]) => name === assignee)
    ? []
    : [[assignee, { ...people, isOptional: false }]];
  return [...own, ...asked, ...(own.some(([name]) => name === 'dueDate') ? [] : [['dueDate', dueDate] as [string, FieldFacts]])];
}

/** Whether something is asked before a transition happens. */
export function asksMore(record: AnyRecord, spec: TransitionSpec): boolean {
  return inputsOf(record, spec).length > 0 || (spec.sign === undefined && (spec.reason !== undefined || spec.danger === true));
}
