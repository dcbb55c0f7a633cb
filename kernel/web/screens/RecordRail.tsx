import { type Abilities, type Ability, type AnyRecord, fieldsOf, type Row, type TransitionSpec } from '#kernel/schema';
import type { RefNames } from '../api/records.ts';
import { pageOf } from '../api/resource.ts';
import { useClock } from '../i18n/clock.tsx';
import { useT } from '../i18n/index.ts';
import type { LinkAnswer, TaskAnswer } from '../record/answers.ts';
import {
  type AbilityLine,
  AbilitySection,
  type DeadlineLine,
  DeadlineSection,
  LinkSection,
  TaskSection,
} from '../record/rail.tsx';
import { AppLink } from '../shell/AppLink.tsx';
import { definitionOf } from './definitions.ts';
import { familyOf, useFieldName, useStateBadge } from './names.ts';
import { isDeadline } from './standard-fields.ts';
import { useActionName } from './useRecordActions.ts';

export interface RecordRailProps {
  readonly record: AnyRecord;
  readonly row: Row;
  readonly can: Abilities;
  readonly tasks: readonly TaskAnswer[];
  readonly links: readonly LinkAnswer[];
  readonly refs: RefNames;
  readonly readerId: string | undefined;
}

const finished: ReadonlySet<string> = new Set(['valid', 'ended', 'wrong']);

/** Transitions in declared order first, then commands, editing and voiding last. */
function rankOf(record: AnyRecord, key: string): number {
  const at = Object.keys(record.transitions as Readonly<Record<string, TransitionSpec>>).indexOf(key);
  if (at >= 0) return at;
  return key === 'void' ? 1002 : key === 'edit' ? 1001 : 1000;
}

/** Right rail of a record: what you may do, deadlines, tasks, links. */
export function RecordRail({ record, row, can, tasks, links, refs, readerId }: RecordRailProps) {
  const t = useT();
  const clock = useClock();
  const actionName = useActionName();
  const fieldName = useFieldName();
  const stateBadge = useStateBadge();
  const values: Readonly<Record<string, unknown>> = { ...row };
  const transitions = record.transitions as Readonly<Record<string, TransitionSpec>>;
  const nameOf = (id: string | null): string => (id ? (refs[id]?.title ?? t('common.unknownPerson')) : '');
  /** A transition of another state says nothing now, nor does a command of another role. */
  const isTelling = (key: string, ability: Ability): boolean => {
    if (ability.ok) return true;
    const spec = transitions[key];
    return spec ? spec.from.includes(row.state) : key === 'edit' || (key !== 'void' && ability.rule !== 'core.forbidden');
  };
  const rank = (key: string): number => rankOf(record, key);
  const noteOf = (key: string): string | undefined => {
    const spec = transitions[key];
    if (spec?.sign) return t('ability.needsSignature');
    return spec?.reason === 'required' ? t('ability.needsReason') : undefined;
  };
  const abilities: AbilityLine[] = Object.entries(can)
    .filter(([key, ability]) => isTelling(key, ability))
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([key, ability]) => ({
      key,
      label: actionName(record, key),
      ability,
      note: noteOf(key),
    }));
  const isOver = record.states !== undefined && finished.has(familyOf(record, row.state));
  const deadlines: DeadlineLine[] = [
    ...tasks
      .filter((task) => task.state === 'OPEN' && task.dueAt)
      .map((task) => ({ key: task.id, label: task.name, note: nameOf(task.assigneeId), due: task.dueAt ?? '' })),
    ...fieldsOf(record)
      .filter(
        ([name, field]) =>
          (field.kind === 'day' || field.kind === 'instant') && isDeadline(name) && typeof values[name] === 'string',
      )
      .map(([name]) => ({ key: name, label: fieldName(record, name), due: String(values[name]), isOver })),
  ].sort((a, b) => a.due.localeCompare(b.due));
  return (
    <>
      <AbilitySection lines={[...abilities.filter((line) => line.ability.ok), ...abilities.filter((line) => !line.ability.ok)]} />
      <DeadlineSection lines={deadlines} />
      <TaskSection
        lines={tasks
          .filter((task) => task.state === 'OPEN' || task.state === 'WAITING' || task.state === 'DONE')
          .map((task) => ({
            key: task.id,
            what: task.name,
            who: nameOf(task.completedBy ?? task.assigneeId),
            isReader: (task.completedBy ?? task.assigneeId) === readerId,
            isDone: task.state === 'DONE',
            when: task.completedAt ? clock.shortDay(task.completedAt) : task.state === 'OPEN' ? t('record.now') : '',
          }))}
      />
      <LinkSection
        lines={links.map((link) => {
          const target = definitionOf(link.type);
          const name = link.number ?? link.title;
          return {
            key: link.id,
            link: target ? <AppLink href={pageOf(target, link.recordId)}>{name}</AppLink> : name,
            note: link.number ? link.title : link.typeLabel,
            state: target?.states ? stateBadge(target, link.state) : undefined,
          };
        })}
      />
    </>
  );
}
