/** Where an event came from. Handlers get it inside the payload, under `$event`, so that a prefix subscription knows which one it was. */
export interface EventOrigin {
  readonly id: string;
  readonly event: string;
  /** Database time of the business transaction's write. */
  readonly at: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly requestId: string;
}

/** The origin of a delivered payload; undefined when a handler is called directly, without the outbox. */
export function originOf(payload: Readonly<Record<string, unknown>>): EventOrigin | undefined {
  const origin = payload.$event;
  return origin !== null && typeof origin === 'object' ? (origin as EventOrigin) : undefined;
}
