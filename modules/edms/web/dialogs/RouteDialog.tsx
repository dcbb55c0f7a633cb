import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Problem } from '#kernel/web/api/problem.ts';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { SkeletonRows } from '#kernel/web/parts/SkeletonRows.tsx';
import type { Acts } from '#kernel/web/record/useActs.tsx';
import { Version } from '../../records/version.ts';
import { useCandidates } from '../api/queries.ts';
import type { Shown } from '../document/DocumentView.tsx';
import { namedIn } from '../document/named-in.ts';
import { useEdmsT } from '../texts.ts';
import { useToday } from '../useToday.ts';
import { AskDialog } from './AskDialog.tsx';
import { PersonSelect } from './PersonSelect.tsx';

interface RouteDialogProps {
  readonly shown: Shown;
  readonly verb: 'submit-for-review' | 'submit-for-approval';
  readonly stage: 'review' | 'approval';
  readonly acts: Acts;
  readonly onClose: () => void;
}

/** Days a task waits unless its step or the author says otherwise. */
const USUAL_DAYS = 14;

/** Who reviews or approves, one person for each step of the chain, and until when. */
export function RouteDialog({ shown, verb, stage, acts, onClose }: RouteDialogProps) {
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  const { today, inDays } = useToday();
  const { version } = shown;
  const path = `/edms/versions/${version.id}`;
  const spec = Version.transitions[verb];
  const field = namedIn[stage];
  const steps = useCandidates(path, stage, '').data?.steps;
  // Reviewed before and returned: the same people are the likely ones.
  const before = version[field];
  const [chosen, setChosen] = useState<Readonly<Record<number, readonly string[]>>>(() => (before ? { 0: [before] } : {}));
  const [due, setDue] = useState<string | null>(null);
  const [isChecked, setChecked] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const isBusy = acts.busyVerb !== null;
  const dueDate = due ?? inDays(Math.max(0, ...(steps ?? []).map((step) => step.dueDays ?? 0)) || USUAL_DAYS);
  const dueFault = dueDate !== '' && dueDate < today ? e('route.dueInPast') : undefined;
  const of = (index: number): readonly string[] => chosen[index] ?? [];
  const send = (): boolean => {
    setChecked(true);
    if (!steps || dueFault || steps.some((_step, index) => of(index).length === 0)) return false;
    const people = steps.flatMap((_step, index) => of(index));
    const named = people.length === 1 ? { [field]: people[0] } : { assignees: people };
    void acts.proceed(verb, spec, { ...named, ...(dueDate ? { dueDate } : {}) }).then((refusal) => {
      setProblem(refusal);
      if (!refusal) onClose();
    });
    return true;
  };
  return (
    <AskDialog
      title={`${label(spec.label)}: ${version.number ?? ''}`}
      effects={'effects' in spec ? spec.effects : [approvalEffect]}
      problem={problem}
      isBusy={isBusy}
      action={'sign' in spec ? t('act.toSignature') : label(spec.label)}
      onSend={send}
      onClose={onClose}
    >
      {!steps && <SkeletonRows rows={2} widths={['24rem']} />}
      {steps?.map((step, index) => (
        <PersonSelect
          key={step.order}
          label={steps.length > 1 ? step.name : label(Version.fields[field].label)}
          hint={step.mode === 'PARALLEL_ALL' ? e('route.all') : step.mode === 'PARALLEL_ANY' ? e('route.any') : undefined}
          path={path}
          stage={stage}
          isMany={steps.length === 1 && step.mode !== 'SEQUENTIAL'}
          value={of(index)}
          onChange={(ids) => setChosen({ ...chosen, [index]: ids })}
          error={
            isChecked && of(index).length === 0 ? t('form.required', { field: label(Version.fields[field].label) }) : undefined
          }
          isDisabled={isBusy}
          hasFocus={index === 0}
        />
      ))}
      {steps && (
        <TextInput
          type="date"
          label={e('field.due')}
          min={today}
          value={dueDate}
          onChange={(event) => setDue(event.currentTarget.value)}
          error={dueFault}
          disabled={isBusy}
        />
      )}
    </AskDialog>
  );
}

/** What sending for approval causes; the transition is not signed and declares no effects. */
const approvalEffect = {
  en: 'The approver gets a task. The content stays the one that was reviewed.',
  fr: 'L’approbateur reçoit une tâche. Le contenu reste celui qui a été relu.',
};
