import { sql } from '#kernel/db';
import { type Kernel, type Subscription, systemActor, type Tx, transact } from '#kernel/records';
import { emit } from './emit.ts';

/** Tries of one delivery before it goes to the dead-letter list. */
export const MAX_ATTEMPTS = 8;
const RELAY_BATCH = 500;
const DELIVERY_BATCH = 100;
/** Event about a delivery given up; its own subscriptions never raise it again. */
export const DELIVERY_DEAD = 'events.delivery-dead';

export interface DispatchOptions {
  /** Deliveries at most in this call, so that a worker comes back to its other duties. */
  readonly limit?: number;
  /** Told about every failed try. */
  readonly onError?: (error: unknown, about: { readonly subscription: string; readonly eventId: string }) => void;
}
export interface Dispatched {
  readonly relayed: number;
  readonly done: number;
  readonly failed: number;
  /** Events exist that an older open transaction still holds back, or another process is relaying. */
  readonly waiting: boolean;
}

interface Due extends Readonly<Record<string, unknown>> {
  readonly org_id: string;
  readonly event_id: string;
  readonly subscription: string;
  readonly zone: string;
}

/**
 * One round of the outbox: relays what has committed to the subscriptions and runs what is due. Safe in several processes at once.
 * A handler that fails is tried again later (10 s, 40 s … at most an hour apart); after 8 tries the delivery is dead. Neither stops others.
 */
export async function dispatchOutbox(kernel: Kernel, options: DispatchOptions = {}): Promise<Dispatched> {
  const subscriptions = byName(kernel.registry.subscriptions);
  const wanted = JSON.stringify([...subscriptions.values()].map(({ name, event }) => ({ name, event })));
  const limit = options.limit ?? 1000;
  let relayed = 0;
  let waiting = false;
  for (let more = true; more; ) {
    const { rows } = await kernel.database.pool.query<{ relayed: number; waiting: boolean }>(
      'select relayed, waiting from events.relay($1, $2)',
      [wanted, RELAY_BATCH],
    );
    const n = rows[0]?.relayed ?? 0;
    relayed += n;
    waiting = rows[0]?.waiting ?? false;
    more = n === RELAY_BATCH;
  }
  let done = 0;
  let failed = 0;
  // A round that moves nothing ends the call: what is left belongs to another process or waits for its next try.
  for (let moved = 1; moved > 0 && done + failed < limit; ) {
    moved = 0;
    const { rows } = await kernel.database.pool.query<Due>('select * from events.due($1, $2)', [
      [...subscriptions.keys()],
      Math.min(DELIVERY_BATCH, limit - done - failed),
    ]);
    for (const due of rows) {
      const subscription = subscriptions.get(due.subscription);
      const outcome = subscription ? await deliver(kernel, subscription, due, options) : 'taken';
      if (outcome === 'taken') continue;
      moved += 1;
      if (outcome === 'done') done += 1;
      else failed += 1;
    }
  }
  return { relayed, done, failed, waiting };
}

function byName(subscriptions: readonly Subscription[]): Map<string, Subscription> {
  const map = new Map<string, Subscription>();
  for (const subscription of subscriptions) {
    if (map.has(subscription.name)) throw new Error(`subscription ${subscription.name} is declared twice`);
    map.set(subscription.name, subscription);
  }
  return map;
}

interface Taken extends Readonly<Record<string, unknown>> {
  readonly event: string;
  readonly at: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly request_id: string;
}

async function deliver(
  kernel: Kernel,
  subscription: Subscription,
  due: Due,
  options: DispatchOptions,
): Promise<'done' | 'failed' | 'taken'> {
  const actor = systemActor(due.org_id, subscription.name, due.zone);
  const run = async (tx: Tx): Promise<'done' | 'taken'> => {
    // Under the row lock the state is asked again: another process may have been faster.
    const [taken] = await tx.query<Taken>(sql`
      select o.event, o.at, o.payload, o.actor_id, o.actor_name, o.request_id
      from events.delivery d join events.outbox o on o.org_id = d.org_id and o.id = d.event_id
      where d.org_id = ${due.org_id} and d.event_id = ${due.event_id} and d.subscription = ${due.subscription} and d.status = 'PENDING' and d.next_at <= kernel.now()
      for update of d skip locked`);
    if (!taken) return 'taken';
    await subscription.handle(tx, {
      ...taken.payload,
      $event: {
        id: due.event_id,
        event: taken.event,
        at: taken.at,
        actorId: taken.actor_id,
        actorName: taken.actor_name,
        requestId: taken.request_id,
      },
    });
    await tx.query(sql`update events.delivery set status = 'DONE', done_at = kernel.now(), error = null
      where org_id = ${due.org_id} and event_id = ${due.event_id} and subscription = ${due.subscription}`);
    return 'done';
  };
  try {
    return await transact(kernel, actor, run, { reason: `event ${due.event_id}` });
  } catch (error) {
    options.onError?.(error, { subscription: due.subscription, eventId: due.event_id });
    await transact(kernel, actor, (tx) => noteFailure(tx, due, error));
    return 'failed';
  }
}

/** Counts the failed try, sets the next one or gives up. */
async function noteFailure(tx: Tx, due: Due, error: unknown): Promise<void> {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 2000);
  const [noted] = await tx.query<{ status: string; event: string }>(sql`
    update events.delivery d set attempts = d.attempts + 1, error = ${message},
      status = case when d.attempts + 1 >= ${MAX_ATTEMPTS} then 'DEAD' else 'PENDING' end,
      next_at = kernel.now() + least(interval '10 seconds' * 4 ^ d.attempts, interval '1 hour')
    from events.outbox o
    where o.org_id = d.org_id and o.id = d.event_id and d.status = 'PENDING'
      and d.org_id = ${due.org_id} and d.event_id = ${due.event_id} and d.subscription = ${due.subscription}
    returning d.status, o.event`);
  if (noted?.status === 'DEAD' && noted.event !== DELIVERY_DEAD)
    await emit(tx, DELIVERY_DEAD, { eventId: due.event_id, event: noted.event, subscription: due.subscription, error: message });
}

/**
 * Dispatches until nothing is due and nothing is held back: for tests and for a clean shutdown. Gives up after `seconds`, since a foreign
 * open transaction may hold the outbox back for longer.
 */
export async function drainOutbox(
  kernel: Kernel,
  options: DispatchOptions & { readonly seconds?: number } = {},
): Promise<Dispatched> {
  const rounds = Math.ceil((options.seconds ?? 10) * 50);
  let total: Dispatched = { relayed: 0, done: 0, failed: 0, waiting: false };
  for (let i = 0; i < rounds; i++) {
    const now = await dispatchOutbox(kernel, options);
    total = {
      relayed: total.relayed + now.relayed,
      done: total.done + now.done,
      failed: total.failed + now.failed,
      waiting: now.waiting,
    };
    if (!now.waiting && now.done + now.failed === 0) break;
    if (now.waiting && now.done + now.failed === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return total;
}
