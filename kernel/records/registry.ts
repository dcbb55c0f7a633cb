import type { z } from 'zod';
import {
  type AnyRecord,
  type AppError,
  faultsOf,
  type Label,
  type Level,
  levels,
  type ModuleDefinition,
  type Row,
  type TransitionOf,
} from '#kernel/schema';
import type { Actor } from './actor.ts';
import type { Tx } from './tx.ts';

/** What a guard or `then` is told besides the row. */
export interface Act {
  readonly input: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
  /** False when a chain has further steps in this stage, so that the state stays. */
  readonly finished: boolean;
  readonly signatureId: string | null;
}
export interface TransitionRules<R extends AnyRecord> {
  /** May read; refuses by `rule()`. Runs for the act and for the ability shown beforehand only if `preview` is set. */
  readonly guard?: (tx: Tx, row: Row<R>, act: Act) => Promise<void> | void;
  /** May write, in the same transaction. Values returned are written to the row with the transition. */
  readonly set?: (
    tx: Tx,
    row: Row<R>,
    act: Act,
  ) => Promise<Readonly<Record<string, unknown>>> | Readonly<Record<string, unknown>>;
  readonly then?: (tx: Tx, row: Row<R>, act: Act) => Promise<void> | void;
  /** What a refused act still leaves behind: runs as the system in a transaction of its own, after the rollback (EDMS-13). */
  readonly refused?: (tx: Tx, row: Row<R>, refusal: AppError) => Promise<void>;
}
export type RulesOf<R extends AnyRecord> = { readonly [T in TransitionOf<R>]?: TransitionRules<R> } & {
  readonly create?: {
    readonly guard?: (tx: Tx, values: Readonly<Record<string, unknown>>) => Promise<void> | void;
    readonly set?: (
      tx: Tx,
      values: Readonly<Record<string, unknown>>,
    ) => Promise<Readonly<Record<string, unknown>>> | Readonly<Record<string, unknown>>;
    readonly then?: (tx: Tx, row: Row<R>) => Promise<void> | void;
  };
  readonly files?: {
    /** Refuses by `rule()` where this reader may see the record but not take this file of it. */
    readonly open?: (
      tx: Tx,
      row: Row<R>,
      file: { readonly role: string; readonly isContent: boolean; readonly state: string },
    ) => Promise<void> | void;
  };
  readonly edit?: {
    /** Refuses who or what may not edit this row now, content files included; part of `can`. */
    readonly available?: (tx: Tx, row: Row<R>) => Promise<void> | void;
    readonly guard?: (tx: Tx, row: Row<R>, changes: Readonly<Record<string, unknown>>) => Promise<void> | void;
    readonly then?: (tx: Tx, row: Row<R>, before: Row<R>) => Promise<void> | void;
  };
  readonly void?: { readonly available?: (tx: Tx, row: Row<R>) => Promise<void> | void };
};
export interface BoundRules {
  readonly record: AnyRecord;
  readonly rules: Readonly<Record<string, TransitionRules<AnyRecord>>>;
}
/** Binds behaviour to a record by typed name: an unknown transition does not compile. */
export function rulesFor<R extends AnyRecord>(record: R, rules: RulesOf<NoInfer<R>>): BoundRules {
  return { record, rules: rules as BoundRules['rules'] };
}

/** Anything that is not create, edit or a transition: same pipeline, own input and code. */
export interface Command<I = unknown, O = unknown> {
  /** `module.record.verb` (one record, `POST /{collection}/{id}/{verb}`) or `module.verb`. */
  readonly id: string;
  readonly label: Label;
  readonly record?: AnyRecord;
  /** True: acts on the collection, not on one record. */
  readonly onCollection?: boolean;
  readonly needs: string;
  readonly level: Level;
  readonly input: z.ZodType<I>;
  readonly output?: z.ZodType<O>;
  readonly reason?: 'required' | 'optional';
  /** Refuses by `rule()` where the command makes no sense for this row now; part of `can` and checked again before `run`. */
  available?(tx: Tx, row: Row): Promise<void> | void;
  run(tx: Tx, input: I, context: { readonly id: string; readonly reason: string | null }): Promise<O>;
}
export function defineCommand<I, O>(command: Command<I, O>): Command<I, O> {
  return command;
}

