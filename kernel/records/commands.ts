import { type AnyRecord, type Row, rule } from '#kernel/schema';
import { mayEdit, mayVoid } from './abilities.ts';
import type { Actor } from './actor.ts';
import { lockRow } from './read.ts';
import type { Command } from './registry.ts';
import { coreRules } from './rules.ts';
import { parseInput, schemasOf } from './schemas.ts';
import { type Call, type Kernel, type Tx, transact } from './tx.ts';
import { createRow, needReason, refuseImmutable, refuseStale, updateRow, writeRow } from './write.ts';

/** What is answered after a write, made in the same transaction: exactly what was committed, and one round trip less. */
export type Answer<A> = (tx: Tx, row: Row) => Promise<A>;
const theRow = async <A>(_tx: Tx, row: Row): Promise<A> => row as A;

/** The acts of a person on one record, each one transaction. Screens, API, imports and offline replay all come through here. */

export function performCreate<A = Row>(
  kernel: Kernel,
  actor: Actor,
  record: AnyRecord,
  input: unknown,
  call: Call,
  answer: Answer<A> = theRow,
): Promise<A> {
  return transact(
    kernel,
    actor,
    async (tx) => {
      rule(!record.commandsOnly, coreRules['core.commands-only']);
      rule(actor.type === 'SYSTEM' || actor.grants.has(`${record.id}.create`), coreRules['core.forbidden'], {
        permission: `${record.id}.create`,
      });
      const values = parseInput(schemasOf(record).create, input);
      const place =
        record.scope === 'department' ? { departmentId: actor.departmentId, siteId: actor.siteId } : { siteId: actor.siteId };
      return answer(tx, await createRow(tx, record, { ...place, ...values }));
    },
    call,
  );
}

export interface EditRequest {
  readonly changes: unknown;
  readonly expectedVersion: number;
  readonly reason: string | null;
}
export function performEdit<A = Row>(
  kernel: Kernel,
  actor: Actor,
  record: AnyRecord,
  id: string,
  request: EditRequest,
  call: Call,
  answer: Answer<A> = theRow,
): Promise<A> {
  return transact(
    kernel,
    actor,
    async (tx) => {
      await tx.get(record, id);
      const row = await lockRow(tx, record, id);
      await mayEdit(tx, record, row);
      const changes = parseInput(schemasOf(record).change, request.changes);
      if (row.version !== request.expectedVersion) await refuseStale(tx, record, id, request.expectedVersion);
      refuseImmutable(record, row, changes);
      const writing = record.states?.[row.state]?.family === 'writing';
      const reason = record.regulated && !writing ? needReason(request.reason) : request.reason;
      return answer(tx, await updateRow(tx, record, row, changes, reason));
    },
    call,
  );
}

/** Voids a draft: the number stays used and the row stays readable in the void list (CORE-03). */
export function performVoid<A = Row>(
  kernel: Kernel,
  actor: Actor,
  record: AnyRecord,
  id: string,
  reason: string | null,
  call: Call,
  answer: Answer<A> = theRow,
): Promise<A> {
  return transact(
    kernel,
    actor,
    async (tx) => {
      await tx.get(record, id);
      const row = await lockRow(tx, record, id);
      await mayVoid(tx, record, row);
      const why = needReason(reason);
      await tx.ports.stages.cancel(tx, record, row, 'void');
      const voided = await tx.writing({ action: 'VOID', reason: why }, () =>
        writeRow(tx, record, row, { state: 'VOIDED', voidedAt: tx.now, voidedBy: actor.userId, voidReason: why }),
      );
      return answer(tx, voided);
    },
    call,
  );
}

/** Runs a command in one transaction: permission, input, row check, then its code. */
export function performCommand<I, O>(
  kernel: Kernel,
  actor: Actor,
  command: Command<I, O>,
  id: string,
  body: { readonly input: unknown; readonly reason: string | null },
  call: Call,
): Promise<O> {
  return transact(
    kernel,
    actor,
    async (tx) => {
      rule(actor.type === 'SYSTEM' || actor.grants.has(command.needs), coreRules['core.forbidden'], {
        permission: command.needs,
      });
      if (command.record && !command.onCollection) {
        const row = await tx.get(command.record, id);
        await command.available?.(tx, row);
      }
      const input = parseInput(command.input, body.input);
      const reason = command.reason === 'required' ? needReason(body.reason) : body.reason;
      return tx.writing({ reason }, () => command.run(tx, input, { id, reason }));
    },
    call,
  );
}
