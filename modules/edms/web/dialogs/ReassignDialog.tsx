import { useState } from 'react';
import { ApiProblem } from '#kernel/web/api/problem.ts';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { Deadline } from '#kernel/web/parts/Deadline.tsx';
import { isReasonEnough, ReasonField } from '#kernel/web/parts/ReasonField.tsx';
import { Version } from '../../records/version.ts';
import { useCommand } from '../api/queries.ts';
import type { Shown } from '../document/DocumentView.tsx';
import { namedIn } from '../document/named-in.ts';
import { useEdmsT } from '../texts.ts';
import { AskDialog } from './AskDialog.tsx';
import { PersonSelect } from './PersonSelect.tsx';

/** Gives the open review or approval to somebody else; the due date stays and is said (EDMS-29). */
export function ReassignDialog({ shown, onClose }: { readonly shown: Shown; readonly onClose: () => void }) {
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  const { version, tasks, refs } = shown;
  const path = `/edms/versions/${version.id}`;
  const task = tasks.find((one) => one.state === 'OPEN');
  const stage = task?.kind === 'approval' ? 'approval' : 'review';
  const [people, setPeople] = useState<readonly string[]>([]);
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const reassign = useCommand(path);
  const problem = reassign.error instanceof ApiProblem ? reassign.error.problem : undefined;
  const field = label(Version.fields[namedIn[stage]].label);
  const send = (): boolean => {
    setChecked(true);
    const [assigneeId] = people;
    if (!assigneeId || !task || !isReasonEnough(reason, true)) return false;
    reassign.mutate({ verb: 'reassign', body: { assigneeId, taskId: task.id, reason: reason.trim() } }, { onSuccess: onClose });
    return true;
  };
  return (
    <AskDialog
      title={e('reassign.of', { number: version.number ?? '' })}
      problem={problem}
      isBusy={reassign.isPending}
      action={e('reassign.title')}
      isStopped={!task}
      onSend={send}
      onClose={onClose}
    >
      {task && (
        <p>
          {e('reassign.now', { task: task.name, name: refs[task.assigneeId]?.title ?? t('common.unknownPerson') })}{' '}
          {task.dueAt && <Deadline due={task.dueAt} form="both" />}
        </p>
      )}
      <PersonSelect
        label={field}
        path={path}
        stage={stage}
        value={people}
        onChange={setPeople}
        error={isChecked && people.length === 0 ? t('form.required', { field }) : undefined}
        isDisabled={reassign.isPending}
        hasFocus
      />
      <ReasonField value={reason} onChange={setReason} isRequired isDisabled={reassign.isPending} isChecked={isChecked} />
    </AskDialog>
  );
}