/** The server half of a module. */
export interface ServerHalf {
  readonly module: ModuleDefinition;
  readonly rules?: readonly BoundRules[];
  // biome-ignore lint/suspicious/noExplicitAny: commands of different inputs stand in one list; each parses its own
  readonly commands?: readonly Command<any, any>[];
  readonly jobs?: readonly JobDefinition[];
  readonly events?: readonly Subscription[];
  /** Permissions of routes that belong to no record (`system.audit.read`). */
  readonly permissions?: readonly { readonly name: string; readonly level: Level }[];
  readonly migrations: string;
}
export interface Subscription {
  readonly event: string;
  /** Stable name: part of the effect ledger's key. */
  readonly name: string;
  handle(tx: Tx, payload: Readonly<Record<string, unknown>>): Promise<void>;
}
export interface JobDefinition {
  /** `edms.activate`. */
  readonly code: string;
  readonly label: Label;
  readonly module: string;
  /** `midnight` = each site's midnight + 1 minute; `{every}` minutes; `{dailyAt}` UTC hour:minute; undefined = only on demand. */
  readonly schedule?: { readonly at: 'midnight' } | { readonly everyMinutes: number } | { readonly dailyAt: string };
  readonly timeoutSeconds?: number;
  readonly maxRetries?: number;
  /** Items to process; each runs in its own transaction, so that one failure does not block others (SCH-07). */
  items?(tx: Tx, payload: Readonly<Record<string, unknown>>): Promise<readonly JobItem[]>;
  run(tx: Tx, item: JobItem): Promise<void>;
}
export interface JobItem {
  /** Key in the effect ledger: the same key is never done twice. Null: idempotent by itself. */
  readonly key: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Registry {
  readonly modules: readonly ModuleDefinition[];
  readonly records: ReadonlyMap<string, AnyRecord>;
  readonly commands: readonly Command[];
  readonly jobs: readonly JobDefinition[];
  readonly subscriptions: readonly Subscription[];
  rulesOf(record: AnyRecord): BoundRules['rules'];
  /** Permission → level, for every record and command. */
  readonly permissions: ReadonlyMap<string, { readonly module: string; readonly level: Level }>;
  record(id: string): AnyRecord;
}

/** Collects what modules declare; an unsound declaration stops the start. */
export function createRegistry(halves: readonly ServerHalf[]): Registry {
  const records = new Map<string, AnyRecord>();
  const permissions = new Map<string, { module: string; level: Level }>();
  const bound = new Map<string, BoundRules['rules']>();
  const faults: string[] = [];
  for (const half of halves) {
    for (const record of half.module.records) {
      if (records.has(record.id)) faults.push(`record ${record.id} is declared twice`);
      records.set(record.id, record);
      faults.push(...faultsOf(record));
      for (const [verb, level] of Object.entries(record.permissions as Record<string, Level>))
        permissions.set(`${record.id}.${verb}`, { module: record.module, level });
    }
    for (const { record, rules } of half.rules ?? []) bound.set(record.id, { ...bound.get(record.id), ...rules });
    for (const p of half.permissions ?? []) permissions.set(p.name, { module: half.module.id, level: p.level });
    for (const command of half.commands ?? [])
      if (!permissions.has(command.needs)) permissions.set(command.needs, { module: half.module.id, level: command.level });
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return {
    modules: halves.map((h) => h.module),
    records,
    commands: halves.flatMap((h) => h.commands ?? []),
    jobs: halves.flatMap((h) => h.jobs ?? []),
    subscriptions: halves.flatMap((h) => h.events ?? []),
    permissions,
    rulesOf: (record) => bound.get(record.id) ?? {},
    record: (id) => {
      const found = records.get(id);
      if (!found) throw new Error(`no record type ${id}`);
      return found;
    },
  };
}

/** Permissions a level of a module stands for: the levels are cumulative. */
export function permissionsOfLevel(registry: Registry, module: string, level: Level): string[] {
  const top = levels.indexOf(level);
  return [...registry.permissions].filter(([, p]) => p.module === module && levels.indexOf(p.level) <= top).map(([name]) => name);
}
export type { Actor };
