import { sql } from '#kernel/db';
import { findRows, type Kernel, rulesFor, type Tx } from '#kernel/records';
import { type AnyRecord, type Row, refuse, rule, type StageSpec } from '#kernel/schema';
import { Chain, type ChainStep } from './records/chain.ts';
import { taskRules } from './rules.ts';

const stagesOf = (record: AnyRecord) => record.stages as Readonly<Record<string, StageSpec>>;

/** What keeps a chain from being published (WF-03, WF-10): unknown stages, too few signed steps, gaps in the order. */
export function chainFaults(record: AnyRecord | undefined, steps: readonly ChainStep[]): string[] {
  if (!record) return ['the record type does not exist'];
  const stages = stagesOf(record);
  const faults: string[] = [];
  if (!Array.isArray(steps)) return ['the steps are not a list'];
  for (const step of steps) {
    if (!(step.stage in stages))
      faults.push(`step "${step.name}" names no stage of ${record.label.en.toLowerCase()}: ${step.stage}`);
    if (!step.name?.trim()) faults.push('a step has no name');
    if (!['SEQUENTIAL', 'PARALLEL_ALL', 'PARALLEL_ANY'].includes(step.mode)) faults.push(`step "${step.name}" has no valid mode`);
    if (!Number.isInteger(step.order) || step.order < 1) faults.push(`step "${step.name}" has no place in the order`);
  }
  for (const [name, stage] of Object.entries(stages)) {
    const here = steps.filter((s) => s.stage === name);
    if (here.length < stage.minimumSteps)
      faults.push(`${stage.label.en} needs at least ${stage.minimumSteps} signed step${stage.minimumSteps === 1 ? '' : 's'}`);
    const orders = new Set(here.map((s) => s.order));
    if (orders.size !== here.length) faults.push(`${stage.label.en} has two steps with the same place in the order`);
    const signed = Object.values(record.transitions as Record<string, { completes?: string; sign?: unknown }>).some(
      (t) => t.completes === name && t.sign,
    );
    if (!signed) faults.push(`${stage.label.en} has no signature meaning`);
  }
  return faults;
}

/** Steps in force for a record: the chain frozen on it, else the shortest the record type allows. */
export async function stepsOf(tx: Tx, record: AnyRecord, row: Row, stage: string): Promise<readonly ChainStep[]> {
  const chainId = (row as { chainId?: string | null }).chainId;
  const spec = stagesOf(record)[stage];
  if (!spec) return [];
  if (chainId) {
    const [chain] = await findRows(tx, Chain, sql`t.id = ${chainId}`);
    const steps = (chain?.steps ?? []).filter((s) => s.stage === stage);
    if (steps.length > 0) return [...steps].sort((a, b) => a.order - b.order);
  }
  return [{ stage, order: 1, name: spec.task[tx.actor.language], mode: 'SEQUENTIAL' }];
}

/** Only what another administrator edited may be published (WF-02); the former issue retires in the same transaction. */
export const chainRules = rulesFor(Chain, {
  create: {
    guard: (tx, values) =>
      rule(tx.registry.records.has(String(values.recordType)), taskRules['tasks.chain-faulty'], {
        faults: ['the record type does not exist'],
      }),
  },
  publish: {
    async guard(tx, row) {
      const faults = chainFaults(tx.registry.records.get(row.recordType), row.steps);
      if (faults.length > 0) refuse(taskRules['tasks.chain-faulty'], { faults });
      const editors = await tx.query<{ by: string }>(
        sql`select distinct row ->> 'updated_by' as by from tasks.chain_history where org_id = ${tx.actor.orgId} and id = ${row.id}`,
      );
      rule(!editors.some((e) => e.by === tx.actor.userId), taskRules['tasks.chain-own-edit']);
    },
    async then(tx, row) {
      for (const old of await findRows(
        tx,
        Chain,
        sql`t.code = ${row.code} and t.state = 'ACTIVE' and t.id <> ${row.id} for update`,
      ))
        await tx.transition(Chain, old, 'replace-by-issue' as never, { reason: `replaced by issue ${row.issue}` });
    },
  },
});
export type { Kernel };
