import {
  type Abilities,
  type Ability,
  type AnyRecord,
  AppError,
  type Row,
  rule,
  type StateSpec,
  type TransitionSpec,
  textOf,
} from '#kernel/schema';
import { coreRules } from './rules.ts';
import { holds } from './scope.ts';
import { mayTransition } from './transition.ts';
import type { Tx } from './tx.ts';
import { refuseFrozen } from './write.ts';

async function ask(tx: Tx, check: () => Promise<unknown>): Promise<Ability> {
  try {
    await check();
    return { ok: true };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const way = error.rule.way ? textOf(error.rule.way, tx.actor.language, error.params) : undefined;
    return { ok: false, rule: error.rule.id, why: error.detail(tx.actor.language), ...(way === undefined ? {} : { way }) };
  }
}

/** Whether the row's fields may be edited by the actor now. */
export async function mayEdit(tx: Tx, record: AnyRecord, row: Row): Promise<void> {
  rule(await holds(tx, record, 'edit', row), coreRules['core.forbidden'], { permission: `${record.id}.edit` });
  rule(!record.commandsOnly, coreRules['core.commands-only']);
  refuseFrozen(record, row);
  await availableOf(tx, record, 'edit')?.(tx, row);
}
const availableOf = (tx: Tx, record: AnyRecord, verb: 'edit' | 'void') =>
  (tx.registry.rulesOf(record)[verb] as { available?: (tx: Tx, row: Row) => Promise<void> } | undefined)?.available;
/** Whether the row may be voided: a draft of a regulated record, by who may edit it. */
export async function mayVoid(tx: Tx, record: AnyRecord, row: Row): Promise<void> {
  rule(record.regulated, coreRules['core.delete-refused']);
  const state = (record.states as Record<string, StateSpec> | undefined)?.[row.state];
  rule(state?.family === 'writing' && !record.commandsOnly, coreRules['core.delete-refused']);
  rule(!row.legalHold, coreRules['core.legal-hold']);
  await mayEdit(tx, record, row);
  await availableOf(tx, record, 'void')?.(tx, row);
}

/** What the actor may do with the row now: edit, void, every transition a person can take and every command on one record. */
export async function abilitiesOf(tx: Tx, record: AnyRecord, row: Row): Promise<Abilities> {
  const can: Record<string, Ability> = { edit: await ask(tx, () => mayEdit(tx, record, row)) };
  if (record.regulated && !record.commandsOnly) can.void = await ask(tx, () => mayVoid(tx, record, row));
  for (const [name, spec] of Object.entries(record.transitions as Record<string, TransitionSpec>))
    if (spec.needs !== 'system') can[name] = await ask(tx, () => mayTransition(tx, record, row, name));
  for (const command of tx.registry.commands)
    if (command.record === record && !command.onCollection)
      can[command.id.split('.').at(-1) ?? command.id] = await ask(tx, async () => {
        rule(tx.actor.grants.has(command.needs), coreRules['core.forbidden'], { permission: command.needs });
        await command.available?.(tx, row);
      });
  return can;
}
