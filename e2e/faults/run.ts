import { setTimeout as delay } from 'node:timers/promises';
import { type VerifyResult, verifyLog } from '#kernel/audit';
import { quietPort } from './database.ts';
import { examine, type Findings } from './examine.ts';
import { type FaultKind, type Injected, inject, schedule } from './faults.ts';
import type { Ledger } from './ledger.ts';
import { startLoad } from './load.ts';
import { type AppNode, createNode, type Mishaps } from './nodes.ts';
import { createRandom } from './random.ts';
import { openApplication, type Stage, setStage, withClient } from './stage.ts';

export interface RunOptions {
  readonly seed: number;
  readonly cycles: number;
  readonly clients: number;
  readonly kinds: readonly FaultKind[];
  /** Settings of PostgreSQL besides its own; a control makes it forget. */
  readonly settings: Readonly<Record<string, string>>;
  /** Done when nothing runs any more and before the examination; a control tampers here. */
  readonly before?: (stage: Stage) => Promise<void>;
  /** How long the sealer may take to catch up at the end, in milliseconds. */
  readonly sealPatience: number;
  readonly report: (progress: string) => void;
}
export interface Outcome {
  readonly injected: readonly Injected[];
  readonly ledger: Ledger;
  readonly mishaps: Mishaps;
  readonly findings: Findings;
  readonly verified: VerifyResult;
  /** Exit codes of the application processes after SIGTERM. */
  readonly exitCodes: readonly (number | null)[];
  /** False when the sealer did not catch up. */
  readonly isSealed: boolean;
  readonly seconds: number;
}

/** Runs the whole experiment: two application processes and clients on one database, faults, then the examination. */
export async function run(options: RunOptions): Promise<Outcome> {
  const started = performance.now();
  const stage = await setStage(options.clients, options.settings);
  const mishaps: Mishaps = { exits: [], defects: new Map() };
  const ports = [await quietPort(), await quietPort()];
  const nodes = ports.map((port, n) =>
    createNode(n === 0 ? 'node-a' : 'node-b', { urls: stage.urls, port, dataDir: stage.dataDir }, mishaps),
  );
  try {
    return await Promise.race([perform(options, { stage, nodes, mishaps, ports, started }), interrupted()]);
  } finally {
    await Promise.all(nodes.map((node) => node.kill()));
    await stage.database.remove();
  }
}

/** Rejects when somebody ends the run, so that what it started ends with it. */
function interrupted(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => reject(new Error(`ended by ${signal}`)));
  });
}

interface Parts {
  readonly stage: Stage;
  readonly nodes: readonly AppNode[];
  readonly mishaps: Mishaps;
  readonly ports: readonly number[];
  readonly started: number;
}
async function perform(options: RunOptions, { stage, nodes, mishaps, ports, started }: Parts): Promise<Outcome> {
  await Promise.all(nodes.map((node) => node.start()));
  const random = createRandom(options.seed);
  const load = startLoad({ ports, people: stage.people, seed: options.seed });
  const injected: Injected[] = [];
  for (const [n, kind] of schedule(random, options.kinds, options.cycles).entries()) {
    const done = await inject({ stage, nodes, load, mishaps, random }, kind);
    injected.push(done);
    options.report(
      `${n + 1}/${options.cycles} ${kind}: ${done.restartMs ?? '-'} ms, ${load.ledger.acknowledged.length} acknowledged`,
    );
  }
  await load.stop();
  const isSealed = await sealed(stage, options.sealPatience);
  const exitCodes = await Promise.all(nodes.map((node) => node.stop()));
  await options.before?.(stage);
  const verified = await verify(stage);
  const findings = await withClient(stage.adminUrl, (client) => examine(client, load.ledger));
  const seconds = Math.round((performance.now() - started) / 1000);
  return { injected, ledger: load.ledger, mishaps, findings, verified, exitCodes, isSealed, seconds };
}

/** Waits until every committed event is sealed. */
async function sealed(stage: Stage, patience: number): Promise<boolean> {
  const deadline = performance.now() + patience;
  return withClient(stage.adminUrl, async (client) => {
    while (performance.now() < deadline) {
      const { rows } = await client.query<{ pending: string }>('select pending::text as pending from audit.seal_status()');
      if (rows[0]?.pending === '0') return true;
      await delay(100);
    }
    return false;
  });
}

/** The product's own verification, files and published log included. */
async function verify(stage: Stage): Promise<VerifyResult> {
  const app = await openApplication(stage.urls, stage.dataDir);
  try {
    return await verifyLog({
      urls: stage.urls,
      dataDir: stage.dataDir,
      registry: app.kernel.registry,
      fileStore: app.services.store,
      keepResult: false,
    });
  } finally {
    await app.close();
  }
}
