import { z } from 'zod';
import { sql } from '#kernel/db';
import {
  type AnyRecord,
  AppError,
  fieldsOf,
  type Row,
  refuse,
  rule,
  type Separation,
  type StateSpec,
  type TransitionSpec,
  textOf,
  transitionsFrom,
} from '#kernel/schema';
import { type Actor, systemActor } from './actor.ts';
import { contentHash, contentParts } from './content-hash.ts';
import type { OpenTask, SigningAct } from './ports.ts';
import { findRows, lockRow, masked } from './read.ts';
import type { Act, TransitionRules } from './registry.ts';
import { coreRules } from './rules.ts';
import { inputSchema, parseInput } from './schemas.ts';
import { holds, readable } from './scope.ts';
import { type Call, type Kernel, type TransitionAct, type Tx, transact } from './tx.ts';
import { needReason, refuseStale, writeRow } from './write.ts';

type Values = Readonly<Record<string, unknown>>;
export const specOf = (record: AnyRecord, name: string): TransitionSpec => {
  const spec = (record.transitions as Record<string, TransitionSpec>)[name];
  if (!spec) refuse(coreRules['core.not-found']);
  return spec;
};

/** First separation rule that `personId` would break by acting on this revision, or null. */
export async function separationConflict(
  tx: Tx,
  record: AnyRecord,
  row: Row,
  separations: readonly Separation[],
  personId: string,
): Promise<{ sod: string; as: string } | null> {
  const values = row as Values;
  for (const s of separations)
    for (const field of s.fields ?? [])
      if (values[field] === personId)
        return {
          sod: s.rule,
          as:
            fieldsOf(record)
              .find(([n]) => n === field)?.[1]
              .label[tx.actor.language].toLowerCase() ?? field,
        };
  const signed = separations.flatMap((s) => s.transitions ?? []);
  if (signed.length === 0) return null;
  const done = await tx.query<{ transition: string }>(
    sql`select transition from sign.signature where org_id = ${tx.actor.orgId} and entity = ${record.id} and record_id = ${row.id}
      and record_revision = ${row.revision} and signer_id = ${personId} and transition = any(${signed})`,
  );
  for (const s of separations) {
    const hit = done.find((d) => s.transitions?.includes(d.transition));
    if (hit) return { sod: s.rule, as: textOf(specOf(record, hit.transition).label, tx.actor.language).toLowerCase() };
  }
  return null;
}
export const separationsOf = (record: AnyRecord, spec: TransitionSpec): readonly Separation[] => [
  ...(spec.separate ?? []),
  ...(spec.completes
    ? ((record.stages as Record<string, { separate?: readonly Separation[] }>)[spec.completes]?.separate ?? [])
    : []),
  ...(spec.sign?.notSameAs ? [{ rule: 'SOD', transitions: spec.sign.notSameAs }] : []),
];

/**
 * Everything that decides whether the actor may do this now, except content rules: state, permission, named people, open task, separation
 * of duties. Used for the ability shown beforehand and again under the lock, so that a hidden button and a refusal always agree (CORE-10).
 */
export async function mayTransition(
  tx: Tx,
  record: AnyRecord,
  row: Row,
  name: string,
  isConsequence = false,
): Promise<OpenTask | undefined> {
  const spec = specOf(record, name);
  const language = tx.actor.language;
  const system = tx.actor.type === 'SYSTEM' || (isConsequence && spec.needs === 'system');
  if (spec.needs === 'system') rule(system, coreRules['core.forbidden'], { permission: 'system' });
  else rule(await holds(tx, record, spec.needs, row), coreRules['core.forbidden'], { permission: `${record.id}.${spec.needs}` });
  rule(spec.from.includes(row.state), coreRules['core.invalid-transition'], {
    state: (record.states as Record<string, StateSpec>)[row.state]?.label[language] ?? row.state,
    permitted: transitionsFrom(record, row.state)
      .filter(([, t]) => t.needs !== 'system')
      .map(([, t]) => t.label[language]),
  });
  if (system) return undefined;
  if (spec.actors && !spec.actors.some((f) => (row as Values)[f] === tx.actor.userId)) {
    const labels = spec.actors.map(
      (f) =>
        fieldsOf(record)
          .find(([n]) => n === f)?.[1]
          .label[language].toLowerCase() ?? f,
    );
    refuse(coreRules['core.not-named'], { field: labels });
  }
  let task: OpenTask | undefined;
  if (spec.completes) {
    task = await tx.ports.stages.taskOf(tx, record, row, spec.completes);
    if (!task) {
      const people = await tx.ports.stages.assignees(tx, record, row, spec.completes);
      refuse(coreRules['core.not-assigned'], { assignees: people.map((p) => p.name) });
    }
  }
  const conflict = await separationConflict(tx, record, row, separationsOf(record, spec), tx.actor.userId);
  if (conflict)
    refuse(coreRules['sod.same-person'], {
      ...conflict,
      person: tx.actor.name,
      action: textOf(spec.label, language).toLowerCase(),
    });
  return task;
}

