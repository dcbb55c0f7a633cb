import { Button } from '@mantine/core';
import { IconClipboardCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { User } from '../../../access/records/user.ts';
import { pageOfType } from '../../api/resource.ts';
import { RefPicker } from '../../form/RefPicker.tsx';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { Deadline } from '../../parts/Deadline.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { toast } from '../../parts/toast.tsx';
import common from '../../record/tabs-common.module.css';
import type { RecordPanelProps } from '../../screens/screens-for.ts';
import { AppLink } from '../../shell/AppLink.tsx';
import { Answered } from '../parts/Answered.tsx';
import { AskDialog } from '../parts/AskDialog.tsx';
import { NotForYou } from '../parts/NotForYou.tsx';
import { PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useChange, useMay } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';

interface OpenTask {
  readonly id: string;
  readonly name: string;
  readonly entity: string;
  readonly recordId: string;
  readonly recordNumber: string | null;
  readonly recordTitle: string;
  readonly dueAt: string | null;
}

/** What waits for a person, to be given to others before the account ends (USR-08). */
export function OpenTasksTab({ row }: RecordPanelProps<typeof User>) {
  const s = useSystemText();
  const mayRead = useMay()('access.user.administer');
  const path = `/users/${row.id}/open-tasks`;
  const tasks = useAnswer<{ readonly items: readonly OpenTask[] }>(path, { isWanted: mayRead });
  const [moving, setMoving] = useState<OpenTask | null>(null);
  if (!mayRead) return <NotForYou />;
  return (
    <div className={cx(common.page)}>
      <Answered answer={tasks} what={s('openTasks.title')}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={s('openTasks.none')} icon={IconClipboardCheck} />
          ) : (
            <>
              <p className={cx(parts.text)}>{s('openTasks.text', { count: items.length })}</p>
              <TaskTable items={items} onMove={setMoving} />
            </>
          )
        }
      </Answered>
      {moving && <ReassignDialog task={moving} stale={path} from={row.id} onClose={() => setMoving(null)} />}
    </div>
  );
}

function TaskTable({ items, onMove }: { readonly items: readonly OpenTask[]; readonly onMove: (task: OpenTask) => void }) {
  const t = useT();
  const s = useSystemText();
  return (
    <PlainTable
      label={s('openTasks.title')}
      minWidth="44rem"
      columns={[
        { key: 'verb', label: t('inbox.verb'), width: '10rem' },
        { key: 'number', label: t('field.number'), width: '9rem' },
        { key: 'title', label: t('sign.recordTitle') },
        { key: 'due', label: t('inbox.due'), width: '12rem' },
        { key: 'move', label: s('openTasks.reassign'), width: '8rem', isHidden: true },
      ]}
    >
      <tbody>
        {items.map((task) => (
          <tr key={task.id}>
            <th scope="row">{task.name}</th>
            <td>
              <AppLink href={pageOfType(task.entity, task.recordId)}>{task.recordNumber ?? task.recordTitle}</AppLink>
            </td>
            <td>{task.recordTitle}</td>
            <td>{task.dueAt ? <Deadline due={task.dueAt} form="both" /> : '–'}</td>
            <td className={cx(parts.end)}>
              <Button
                size="xs"
                onClick={() => onMove(task)}
                aria-label={s('openTasks.reassignOf', { task: task.name, number: task.recordNumber ?? task.recordTitle })}
              >
                {s('openTasks.reassign')}…
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}

interface ReassignDialogProps {
  readonly task: OpenTask;
  readonly stale: string;
  readonly from: string;
  readonly onClose: () => void;
}

function ReassignDialog({ task, stale, from, onClose }: ReassignDialogProps) {
  const t = useT();
  const s = useSystemText();
  const change = useChange([stale]);
  const [to, setTo] = useState<string | null>(null);
  return (
    <AskDialog
      title={s('openTasks.reassignOf', { task: task.name, number: task.recordNumber ?? task.recordTitle })}
      action={s('openTasks.reassign')}
      isComplete={to !== null && to !== from}
      effects={<p>{s('openTasks.effect')}</p>}
      onAct={async (reason) => {
        await change.mutateAsync({ path: '/tasks/task/reassign', body: { taskId: task.id, assigneeId: to, reason } });
        toast({ title: s('openTasks.done', { number: task.recordNumber ?? task.recordTitle }) });
      }}
      onClose={onClose}
    >
      {({ isChecked, isBusy, faultOf }) => (
        <RefPicker
          label={s('openTasks.to')}
          to="access.user"
          isMany={false}
          isOptional={false}
          isDisabled={isBusy}
          value={to}
          onChange={(value) => setTo(typeof value === 'string' ? value : null)}
          refs={{}}
          error={
            isChecked && (to === null || to === from) ? t('form.required', { field: s('openTasks.to') }) : faultOf('assigneeId')
          }
        />
      )}
    </AskDialog>
  );
}
