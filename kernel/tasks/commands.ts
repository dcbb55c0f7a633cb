import { z } from 'zod';
import { sql } from '#kernel/db';
import { coreRules, defineCommand, findRows, lockRow, needReason, type Tx } from '#kernel/records';
import { type Row, refuse, rule } from '#kernel/schema';
import { Delegation, Task } from './records/task.ts';
import { taskRules } from './rules.ts';
import { checkAssignee, close } from './stages.ts';

/** Gives an open task to somebody else: an administrator's act with a reason; the due date stays (EDMS-29). */
export async function reassign(tx: Tx, taskId: string, assigneeId: string, reason: string | null): Promise<Row<typeof Task>> {
  const why = needReason(reason);
  const task = (await lockRow(tx, Task, taskId)) as Row<typeof Task>;
  const record = tx.registry.records.get(task.entity) ?? refuse(coreRules['core.not-found']);
  const row = await tx.get(record, task.recordId);
  rule(tx.actor.grants.has(`${record.id}.reassign`), coreRules['core.forbidden'], { permission: `${record.id}.reassign` });
  rule(task.state === 'OPEN' || task.state === 'WAITING', taskRules['tasks.not-open']);
  if (task.kind in record.stages) await checkAssignee(tx, record, row, task.kind, assigneeId);
  return tx.writing({ action: 'REASSIGN', reason: why }, async () => {
    await close(tx, task, 'replace', { outcome: 'reassigned', comment: why, completedAt: tx.now, completedBy: tx.actor.userId });
    const fresh = await tx.create(Task, {
      entity: task.entity,
      recordId: task.recordId,
      recordNumber: task.recordNumber,
      recordTitle: task.recordTitle,
      recordRevision: task.recordRevision,
      kind: task.kind,
      name: task.name,
      step: task.step,
      chainId: task.chainId,
      assigneeId,
      fromId: tx.actor.userId,
      dueAt: task.dueAt,
      priority: task.priority,
      mode: task.mode,
      state: task.state,
    });
    const stage = (record.stages as Record<string, { assignee?: string }>)[task.kind];
    if (stage?.assignee) {
      const locked = await lockRow(tx, record, row.id);
      await tx.update(record, locked as never, { [stage.assignee]: assigneeId } as never, why);
    }
    if (task.state === 'OPEN') {
      await tx.emit('tasks.assigned', { taskId: fresh.id, userId: assigneeId });
      await tx.emit('tasks.reassigned', { taskId: task.id, userId: task.assigneeId });
    }
    return fresh;
  });
}

export const reassignTask = defineCommand({
  id: 'tasks.task.reassign',
  label: { en: 'Reassign task', fr: 'Réattribuer la tâche' },
  needs: 'tasks.task.read',
  level: 'read',
  input: z.strictObject({ taskId: z.uuid(), assigneeId: z.uuid() }),
  reason: 'required',
  run: async (tx, input, { reason }) => ({ id: (await reassign(tx, input.taskId, input.assigneeId, reason)).id }),
});

/** While away: somebody else may do the caller's tasks; separation of duties still counts for the delegate (NTF-05). */
export const delegate = defineCommand({
  id: 'tasks.delegation.delegate',
  label: { en: 'Delegate my tasks', fr: 'Déléguer mes tâches' },
  record: Delegation,
  onCollection: true,
  needs: 'tasks.delegation.create',
  level: 'read',
  input: z.strictObject({
    toId: z.uuid(),
    validFrom: z.iso.datetime({ offset: true }),
    validUntil: z.iso.datetime({ offset: true }),
  }),
  reason: 'required',
  async run(tx, input, { reason }) {
    rule(
      input.toId !== tx.actor.userId && Date.parse(input.validUntil) > Date.parse(input.validFrom),
      taskRules['tasks.delegation-invalid'],
    );
    const row = await tx.create(Delegation, {
      fromId: tx.actor.userId,
      toId: input.toId,
      validFrom: input.validFrom,
      validUntil: input.validUntil,
      reason: reason ?? '',
    });
    return { id: row.id };
  },
});

/** Open tasks of one record with their people, for the record page and its timeline. */
export const tasksOfRecord = (tx: Tx, entity: string, id: string): Promise<Row<typeof Task>[]> =>
  findRows(tx, Task, sql`t.entity = ${entity} and t.record_id = ${id}`, sql`order by t.created_at, t.step`);
