import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Problem } from '#kernel/web/api/problem.ts';
import { pageOfType } from '#kernel/web/api/resource.ts';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { ErrorInPlace } from '#kernel/web/parts/ErrorInPlace.tsx';
import { Message } from '#kernel/web/parts/Message.tsx';
import { SkeletonRows } from '#kernel/web/parts/SkeletonRows.tsx';
import type { Acts } from '#kernel/web/record/useActs.tsx';
import { useStateBadge } from '#kernel/web/screens/names.ts';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { Document } from '../../records/document.ts';
import { Obsoletion } from '../../records/relations.ts';
import { Version } from '../../records/version.ts';
import type { DocumentRow } from '../api/answers.ts';
import { useObsoletionCheck } from '../api/queries.ts';
import { useEdmsT } from '../texts.ts';
import { useToday } from '../useToday.ts';
import css from './AskDialog.module.css';
import { AskDialog } from './AskDialog.tsx';
import { PersonSelect } from './PersonSelect.tsx';

interface ObsoletionDialogProps {
  readonly document: DocumentRow;
  readonly acts: Acts;
  readonly onClose: () => void;
}

/** Days the approver has unless the requester says otherwise. */
const USUAL_DAYS = 14;

/** What stands against obsolescence and what would suffer from it, then who approves; reason and signature follow. */
export function ObsoletionDialog({ document, acts, onClose }: ObsoletionDialogProps) {
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  const stateBadge = useStateBadge();
  const { today, inDays } = useToday();
  const check = useObsoletionCheck(document.id);
  const [people, setPeople] = useState<readonly string[]>([]);
  const [due, setDue] = useState(() => inDays(USUAL_DAYS));
  const [isChecked, setChecked] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const spec = Document.transitions['start-obsoletion'];
  const isBusy = acts.busyVerb !== null;
  const dependents = check.data?.dependents ?? [];
  const warnings = check.data?.warnings ?? [];
  const field = label(Obsoletion.fields.approverId.label);
  const dueFault = due !== '' && due < today ? e('route.dueInPast') : undefined;
  const send = (): boolean => {
    setChecked(true);
    const [approverId] = people;
    if (!approverId || dueFault) return false;
    void acts.proceed('start-obsoletion', spec, { approverId, ...(due ? { dueDate: due } : {}) }).then((refusal) => {
      setProblem(refusal);
      if (!refusal) onClose();
    });
    return true;
  };
  const isOpen = check.data !== undefined && dependents.length === 0;
  return (
    <AskDialog
      title={`${label(spec.label)}: ${document.number ?? ''}`}
      effects={spec.effects}
      problem={problem}
      isBusy={isBusy}
      isStopped={dependents.length > 0 || !check.data}
      action={t('act.toSignature')}
      onSend={send}
      onClose={onClose}
    >
      {check.error && <ErrorInPlace error={check.error} onRetry={() => void check.refetch()} />}
      {check.isPending && <SkeletonRows rows={2} widths={['24rem']} />}
      {dependents.length > 0 && (
        <Message tone="bad" role="alert" isStacked title={e('obsoletion.blocked', { count: dependents.length })}>
          <ul className={cx(css.list)}>
            {dependents.map((one) => (
              <li key={`${one.number} ${one.version}`}>
                {e('obsoletion.dependent', { ...one, status: stateBadge(Version, one.status).label.toLowerCase() })}
              </li>
            ))}
          </ul>
          {e('obsoletion.blockedWay')}
        </Message>
      )}
      {warnings.length > 0 && (
        <Message tone="warn" isStacked title={e('obsoletion.warnings')}>
          <ul className={cx(css.list)}>
            {warnings.map((one) => (
              <li key={one.id}>
                <AppLink href={pageOfType(one.type, one.id)}>{one.number ?? one.title}</AppLink> {one.number ? one.title : ''}
              </li>
            ))}
          </ul>
        </Message>
      )}
      {isOpen && (
        <PersonSelect
          label={field}
          path={`/edms/documents/${document.id}`}
          stage={undefined}
          value={people}
          onChange={setPeople}
          error={isChecked && people.length === 0 ? t('form.required', { field }) : undefined}
          isDisabled={isBusy}
          hasFocus
        />
      )}
      {isOpen && (
        <TextInput
          type="date"
          label={e('obsoletion.decideBy')}
          min={today}
          value={due}
          onChange={(event) => setDue(event.currentTarget.value)}
          error={dueFault}
          disabled={isBusy}
        />
      )}
    </AskDialog>
  );
}
