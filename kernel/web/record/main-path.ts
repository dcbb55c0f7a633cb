import type { AnyRecord, StateSpec, TransitionSpec } from '#kernel/schema';

const specsOf = (record: AnyRecord): readonly [string, TransitionSpec][] =>
  Object.entries(record.transitions as Readonly<Record<string, TransitionSpec>>);
const stateOf = (record: AnyRecord, state: string): StateSpec | undefined =>
  ((record.states ?? {}) as Readonly<Record<string, StateSpec>>)[state];

/** A step forward: not a refusal, not rework, not an ending that people avoid. */
function isForward(record: AnyRecord, spec: TransitionSpec): boolean {
  return (
    spec.to !== undefined &&
    !spec.danger &&
    !spec.rework &&
    spec.outcome !== 'reject' &&
    stateOf(record, spec.to)?.family !== 'ended'
  );
}

/**
 * States a record passes when all goes well, in order: from the initial state along the expected transitions, each state once.
 * Where several lead forward the primary one wins, then the first declared.
 */
export function mainPath(record: AnyRecord): readonly string[] {
  const path: string[] = [];
  let state: string | undefined = record.initial;
  while (state !== undefined && !path.includes(state)) {
    path.push(state);
    const here: string = state;
    const ahead = specsOf(record).filter(
      ([, spec]) => spec.from.includes(here) && spec.to !== undefined && !path.includes(spec.to) && isForward(record, spec),
    );
    state = (ahead.find(([, spec]) => spec.primary) ?? ahead[0])?.[1].to;
  }
  return path;
}

export interface PathStep {
  readonly state: string;
  readonly status: 'done' | 'now' | 'todo';
}

/** The main path as seen from a state. Off the path (rejected, voided), what was `reached` is done and the state itself stands last. */
export function stepsFrom(record: AnyRecord, current: string, reached: ReadonlySet<string>): readonly PathStep[] {
  const path = mainPath(record);
  const at = path.indexOf(current);
  if (at < 0) {
    const done = path.filter((state, index) => index === 0 || reached.has(state));
    return [...done.map((state) => ({ state, status: 'done' as const })), { state: current, status: 'now' as const }];
  }
  const isEnd = at === path.length - 1;
  return path.map((state, index) => ({
    state,
    status: index < at || (isEnd && index === at) ? 'done' : index === at ? 'now' : 'todo',
  }));
}

/** Transitions a person can take from a state, in declared order. */
export function actsFrom(record: AnyRecord, state: string): readonly [string, TransitionSpec][] {
  return specsOf(record).filter(([, spec]) => spec.needs !== 'system' && spec.from.includes(state));
}
