import { sql } from '#kernel/db';
import { findRows, type JobDefinition, type JobItem, lockRow, type Tx, writeRow } from '#kernel/records';
import type { Row } from '#kernel/schema';
import { addDays, type Day, day, daysBetween, instant, today } from '#kernel/values';
import { Task } from '../tasks/records/task.ts';
import { notify } from './notify.ts';
import { administratorsOf, managerOf } from './recipients.ts';
import { aboutTask, type TaskRow } from './task-notices.ts';

/** Rungs of the ladder in days from the due day (NTF-04); `escalation` of a task is the number of the last one climbed. */
const rungs = [
  { rung: 1, days: -3 },
  { rung: 2, days: 0 },
  { rung: 3, days: 1 },
  { rung: 4, days: 7 },
] as const;

/** Highest rung a task has reached on a day, 0 when none; a task found late climbs all it missed at once. */
export function rungOn(due: Day, now: Day): number {
  return Math.max(0, ...rungs.filter(({ days }) => daysBetween(addDays(due, days), now) >= 0).map(({ rung }) => rung));
}

/** Reminds assignees and escalates overdue tasks; it never completes, approves or rejects anything (WF-07). */
export const reminders: JobDefinition = {
  code: 'wf.reminders',
  label: { en: 'Remind and escalate', fr: 'Rappels et escalades' },
  module: 'tasks',
  schedule: { everyMinutes: 15 },
  async items(tx) {
    const now = today(tx.actor.zone, instant(tx.now));
    const open = await findRows(
      tx,
      Task,
      sql`t.state = 'OPEN' and t.due_at < kernel.now() + interval '4 days'`,
      sql`order by t.due_at, t.id`,
    );
    return open.flatMap((task): JobItem[] => {
      if (task.dueAt === null) return [];
      const due = today(tx.actor.zone, instant(task.dueAt));
      const rung = rungOn(due, now);
      const items: JobItem[] = [];
      if (rung > (task.escalation ?? 0)) items.push({ key: `${task.id}:${due}:${rung}`, data: { taskId: task.id, rung, due } });
      if (daysBetween(due, now) > 0)
        items.push({ key: `${task.id}:overdue:${now}`, data: { taskId: task.id, overdueOn: now, due } });
      return items;
    });
  },
  async run(tx, { data }) {
    const { taskId, rung, due, overdueOn } = data as { taskId: string; rung?: number; due: string; overdueOn?: string };
    const task = (await lockRow(tx, Task, taskId)) as TaskRow;
    // Done or given away since the list was made: nobody is reminded of what no longer waits.
    if (task.state !== 'OPEN') return;
    if (overdueOn !== undefined) await remindOverdue(tx, task, overdueOn);
    else if (rung !== undefined && rung > (task.escalation ?? 0)) await climb(tx, task, rung, day(due));
  },
};

const named = (task: TaskRow) => task.recordNumber ?? task.recordTitle;

async function remindOverdue(tx: Tx, task: TaskRow, on: string): Promise<void> {
  await notify(tx, {
    ...aboutTask(task),
    recipients: [task.assigneeId],
    type: 'overdue',
    key: `task:${task.id}:overdue:${on}`,
    title: { en: `Overdue: ${task.name}, ${named(task)}`, fr: `En retard : ${task.name}, ${named(task)}` },
  });
}

async function climb(tx: Tx, task: TaskRow, rung: number, due: Day): Promise<void> {
  const about = { ...aboutTask(task), key: `task:${task.id}:${due}:rung-${rung}` };
  const title = { en: `Due on ${due}: ${task.name}, ${named(task)}`, fr: `Échéance le ${due} : ${task.name}, ${named(task)}` };
  if (rung <= 2) await notify(tx, { ...about, recipients: [task.assigneeId], type: 'due_soon', title });
  const person = await tx.ports.people.nameOf(tx, task.assigneeId);
  const late = {
    en: `Overdue since ${due}: ${task.name}, ${named(task)} (${person})`,
    fr: `En retard depuis le ${due} : ${task.name}, ${named(task)} (${person})`,
  };
  if (rung >= 3 && (task.escalation ?? 0) < 3) {
    const manager = await managerOf(tx, task.assigneeId);
    if (manager !== null)
      await notify(tx, {
        ...about,
        key: `task:${task.id}:${due}:manager`,
        recipients: [manager],
        type: 'escalation',
        title: late,
        priority: 'high',
      });
  }
  if (rung >= 4)
    await notify(tx, {
      ...about,
      recipients: await administratorsOf(tx, task.entity.split('.')[0] ?? ''),
      type: 'escalation',
      title: late,
      priority: 'high',
    });
  await tx.writing({ action: 'ESCALATE' }, () => writeRow(tx, Task, task as Row, { escalation: rung }));
}
