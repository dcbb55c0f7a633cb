import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  deadLetters,
  defineCheckpoint,
  defineEvent,
  dispatchOutbox,
  drainOutbox,
  before as joining,
  on,
  originOf,
  replayDelivery,
} from '#kernel/events';
import { type Kernel, type Subscription, systemActor, type Tx, transact } from '#kernel/records';
import { runJobNow } from './index.ts';
import { type Bench, bench } from './scenarios/bench-fixture.ts';

const seen: { subscription: string; n: unknown; event: string | undefined; by: string | undefined }[] = [];
const noting = (name: string, event: string): Subscription => ({
  name,
  event,
  async handle(_tx, payload) {
    const origin = originOf(payload);
    seen.push({ subscription: name, n: payload.n, event: origin?.event, by: origin?.actorName });
  },
});
let broken = true;
const failing: Subscription = {
  name: 'probe.failing',
  event: 'order.placed',
  async handle(_tx, payload) {
    if (broken && payload.n === 'bad') throw new Error('the handler is broken');
    seen.push({ subscription: 'probe.failing', n: payload.n, event: undefined, by: undefined });
  },
};
const placed = defineEvent<{ id: string; n: string }>('order.placed');
const typed = on(placed, 'probe.typed', async (_tx, payload, origin) => {
  seen.push({ subscription: 'probe.typed', n: payload.n, event: origin?.event, by: origin?.actorName });
});

let b: Bench;
beforeAll(async () => {
  b = await bench({
    events: [
      noting('probe.exact', 'order.placed'),
      noting('probe.prefix', 'order.*'),
      noting('probe.load', 'load.written'),
      failing,
      typed,
    ],
  });
});
afterAll(() => b.close());
const of = (subscription: string) => seen.filter((s) => s.subscription === subscription);
const ALPHA = '01890000-0000-7000-8000-000000000001';
const BETA = '01890000-0000-7000-8000-000000000002';

