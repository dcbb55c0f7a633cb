import type { AnyRecord, Row, StateSpec } from '#kernel/schema';
import type { RefNames } from '../api/records.ts';
import { useClock } from '../i18n/clock.tsx';
import { useLabel, useT } from '../i18n/index.ts';
import type { TimelineStep } from '../parts/Timeline.tsx';
import type { SignatureAnswer, TaskAnswer } from '../record/answers.ts';
import { actsFrom, stepsFrom } from '../record/main-path.ts';

/** The record's life as steps: who signed and when under what is done, who and until when under the current one. */
export function useTimeline(
  record: AnyRecord,
  row: Row,
  signatures: readonly SignatureAnswer[],
  tasks: readonly TaskAnswer[],
  refs: RefNames,
  readerId: string | undefined,
): readonly TimelineStep[] {
  const t = useT();
  const label = useLabel();
  const clock = useClock();
  const states = (record.states ?? {}) as Readonly<Record<string, StateSpec>>;
  const nameOf = (id: string): string => (id === readerId ? t('now.you') : (refs[id]?.title ?? ''));
  const reached = new Set(signatures.map((signature) => signature.toState));
  return stepsFrom(record, row.state, reached).map(({ state, status }, index) => ({
    key: state,
    label: label(states[state]?.label ?? { en: state, fr: state }),
    status,
    lines: linesOf(state, status, index).filter(Boolean),
  }));

  function linesOf(state: string, status: TimelineStep['status'], index: number): string[] {
    if (status === 'now') {
      const open = tasks.find((task) => task.state === 'OPEN');
      const since = t('record.since', { date: clock.shortDay(row.updatedAt) });
      if (!open) return [since];
      return [`${nameOf(open.assigneeId)}, ${since}`, open.dueAt ? t('record.dueOn', { date: clock.shortDay(open.dueAt) }) : ''];
    }
    if (status === 'todo') return [];
    // What ended a step is the act that left its state; the last signature of that kind counts, earlier ones were reworked.
    const leaving = new Set(actsFrom(record, state).map(([name]) => name));
    const signature = signatures.filter((one) => leaving.has(one.transition)).at(-1);
    if (signature)
      return [
        t('record.signedOn', { name: signature.printedName }),
        `${clock.shortDay(signature.signedAt)} ${clock.time(signature.signedAt)}`,
      ];
    if (index === 0) return [refs[row.createdBy]?.title ?? '', clock.shortDay(row.createdAt)];
    return [];
  }
}
