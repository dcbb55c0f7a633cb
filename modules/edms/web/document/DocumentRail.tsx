import type { Abilities, AnyRecord, TransitionSpec } from '#kernel/schema';
import { pageOf } from '#kernel/web/api/resource.ts';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { useT } from '#kernel/web/i18n/index.ts';
import {
  type AbilityLine,
  AbilitySection,
  type DeadlineLine,
  DeadlineSection,
  LinkSection,
  TaskSection,
} from '#kernel/web/record/rail.tsx';
import { definitionOf } from '#kernel/web/screens/definitions.ts';
import { useStateBadge } from '#kernel/web/screens/names.ts';
import { useActionName } from '#kernel/web/screens/useRecordActions.ts';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { Document } from '../../records/document.ts';
import { Version } from '../../records/version.ts';
import { useEdmsT } from '../texts.ts';
import type { Shown } from './DocumentView.tsx';
import { useDocumentCan } from './useDocumentActions.tsx';

/** Refusals that only say that the act belongs to another state or another role: nobody looks for it here. */
const elsewhere: ReadonlySet<string> = new Set([
  'core.forbidden',
  'core.commands-only',
  'core.delete-refused',
  'core.invalid-transition',
]);
/** Commands that stand beside what they are about. */
const inPlace: ReadonlySet<string> = new Set(['add-dependency', 'remove-dependency', 'void', 'unshare']);

/** Right rail: what you may do with version and document, deadlines, tasks, links. */
export function DocumentRail({ shown, readerId }: { readonly shown: Shown; readonly readerId: string | undefined }) {
  const t = useT();
  const e = useEdmsT();
  const clock = useClock();
  const actionName = useActionName();
  const stateBadge = useStateBadge();
  const documentCan = useDocumentCan(shown);
  const { version, document, readVersion, refs, tasks, links } = shown;
  const nameOf = (id: string | null): string => (id ? (refs[id]?.title ?? t('common.unknownPerson')) : '');
  const linesOf = (record: AnyRecord, can: Abilities, nameEdit: string): AbilityLine[] =>
    Object.entries(can)
      .filter(([key, ability]) => !inPlace.has(key) && (ability.ok || !elsewhere.has(ability.rule)))
      .map(([key, ability]) => {
        const spec = (record.transitions as Readonly<Record<string, TransitionSpec>>)[key];
        const note = spec?.sign
          ? t('ability.needsSignature')
          : spec?.reason === 'required'
            ? t('ability.needsReason')
            : undefined;
        return { key: `${record.id}.${key}`, label: key === 'edit' ? nameEdit : actionName(record, key), ability, note };
      });
  const abilities = [
    ...linesOf(Version, readVersion.can, e('version.edit')),
    ...linesOf(Document, documentCan, e('filing.edit')),
  ];
  const deadlines: DeadlineLine[] = [
    ...tasks
      .filter((task) => task.state === 'OPEN' && task.dueAt)
      .map((task) => ({ key: task.id, label: task.name, note: nameOf(task.assigneeId), due: task.dueAt ?? '' })),
    ...(version.state === 'APPROVED_PENDING_EFFECTIVE' && version.effectiveDate
      ? [{ key: 'effective', label: e('field.effective'), due: version.effectiveDate, isOver: true }]
      : []),
    ...(document?.nextReviewDate && document.effectiveVersionId === version.id
      ? [{ key: 'review', label: e('field.nextReview'), note: nameOf(document.ownerId), due: document.nextReviewDate }]
      : []),
    ...(document?.obsoletionDate ? [{ key: 'obsolete', label: e('field.obsolete'), due: document.obsoletionDate }] : []),
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
