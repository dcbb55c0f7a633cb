import type { Tx } from '#kernel/records';

/** Code that may object inside the caller's transaction by throwing a refusal. */
type CheckpointHandler<T> = (tx: Tx, value: T) => Promise<void> | void;

/** A place where a lower module lets higher ones veto or join in, in the same transaction (C11). */
export interface Checkpoint<T> {
  readonly id: string;
  /** Runs every handler in the order they were added; the first refusal ends the transaction. */
  run(tx: Tx, value: T): Promise<void>;
  readonly handlers: Set<CheckpointHandler<T>>;
}

/** Declares a checkpoint in the module that offers it. */
export function defineCheckpoint<T>(id: string): Checkpoint<T> {
  const handlers = new Set<CheckpointHandler<T>>();
  return {
    id,
    handlers,
    async run(tx, value) {
      for (const handler of handlers) await handler(tx, value);
    },
  };
}

/** Joins a checkpoint; the same handler counts once. Called while the server half of a module is loaded. */
export function before<T>(checkpoint: Checkpoint<T>, handler: CheckpointHandler<T>): void {
  checkpoint.handlers.add(handler);
}
