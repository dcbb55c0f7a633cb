import { sql } from '#kernel/db';
import { coreRules, findRows, type OpenTask, type StageKeeper, separationConflict, type Tx, writeRow } from '#kernel/records';
import {
  type AnyRecord,
  AppError,
  type FieldFault,
  type Row,
  refuse,
  rule,
  type Separation,
  type StageSpec,
  type TransitionSpec,
  textOf,
} from '#kernel/schema';
import { addDays, day, endOfDay, instant, today } from '#kernel/values';
import { stepsOf } from './chains.ts';
import { Task } from './records/task.ts';
import { taskRules } from './rules.ts';

type TaskRow = Row<typeof Task>;
const stageOf = (record: AnyRecord, name: string): StageSpec =>
  (record.stages as Record<string, StageSpec>)[name] ?? refuse(coreRules['core.not-found']);
/** Days a step waits when nobody set a date (setting; C-49). */
const DEFAULT_DUE_DAYS = 14;

/** Checks that a person may take a task of this stage on this revision: permission now, and separation of duties. */
export async function checkAssignee(tx: Tx, record: AnyRecord, row: Row, stageName: string, personId: string): Promise<void> {
  const stage = stageOf(record, stageName);
  // Separation first: naming oneself is a conflict of duties even for somebody who also lacks the level.
  const separations: Separation[] = [...(stage.separate ?? [])];
  const conflict = await separationConflict(tx, record, row, separations, personId);
  const person = await tx.ports.people.nameOf(tx, personId);
  if (conflict)
    refuse(coreRules['sod.same-person'], { ...conflict, person, action: textOf(stage.task, tx.actor.language).toLowerCase() });
  const permission = `${record.id}.${stage.needs}`;
  rule(await tx.ports.people.mayAct(tx, personId, permission), taskRules['tasks.assignee-unfit'], { person, permission });
}

/** People named for a stage: `assignees` in step order, or the one field the stage declares. */
function assigneesFrom(tx: Tx, stage: StageSpec, steps: number, input: Readonly<Record<string, unknown>>): string[] {
  const list = input.assignees as readonly string[] | undefined;
  const one = stage.assignee ? (input[stage.assignee] as string | undefined) : undefined;
  const people = list && list.length > 0 ? [...list] : one ? [one] : [];
  if (people.length === 0) {
    const faults: FieldFault[] = [{ path: stage.assignee ?? 'assignees', message: 'is needed' }];
    throw new AppError(taskRules['tasks.assignee-needed'], { stage: textOf(stage.label, tx.actor.language) }, faults);
  }
  rule(new Set(people).size === people.length, taskRules['tasks.assignee-twice']);
  rule(steps === 1 || people.length === steps, taskRules['tasks.assignee-count'], { steps });
  return people;
}

function dueAt(tx: Tx, input: Readonly<Record<string, unknown>>, dueDays: number): string {
  const now = today(tx.actor.zone, instant(tx.now));
  const given = typeof input.dueDate === 'string' ? day(input.dueDate) : addDays(now, dueDays);
  rule(given >= now, taskRules['tasks.due-in-past']);
  return endOfDay(given, tx.actor.zone);
}

