import { sql } from '#kernel/db';
import { originOf } from '#kernel/events';
import { findRows, type Subscription, type Tx } from '#kernel/records';
import type { Row, TransitionSpec } from '#kernel/schema';
import { Task } from '../tasks/records/task.ts';
import { notify } from './notify.ts';

export type TaskRow = Row<typeof Task>;
type Payload = Readonly<Record<string, unknown>>;

const idIn = (payload: Payload, name: string): string | undefined =>
  typeof payload[name] === 'string' ? payload[name] : undefined;

async function taskOf(tx: Tx, payload: Payload): Promise<TaskRow | undefined> {
  const id = idIn(payload, 'taskId');
  return id === undefined ? undefined : (await findRows(tx, Task, sql`t.id = ${id}`))[0];
}

/** Whether doing the task means signing: some transition that completes its stage carries a signature. */
function isSigned(tx: Tx, task: TaskRow): boolean {
  const transitions = (tx.registry.records.get(task.entity)?.transitions ?? {}) as Readonly<Record<string, TransitionSpec>>;
  return Object.values(transitions).some((t) => t.completes === task.kind && t.sign);
}
/** What the task is about, as the assignee sees it in the application. */
export const aboutTask = (task: TaskRow) => ({
  entity: task.entity,
  recordId: task.recordId,
  number: task.recordNumber,
  message: task.recordTitle,
  priority: task.priority as 'low' | 'normal' | 'high' | 'urgent',
});
const called = (task: TaskRow) => (task.recordNumber ? `${task.name}: ${task.recordNumber}` : task.name);

/** One entry and one mail per assignment (NTF-01). A task closed before this ran concerns nobody any more. */
const assigned: Subscription = {
  event: 'tasks.assigned',
  name: 'notify.task-assigned',
  async handle(tx, payload) {
    const task = await taskOf(tx, payload);
    if (task?.state !== 'OPEN') return;
    await notify(tx, {
      ...aboutTask(task),
      recipients: [task.assigneeId],
      type: isSigned(tx, task) ? 'approval_needed' : 'assignment',
      title: called(task),
      key: `task:${task.id}:assigned`,
      actorId: originOf(payload)?.actorId ?? null,
    });
  },
};

/** Whose task went to somebody else, or went away, no longer waits for it. */
const withdrawn = (event: 'tasks.reassigned' | 'tasks.cancelled'): Subscription => ({
  event,
  name: `notify.${event.replace('.', '-')}`,
  async handle(tx, payload) {
    const task = await taskOf(tx, payload);
    if (!task) return;
    const words =
      event === 'tasks.reassigned'
        ? { en: `No longer yours: ${called(task)}`, fr: `Ne vous attend plus : ${called(task)}` }
        : { en: `No longer needed: ${called(task)}`, fr: `Plus nécessaire : ${called(task)}` };
    await notify(tx, {
      ...aboutTask(task),
      recipients: [task.assigneeId],
      type: 'assignment',
      title: words,
      key: `task:${task.id}:withdrawn`,
      actorId: originOf(payload)?.actorId ?? null,
    });
  },
});

export const taskNotices: readonly Subscription[] = [assigned, withdrawn('tasks.reassigned'), withdrawn('tasks.cancelled')];
