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

/** People who may do somebody's tasks now, because that person is away (NTF-05). */
async function delegatesOf(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.query<{ to_id: string }>(sql`
    select distinct d.to_id from tasks.delegation d where d.org_id = ${tx.actor.orgId} and d.from_id = ${userId}
      and d.state = 'ACTIVE' and d.valid_from <= kernel.now() and d.valid_until > kernel.now()`);
  return rows.map((row) => row.to_id);
}

/** One entry and one mail per assignment (NTF-01), for the assignee and whoever stands in for them. A task closed before this ran concerns nobody any more. */
const assigned: Subscription = {
  event: 'tasks.assigned',
  name: 'notify.task-assigned',
  async handle(tx, payload) {
    const task = await taskOf(tx, payload);
    if (task?.state !== 'OPEN') return;
    const type = isSigned(tx, task) ? 'approval_needed' : 'assignment';
    const actorId = originOf(payload)?.actorId ?? null;
    const about = { ...aboutTask(task), type, actorId, key: `task:${task.id}:assigned` } as const;
    await notify(tx, { ...about, recipients: [task.assigneeId], title: called(task) });
    const delegates = await delegatesOf(tx, task.assigneeId);
    if (delegates.length === 0) return;
    const person = await tx.ports.people.nameOf(tx, task.assigneeId);
    const title = {
      en: `${called(task)} (on delegated task from ${person})`,
      fr: `${called(task)} (tâche déléguée par ${person})`,
    };
    await notify(tx, { ...about, recipients: delegates, title });
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
