import { setTimeout as delay } from 'node:timers/promises';
import type { Load } from './load.ts';
import type { AppNode, Mishaps } from './nodes.ts';
import type { Random } from './random.ts';
import { type Stage, withClient } from './stage.ts';

/**
 * What a cycle does to the system under load: kill one application process, the database, or everything at once as a power cut would;
 * or make the audit trail unwritable for a moment.
 */
export const faultKinds = ['node-a', 'node-b', 'database', 'everything', 'trail'] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Scene {
  readonly stage: Stage;
  readonly nodes: readonly AppNode[];
  readonly load: Load;
  readonly mishaps: Mishaps;
  readonly random: Random;
}
export interface Injected {
  readonly kind: FaultKind;
  /** From the kill until what was killed answers again; null where nothing was killed. */
  readonly restartMs: number | null;
  /** Writes acknowledged that were begun while the audit trail could not be written. */
  readonly acknowledgedWithoutTrail: number;
}

const UNDER_LOAD = 25;
const PATIENCE_MILLIS = 180_000;

/** Lets the load run for a random moment, injects the fault and brings everything up again. */
export async function inject(scene: Scene, kind: FaultKind): Promise<Injected> {
  await underLoad(scene);
  await delay(scene.random.between(50, 1_200));
  if (kind === 'trail') return { kind, restartMs: null, acknowledgedWithoutTrail: await withoutTrail(scene) };
  const from = performance.now();
  await hit(scene, kind);
  return { kind, restartMs: Math.round(performance.now() - from), acknowledgedWithoutTrail: 0 };
}

/** Waits until writes are being acknowledged again: a kill of an idle system proves nothing. */
async function underLoad({ load }: Scene): Promise<void> {
  const enough = load.ledger.acknowledged.length + UNDER_LOAD;
  const deadline = performance.now() + PATIENCE_MILLIS;
  while (load.ledger.acknowledged.length < enough) {
    if (performance.now() > deadline) throw new Error(`fewer than ${UNDER_LOAD} writes in ${PATIENCE_MILLIS} ms`);
    await Promise.race([delay(10), load.failed]);
  }
}

async function hit({ stage, nodes, mishaps }: Scene, kind: Exclude<FaultKind, 'trail'>): Promise<void> {
  const named = nodes.filter((node) => kind === 'everything' || node.name === kind);
  const takesDatabase = kind === 'database' || kind === 'everything';
  await Promise.all([...named.map((node) => node.kill()), ...(takesDatabase ? [stage.database.kill()] : [])]);
  if (takesDatabase) await stage.database.restart();
  await Promise.all(named.map((node) => node.start()));
  if (!takesDatabase) return;
  for (const node of nodes) {
    // One that did not survive the loss of its database is on the list of mishaps; the run goes on with a new one.
    await node.answers().catch((error: unknown) => {
      if (mishaps.exits.length === 0) throw error;
      return node.start();
    });
  }
}

/**
 * AT-05: while no event can be written, no change is made. Returns how many were acknowledged all the same, among those begun in that time:
 * what had its event before may be answered later, and so may the repetition of a request that was executed before.
 */
async function withoutTrail({ stage, load }: Scene): Promise<number> {
  return withClient(stage.adminUrl, async (client) => {
    await client.query('revoke insert on audit.event from plumbline_owner');
    const from = performance.now();
    const before = load.ledger.acknowledged.length;
    try {
      await delay(1_000);
      return load.ledger.acknowledged.slice(before).filter((one) => one.begunAt > from).length;
    } finally {
      await client.query('grant insert on audit.event to plumbline_owner');
    }
  });
}

/** A schedule in which each kind comes equally often, in an order drawn from the seed. */
export function schedule(random: Random, kinds: readonly FaultKind[], cycles: number): FaultKind[] {
  const made: FaultKind[] = [];
  while (made.length < cycles) made.push(...random.shuffled(kinds));
  return made.slice(0, cycles);
}
