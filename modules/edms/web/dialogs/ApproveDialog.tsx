import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Problem } from '#kernel/web/api/problem.ts';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import type { Acts } from '#kernel/web/record/useActs.tsx';
import { Version } from '../../records/version.ts';
import type { Shown } from '../document/DocumentView.tsx';
import { useEdmsT } from '../texts.ts';
import { useToday } from '../useToday.ts';
import { AskDialog } from './AskDialog.tsx';

interface ApproveDialogProps {
  readonly shown: Shown;
  readonly acts: Acts;
  readonly onClose: () => void;
}

/** From which day on the version is in force; the signature follows. */
export function ApproveDialog({ shown, acts, onClose }: ApproveDialogProps) {
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  const clock = useClock();
  const { today } = useToday();
  const [date, setDate] = useState(today);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const spec = Version.transitions['approve-final'];
  const isBusy = acts.busyVerb !== null;
  const field = e('approve.date');
  const fault =
    date === '' ? t('form.required', { field }) : date < today ? e('approve.past', { today: clock.longDay(today) }) : undefined;
  const said = problem?.errors.find((one) => one.path === 'effectiveDate') ? problem.detail : undefined;
  const send = (): boolean => {
    if (fault) return false;
    void acts.proceed('approve-final', spec, { effectiveDate: date }).then((refusal) => {
      setProblem(refusal);
      if (!refusal) onClose();
    });
    return true;
  };
  const previous = shown.document?.effectiveVersionId ? shown.document.label : null;
  const when = date === today ? e('approve.now') : e('approve.later', { date: date ? clock.longDay(date) : '–' });
  return (
    <AskDialog
      title={`${label(spec.label)}: ${shown.version.number ?? ''}`}
      problem={said ? undefined : problem}
      isBusy={isBusy}
      action={t('act.toSignature')}
      onSend={send}
      onClose={onClose}
    >
      <TextInput
        type="date"
        label={field}
        min={today}
        value={date}
        onChange={(event) => setDate(event.currentTarget.value)}
        error={fault ?? said}
        description={fault ? undefined : [when, previous && e('approve.replaces', { label: previous })].filter(Boolean).join(' ')}
        disabled={isBusy}
        required
        data-autofocus
      />
    </AskDialog>
  );
}