describe('the outbox', () => {
  test('hands an event to exact, typed and prefix subscriptions once, with its origin', async () => {
    await b.as((tx) => placed.emit(tx, { id: ALPHA, n: 'first' }));
    await b.as((tx) => tx.emit('order.shipped', { id: ALPHA, n: 'second' }));
    await drainOutbox(b.kernel);
    await drainOutbox(b.kernel);
    expect(of('probe.exact')).toEqual([{ subscription: 'probe.exact', n: 'first', event: 'order.placed', by: 'test' }]);
    expect(of('probe.typed').map((s) => s.n)).toEqual(['first']);
    expect(of('probe.prefix').map((s) => [s.n, s.event])).toEqual([
      ['first', 'order.placed'],
      ['second', 'order.shipped'],
    ]);
  });

  test('keeps back what was written in a transaction that failed', async () => {
    const failed = b.as(async (tx) => {
      await tx.emit('order.placed', { id: ALPHA, n: 'never' });
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    await drainOutbox(b.kernel);
    expect(seen.filter((s) => s.n === 'never')).toEqual([]);
  });

  test('loses nothing and repeats nothing under 20 writers that commit out of order', async () => {
    const writers = 20;
    const each = 15;
    let writing = true;
    const relaying = (async () => {
      while (writing) await dispatchOutbox(b.kernel);
    })();
    const other = b.another();
    const alsoRelaying = (async () => {
      while (writing) await dispatchOutbox(other);
    })();
    // Each writer takes its place in the order early and commits late, so that later numbers become visible first.
    const write = async (writer: number, kernel: Kernel) => {
      for (let i = 0; i < each; i++)
        await transact(kernel, systemActor(b.org, 'writer'), async (tx) => {
          await tx.emit('load.written', { n: `${writer}:${i}` });
          await new Promise((resolve) => setTimeout(resolve, (writer * 7 + i * 3) % 23));
        });
    };
    const clients = Array.from({ length: 2 }, () => b.another());
    await Promise.all(Array.from({ length: writers }, (_, w) => write(w, clients[w % 2] ?? b.kernel)));
    writing = false;
    await Promise.all([relaying, alsoRelaying]);
    await drainOutbox(b.kernel);
    const got = of('probe.load').map((s) => String(s.n));
    expect(got.length).toBe(writers * each);
    expect(new Set(got).size).toBe(writers * each);
  });

  test('retries a failing subscription alone, keeps the order of its record, and gives up after eight tries', async () => {
    seen.length = 0;
    await b.as((tx) => placed.emit(tx, { id: ALPHA, n: 'bad' }));
    await b.as((tx) => placed.emit(tx, { id: ALPHA, n: 'after bad' }));
    await b.as((tx) => placed.emit(tx, { id: BETA, n: 'elsewhere' }));
    await drainOutbox(b.kernel);
    expect(
      of('probe.exact')
        .map((s) => s.n)
        .filter((n) => n !== 'elsewhere'),
    ).toEqual(['bad', 'after bad']);
    // The failing one waits with its record only: another record goes on.
    expect(of('probe.failing').map((s) => s.n)).toEqual(['elsewhere']);
    const dead = () => b.rows<{ subscription: string }>(`select subscription from events.delivery where status = 'DEAD'`);
    for (let i = 0; i < 7; i++) {
      expect(await dead()).toEqual([]);
      await b.ahead('1 hour 1 minute');
      await drainOutbox(b.kernel);
    }
    expect(await dead()).toEqual([{ subscription: 'probe.failing' }]);
    expect(of('probe.failing').map((s) => s.n)).toEqual(['elsewhere', 'after bad']);
    expect(await b.rows(`select 1 from events.outbox where event = 'events.delivery-dead'`)).toHaveLength(1);
    broken = false;
    const [letter] = await b.rows<{ event_id: string }>(`select event_id from events.delivery where status = 'DEAD'`);
    expect(await b.as(deadLetters)).toMatchObject([
      { eventId: letter?.event_id, subscription: 'probe.failing', attempts: 8, error: 'the handler is broken' },
    ]);
    await b.as((tx) => replayDelivery(tx, letter?.event_id ?? '', 'probe.failing'));
    await drainOutbox(b.kernel);
    expect(of('probe.failing').map((s) => s.n)).toEqual(['elsewhere', 'after bad', 'bad']);
  });

  test('goes on after a logical copy into a server with lower transaction numbers', async () => {
    seen.length = 0;
    await b.rows(`update events.cursor set last_xid = '90000000', last_ord = 1`);
    await b.as((tx) => placed.emit(tx, { id: BETA, n: 'in the new server' }));
    // As the copy holds it: a row that was relayed in the old server, and one that was not.
    await b.rows(
      `insert into events.outbox (org_id, xid, ord, event, payload, actor_id, actor_name, request_id) values
      ($1, '89999999', 5, 'order.placed', '{"n": "relayed before"}', $1, 'old', 'r'), ($1, '90000001', 5, 'order.placed', '{"n": "was waiting"}', $1, 'old', 'r')`,
      [b.org],
    );
    await drainOutbox(b.kernel);
    expect(of('probe.exact').map((s) => s.n)).toContain('was waiting');
    expect(of('probe.exact').map((s) => s.n)).not.toContain('relayed before');
    await b.as((tx) => placed.emit(tx, { id: BETA, n: 'afterwards' }));
    await drainOutbox(b.kernel);
    expect(of('probe.exact').map((s) => s.n)).toContain('afterwards');
  });

  test('forgets after 30 days what every subscription has done', async () => {
    await b.ahead('40 days');
    const result = await runJobNow(b.kernel, b.org, 'events.prune', { reason: 'clearing the outbox' });
    expect(result.status).toBe('SUCCESS');
    expect(await b.rows(`select event from events.outbox where at < kernel.now() - interval '30 days'`)).toEqual([]);
  });
});

describe('checkpoints', () => {
  test('let higher modules join in or object inside the same transaction', async () => {
    const release = defineCheckpoint<{ lot: string }>('stock.lot.release');
    const heard: string[] = [];
    const listen = async (_tx: Tx, { lot }: { lot: string }) => {
      heard.push(lot);
    };
    joining(release, listen);
    joining(release, listen);
    joining(release, async (_tx, { lot }) => {
      if (lot === 'L-2') throw new Error('the lot is on hold');
    });
    await b.as((tx) => release.run(tx, { lot: 'L-1' }));
    const refused = b.as(async (tx) => {
      await tx.emit('order.released', { n: 'on hold' });
      await release.run(tx, { lot: 'L-2' });
    });
    await expect(refused).rejects.toThrow('on hold');
    expect(heard).toEqual(['L-1', 'L-2']);
    expect(await b.rows(`select 1 from events.outbox where event = 'order.released'`)).toEqual([]);
  });
});
