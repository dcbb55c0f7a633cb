import { type AnyRecord, fieldsOf, type Row, type TransitionSpec } from '#kernel/schema';
import type { RefNames } from '../api/records.ts';
import { useLabel, useT } from '../i18n/index.ts';
import type { NowLineProps } from '../parts/NowLine.tsx';
import type { TaskAnswer } from '../record/answers.ts';
import { actsFrom } from '../record/main-path.ts';
import { familyOf, useStateBadge } from './names.ts';

const finished: ReadonlySet<string> = new Set(['valid', 'ended', 'wrong']);

/** Who acts next, from the open tasks; else the owner of what is being written; a finished record says when and by whom. */
export function useNowLine(
  record: AnyRecord,
  row: Row,
  tasks: readonly TaskAnswer[],
  refs: RefNames,
  readerId: string | undefined,
): NowLineProps {
  const t = useT();
  const label = useLabel();
  const stateBadge = useStateBadge();
  const values: Readonly<Record<string, unknown>> = { ...row };
  const nameOf = (id: string): string => refs[id]?.title ?? t('common.unknownPerson');
  const open = tasks.filter((task) => task.state === 'OPEN');
  const task = open.find((one) => one.assigneeId === readerId) ?? open[0];
  if (task) {
    const isReader = task.assigneeId === readerId;
    const others = open.length > 1 ? ` +${open.length - 1}` : '';
    return {
      who: { name: nameOf(task.assigneeId) + (isReader ? '' : others), isReader },
      what: t(isReader ? 'now.actNext' : 'now.actsNext', { verb: task.name.toLowerCase() }),
      due: task.dueAt ?? undefined,
    };
  }
  const family = familyOf(record, row.state);
  if (finished.has(family) && record.states) {
    return {
      closed: { what: stateBadge(record, row.state).label, at: row.updatedAt, by: nameOf(row.updatedBy), isSealed: false },
    };
  }
  const owner = fieldsOf(record).find(([, field]) => field.isOwner)?.[0];
  const ownerId = String((owner && values[owner]) || row.createdBy);
  const isReader = ownerId === readerId;
  const next = actsFrom(record, row.state).find(([, spec]: [string, TransitionSpec]) => spec.primary)?.[1];
  const verb = next ? label(next.label).toLowerCase() : undefined;
  return {
    who: { name: nameOf(ownerId), isReader },
    what: verb ? t(isReader ? 'now.actNext' : 'now.actsNext', { verb }) : t('now.continues'),
  };
}
