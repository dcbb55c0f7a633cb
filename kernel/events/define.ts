import type { Subscription, Tx } from '#kernel/records';
import { emit } from './emit.ts';
import { type EventOrigin, originOf } from './origin.ts';

type Payload = Readonly<Record<string, unknown>>;

/** A typed event: what may lag behind its cause (C11). */
export interface EventDefinition<T extends object> {
  readonly id: string;
  /** Writes it into the outbox of the transaction. */
  emit(tx: Tx, payload: T): Promise<void>;
}

/** Declares an event with the type of its payload, which travels as JSON. */
export function defineEvent<T extends object>(id: string): EventDefinition<T> {
  return { id, emit: (tx, payload) => emit(tx, id, payload as Payload) };
}

/**
 * Subscribes to a typed event. The handler runs in a transaction of its own as a system actor of the event's organization; its effect and
 * the note that it happened commit together.
 * @param name stable: with the event's id it is the key of the effect. Renaming it makes a new subscription.
 */
export function on<T extends object>(
  event: EventDefinition<T>,
  name: string,
  handler: (tx: Tx, payload: T, origin: EventOrigin | undefined) => Promise<void>,
): Subscription {
  return { event: event.id, name, handle: (tx, payload) => handler(tx, payload as T, originOf(payload)) };
}