function parseAct(tx: Tx, record: AnyRecord, spec: TransitionSpec, act: TransitionAct): { input: Values; reason: string | null } {
  const stage = spec.opens ? record.stages[spec.opens] : undefined;
  const assign: Record<string, z.ZodType> = {};
  if (stage) {
    assign.assignees = z.array(z.uuid()).max(20).optional();
    assign.dueDate = z.iso.date().optional();
    assign.priority = z.enum(['low', 'normal', 'high', 'urgent']).optional();
    for (const field of tx.ports.stages.openInputs(stage)) assign[field] = z.uuid().optional();
  }
  const input = parseInput(z.strictObject({ ...inputSchema(spec.input ?? {}), ...assign }), act.input ?? {}) as Values;
  const reason =
    spec.reason === 'required' && tx.actor.type !== 'SYSTEM' && !act.isPreview
      ? needReason(act.reason)
      : act.reason?.normalize('NFC').trim() || null;
  return { input, reason };
}

/**
 * A step somebody else was asked to do is refused as theirs (403, EDMS-06), even where its state hides the record from those who are not
 * involved; everything else about it stays unknown (404).
 */
async function rowToComplete(tx: Tx, record: AnyRecord, id: string, name: string): Promise<Row> {
  const [row] = await findRows(tx, record, sql`t.id = ${id} and ${readable(tx.actor, record)}`);
  if (row) return masked(tx, record, row);
  const [hidden] = await findRows(tx, record, sql`t.id = ${id} and ${readable(tx.actor, record, true)}`);
  const refusal =
    hidden &&
    (await mayTransition(tx, record, hidden, name).then(
      () => undefined,
      (error: unknown) => error,
    ));
  if (refusal instanceof AppError && refusal.rule === coreRules['core.not-assigned']) throw refusal;
  return refuse(coreRules['core.not-found']);
}

/** Checks of an act before any slow work: the signature is asked for only where everything else stands. */
export async function preflight(
  tx: Tx,
  record: AnyRecord,
  id: string,
  name: string,
  act: TransitionAct,
): Promise<{ row: Row; meaning: string | null }> {
  const spec = specOf(record, name);
  const row = spec.completes ? await rowToComplete(tx, record, id, name) : await tx.get(record, id);
  await mayTransition(tx, record, row, name);
  if (act.expectedVersion !== undefined && act.expectedVersion !== row.version)
    await refuseStale(tx, record, id, act.expectedVersion);
  const { input, reason } = parseAct(tx, record, spec, act);
  const rules = tx.registry.rulesOf(record)[name] as TransitionRules<AnyRecord> | undefined;
  await rules?.guard?.(tx, row as never, { input, reason, finished: true, signatureId: null });
  return { row, meaning: spec.sign?.meaning ?? null };
}

