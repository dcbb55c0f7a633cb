import type { AnyRecord, TransitionSpec } from './record.ts';

/** What is wrong with a record's state machine (WF-03): unreachable states, states without exit that are not ends, unsigned approvals. */
export function faultsOf(record: AnyRecord): string[] {
  const faults: string[] = [];
  const states = Object.keys(record.states ?? {}).filter((s) => s !== 'VOIDED');
  const transitions = Object.entries(record.transitions as Record<string, TransitionSpec>);
  if (states.length === 0) return transitions.length > 0 ? [`${record.id}: transitions without states`] : [];
  if (!record.initial) faults.push(`${record.id}: no initial state`);
  const reached = new Set<string>(record.initial ? [record.initial] : []);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [, t] of transitions)
      if (t.to && t.from.some((s) => reached.has(s)) && !reached.has(t.to)) {
        reached.add(t.to);
        grew = true;
      }
  }
  for (const state of states) {
    if (!reached.has(state)) faults.push(`${record.id}: state ${state} cannot be reached`);
    const spec = record.states?.[state];
    const exits = transitions.some(([, t]) => t.from.includes(state));
    if (!exits && spec && !['ended', 'valid', 'wrong'].includes(spec.family))
      faults.push(`${record.id}: state ${state} has no exit`);
  }
  for (const [name, t] of transitions) {
    if (t.completes && !t.sign) faults.push(`${record.id}: ${name} completes stage ${t.completes} without a signature meaning`);
    if (t.completes && !t.outcome) faults.push(`${record.id}: ${name} completes stage ${t.completes} without an outcome`);
  }
  return faults;
}

/** Transitions legal from a state, in declared order. */
export function transitionsFrom(record: AnyRecord, state: string): [string, TransitionSpec][] {
  return Object.entries(record.transitions as Record<string, TransitionSpec>).filter(([, t]) => t.from.includes(state));
}