/** Tasks of a record's stages: opened, completed and cancelled inside the record's own transition. */
export function createStages(): StageKeeper {
  return {
    openInputs: (stage) => (stage.assignee ? [stage.assignee] : []),

    async open(tx, record, row, stageName, input) {
      const stage = stageOf(record, stageName);
      const steps = await stepsOf(tx, record, row, stageName);
      const people = assigneesFrom(tx, stage, steps.length, input);
      for (const person of people) await checkAssignee(tx, record, row, stageName, person);
      const single = steps[0];
      // One declared step with several people is a parallel step in which all act.
      const plan =
        steps.length === 1 && single
          ? people.map((p) => ({
              person: p,
              step: people.length > 1 && single.mode === 'SEQUENTIAL' ? { ...single, mode: 'PARALLEL_ALL' as const } : single,
            }))
          : people.map((p, i) => ({
              person: p,
              step: steps[i] ?? refuse(taskRules['tasks.assignee-count'], { steps: steps.length }),
            }));
      const first = Math.min(...plan.map((p) => p.step.order));
      for (const { person, step } of plan) {
        const task = await tx.create(Task, {
          entity: record.id,
          recordId: row.id,
          recordNumber: row.number,
          recordTitle: titleOf(record, row),
          recordRevision: row.revision,
          kind: stageName,
          name: step.name,
          step: step.order,
          assigneeId: person,
          fromId: tx.actor.type === 'USER' ? tx.actor.userId : null,
          chainId: (row as { chainId?: string | null }).chainId ?? null,
          dueAt: dueAt(tx, input, step.dueDays ?? DEFAULT_DUE_DAYS),
          mode: step.mode,
          state: step.order === first ? 'OPEN' : 'WAITING',
          ...(typeof input.priority === 'string' ? { priority: input.priority as 'normal' } : {}),
        });
        if (step.order === first) await tx.emit('tasks.assigned', { taskId: task.id, userId: person });
      }
    },

    async taskOf(tx, record, row, stageName) {
      const mine = await myTasks(tx, record, row, stageName);
      const open =
        mine.find((t) => t.state === 'OPEN' && t.assigneeId === tx.actor.userId) ?? mine.find((t) => t.state === 'OPEN');
      if (!open) {
        if (mine.some((t) => t.state === 'WAITING')) {
          const current = await findRows(tx, Task, sql`t.entity = ${record.id} and t.record_id = ${row.id} and t.state = 'OPEN'`);
          const people = await Promise.all(current.map((t) => tx.ports.people.nameOf(tx, t.assigneeId)));
          refuse(taskRules['tasks.out-of-sequence'], { step: current[0]?.name ?? '', people });
        }
        return undefined;
      }
      const delegated = open.assigneeId !== tx.actor.userId;
      return {
        id: open.id,
        stage: stageName,
        step: open.step,
        stepName: open.name,
        assigneeId: open.assigneeId,
        dueAt: open.dueAt,
        ...(delegated ? { delegatedFrom: { id: open.assigneeId, name: await tx.ports.people.nameOf(tx, open.assigneeId) } } : {}),
      } satisfies OpenTask;
    },

    async assignees(tx, record, row, stageName) {
      const open = await findRows(
        tx,
        Task,
        sql`t.entity = ${record.id} and t.record_id = ${row.id} and t.kind = ${stageName} and t.state = 'OPEN'`,
      );
      return Promise.all(open.map(async (t) => ({ id: t.assigneeId, name: await tx.ports.people.nameOf(tx, t.assigneeId) })));
    },

    async complete(tx, record, row, task, outcome, comment, signatureId) {
      const all = await findRows(
        tx,
        Task,
        sql`t.entity = ${record.id} and t.record_id = ${row.id} and t.kind = ${task.stage} and t.state in ('OPEN', 'WAITING') order by t.step for update`,
      );
      const own = all.find((t) => t.id === task.id);
      rule(own && own.state === 'OPEN', taskRules['tasks.not-open']);
      await close(tx, own, 'complete', { outcome, comment, signatureId, completedAt: tx.now, completedBy: tx.actor.userId });
      if (outcome === 'reject') return { finished: true };
      const others = all.filter((t) => t.id !== own.id);
      const beside = others.filter((t) => t.step === own.step && t.state === 'OPEN');
      if (own.mode === 'PARALLEL_ANY') for (const t of beside) await close(tx, t, 'cancel', { outcome: 'not needed' });
      else if (beside.length > 0) return { finished: false };
      const later = others.filter((t) => t.state === 'WAITING');
      const next = Math.min(...later.map((t) => t.step));
      if (later.length === 0) return { finished: true };
      for (const t of later.filter((l) => l.step === next)) {
        await close(tx, t, 'begin', {});
        await tx.emit('tasks.assigned', { taskId: t.id, userId: t.assigneeId });
      }
      return { finished: false };
    },

    async cancel(tx, record, row, why) {
      for (const t of await findRows(
        tx,
        Task,
        sql`t.entity = ${record.id} and t.record_id = ${row.id} and t.state in ('OPEN', 'WAITING') for update`,
      )) {
        await close(tx, t, 'cancel', { outcome: why });
        if (t.state === 'OPEN' && t.assigneeId !== tx.actor.userId)
          await tx.emit('tasks.cancelled', { taskId: t.id, userId: t.assigneeId });
      }
    },
  };
}

const titleOf = (record: AnyRecord, row: Row): string =>
  String((row as Readonly<Record<string, unknown>>)[record.title] ?? row.number ?? '').slice(0, 500);

/** Open or later tasks of this stage that the actor holds, own or by a delegation in force now. */
async function myTasks(tx: Tx, record: AnyRecord, row: Row, stageName: string): Promise<TaskRow[]> {
  return findRows(
    tx,
    Task,
    sql`t.entity = ${record.id} and t.record_id = ${row.id} and t.kind = ${stageName} and t.state in ('OPEN', 'WAITING')
    and (t.assignee_id = ${tx.actor.userId} or t.assignee_id in (select d.from_id from tasks.delegation d where d.org_id = ${tx.actor.orgId} and d.to_id = ${tx.actor.userId}
      and d.state = 'ACTIVE' and d.valid_from <= kernel.now() and d.valid_until > kernel.now())) order by t.step`,
  );
}

/** Moves a task by its own machine; the actor is the person of the record's transition, so the step is marked as theirs. */
export async function close(
  tx: Tx,
  task: TaskRow,
  name: 'complete' | 'cancel' | 'begin' | 'replace',
  set: Readonly<Record<string, unknown>>,
): Promise<void> {
  const to = { complete: 'DONE', cancel: 'CANCELLED', begin: 'OPEN', replace: 'REASSIGNED' }[name];
  const spec = (Task.transitions as Record<string, TransitionSpec>)[name];
  rule(spec?.from.includes(task.state), taskRules['tasks.not-open']);
  await tx.writing({ transition: name }, () => writeRow(tx, Task, task as Row, { ...set, state: to }));
}