/** One transition under the row lock: it happens whole, or throws and leaves nothing. */
export async function transitionRow(
  tx: Tx,
  record: AnyRecord,
  given: Row,
  name: string,
  act: TransitionAct,
  signing?: SigningAct,
): Promise<Row> {
  const spec = specOf(record, name);
  const row = await lockRow(tx, record, given.id);
  // Only code reaches a system transition under a person: as the consequence of what that person did.
  const task = await mayTransition(tx, record, row, name, true);
  if (act.expectedVersion !== undefined && act.expectedVersion !== row.version)
    await refuseStale(tx, record, row.id, act.expectedVersion);
  const { input, reason } = parseAct(tx, record, spec, act);
  const rules = tx.registry.rulesOf(record)[name] as TransitionRules<AnyRecord> | undefined;
  const before: Act = { input, reason, finished: true, signatureId: null };
  record.check?.(row as never);
  await rules?.guard?.(tx, row as never, before);

  let signatureId: string | null = null;
  if (spec.sign) {
    if (!signing) throw new AppError(coreRules['sign.required'], { meaning: spec.sign.meaning });
    const files = await contentParts(tx, record, row.id);
    const signature = await signing.sign(tx, {
      record,
      row,
      transition: name,
      toState: spec.to ?? row.state,
      meaning: spec.sign.meaning,
      reason,
      inputs: input,
      files,
      contentHash: contentHash(record, row, files),
      ...(task?.delegatedFrom ? { onBehalfOf: task.delegatedFrom } : {}),
    });
    signatureId = signature.id;
  }
  const done = await tx.writing(
    { action: actionOf(spec), transition: name, reason, signature: signatureId, onBehalfOf: task?.delegatedFrom?.name },
    async () => {
      let finished = true;
      if (spec.completes && task)
        ({ finished } = await tx.ports.stages.complete(tx, record, row, task, spec.outcome ?? 'approve', reason, signatureId));
      const outcome: Act = { input, reason, finished, signatureId };
      if (spec.rework || spec.cancelsTasks) await tx.ports.stages.cancel(tx, record, row, name);
      const set = finished ? await rules?.set?.(tx, row as never, outcome) : undefined;
      const moved = await writeRow(tx, record, row, {
        ...set,
        ...inputFields(record, input),
        state: finished ? (spec.to ?? row.state) : row.state,
        ...(spec.rework ? { revision: row.revision + 1 } : {}),
      });
      if (spec.opens && finished) await tx.ports.stages.open(tx, record, moved, spec.opens, input);
      await rules?.then?.(tx, moved as never, outcome);
      return moved;
    },
  );
  await tx.emit(`${record.id}.${name}`, { id: done.id, number: done.number, state: done.state, from: row.state });
  if (!record.internal) await tx.ports.indexer.indexed(tx, record, done);
  return await lockRow(tx, record, done.id);
}

/** Inputs of a transition that are fields of the record (effectiveDate …) are written with it. */
function inputFields(record: AnyRecord, input: Values): Values {
  const names = new Set(fieldsOf(record).map(([n]) => n));
  return Object.fromEntries(Object.entries(input).filter(([n, v]) => names.has(n) && v !== undefined));
}
function actionOf(spec: TransitionSpec): string {
  if (spec.outcome === 'reject') return 'REJECT';
  if (spec.outcome === 'approve') return 'APPROVE';
  return spec.sign ? 'SIGN' : 'TRANSITION';
}

/**
 * The whole act of a person. Without a signature it is one transaction; with one, everything is checked first, the slow authentication
 * runs outside any lock, and the transition checks all of it again under the lock.
 */
export async function performTransition<A = Row>(
  kernel: Kernel,
  actor: Actor,
  record: AnyRecord,
  id: string,
  name: string,
  act: TransitionAct,
  call: Call,
  answer: (tx: Tx, row: Row) => Promise<A> = async (_tx, row) => row as A,
): Promise<A> {
  const spec = specOf(record, name);
  rule(spec.needs !== 'system' || actor.type === 'SYSTEM', coreRules['core.forbidden'], { permission: 'system' });
  try {
    if (!spec.sign)
      return await transact(
        kernel,
        actor,
        async (tx) => answer(tx, await transitionRow(tx, record, await tx.get(record, id), name, act)),
        call,
      );
    const { row, meaning } = await transact(kernel, actor, (tx) => preflight(tx, record, id, name, act), {
      requestId: call.requestId,
    });
    const signing = await kernel.ports.signer.authenticate(actor, act.credentials, meaning ?? '');
    return await transact(
      kernel,
      actor,
      async (tx) => answer(tx, await transitionRow(tx, record, row, name, act, signing)),
      call,
    );
  } catch (error) {
    await afterRefusal(kernel, actor, record, id, name, error);
    throw error;
  }
}

/** The declared consequence of a refusal, made certain by a transaction of its own. */
async function afterRefusal(
  kernel: Kernel,
  actor: Actor,
  record: AnyRecord,
  id: string,
  name: string,
  error: unknown,
): Promise<void> {
  const rules = kernel.registry.rulesOf(record)[name] as TransitionRules<AnyRecord> | undefined;
  const refused = rules?.refused;
  if (!refused || !(error instanceof AppError)) return;
  const system = systemActor(actor.orgId, `refusal of ${record.id}.${name}`, actor.zone);
  await transact(kernel, system, async (tx) => refused(tx, (await lockRow(tx, record, id)) as never, error), {
    reason: error.rule.id,
  });
}
