import { sql } from '#kernel/db';
import { findRows, type Tx } from '#kernel/records';
import type { AnyRecord, Row } from '#kernel/schema';
import { close, Task } from '#kernel/tasks';
import { type Day, endOfDay } from '#kernel/values';
import { zoneOf } from './rows.ts';

/** A piece of work asked of one person that is no step of an approval: impact assessment, periodic review. */
export interface Work {
  readonly kind: string;
  readonly name: string;
  readonly title: string;
  readonly assigneeId: string;
  readonly due: Day;
}

/** Puts the work into the person's inbox, which notifies them once (NTF-01). */
export async function askFor(tx: Tx, record: AnyRecord, row: Row, work: Work): Promise<void> {
  const task = await tx.create(Task, {
    entity: record.id,
    recordId: row.id,
    recordNumber: row.number,
    recordTitle: work.title.slice(0, 500),
    recordRevision: row.revision,
    kind: work.kind,
    name: work.name,
    step: 1,
    assigneeId: work.assigneeId,
    fromId: tx.actor.type === 'USER' ? tx.actor.userId : null,
    dueAt: endOfDay(work.due, await zoneOf(tx, row)),
  });
  await tx.emit('tasks.assigned', { taskId: task.id, userId: work.assigneeId });
}

/** Ends the open work of a record with what became of it. */
export async function workDone(tx: Tx, record: AnyRecord, row: Row, outcome: string, comment: string | null): Promise<void> {
  const open = await findRows(
    tx,
    Task,
    sql`t.entity = ${record.id} and t.record_id = ${row.id} and t.state = 'OPEN'`,
    sql`order by t.id for update`,
  );
  for (const task of open)
    await close(tx, task, 'complete', { outcome, comment, completedAt: tx.now, completedBy: personOf(tx) });
}
const personOf = (tx: Tx): string | null => (tx.actor.type === 'USER' ? tx.actor.userId : null);
