import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { NodeMessage, NodeOptions } from './node-options.ts';

/** An application process that can be killed and started again on the same port. */
export interface AppNode {
  readonly name: string;
  readonly port: number;
  /** False after a kill or when it ended by itself. */
  readonly isRunning: boolean;
  /** Starts it; resolves when it answers and its database does too. */
  start(): Promise<void>;
  /** Resolves when `/health` says up. */
  answers(): Promise<void>;
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** What went wrong in the application processes without anybody asking for it. */
export interface Mishaps {
  /** A process ended that nobody had killed. */
  readonly exits: string[];
  /** Errors answered with 500, by message. */
  readonly defects: Map<string, number>;
}

/** Starting takes seconds; a machine with other work to do may need much longer. */
const PATIENCE_MILLIS = 180_000;

export function createNode(name: string, options: NodeOptions, mishaps: Mishaps): AppNode {
  let child: ChildProcess | undefined;
  let isExpected = false;
  let said = '';
  const isUp = async () => {
    const answer = await fetch(`http://127.0.0.1:${options.port}/health`, { signal: AbortSignal.timeout(5_000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return null;
    isExpected = true;
    const gone = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await gone)[0];
  };
  const node: AppNode = {
    name,
    port: options.port,
    get isRunning() {
      return child !== undefined && child.exitCode === null && child.signalCode === null;
    },
    async start() {
      isExpected = false;
      const started = fork(join(import.meta.dirname, 'node.ts'), {
        env: {
          ...process.env,
          FAULTS_NODE: JSON.stringify(options),
          NODE_COMPILE_CACHE: join(options.dataDir, '..', 'compiled'),
        },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      child = started;
      said = '';
      started.stderr?.on('data', (text: Buffer) => {
        said = `${said}${text}`.slice(-2_000);
      });
      started.on('message', ({ defect }: NodeMessage) => {
        mishaps.defects.set(defect, (mishaps.defects.get(defect) ?? 0) + 1);
      });
      started.on('exit', (code, signal) => {
        if (!isExpected) mishaps.exits.push(`${name} ended with ${signal ?? code}: ${said}`);
      });
      await node.answers();
    },
    async answers() {
      const deadline = performance.now() + PATIENCE_MILLIS;
      while (!(await isUp().catch(() => false))) {
        if (!node.isRunning) throw new Error(`${name} ended while it was waited for: ${mishaps.exits.at(-1) ?? ''}`);
        if (performance.now() > deadline) throw new Error(`${name} does not answer after ${PATIENCE_MILLIS} ms: ${said}`);
        await delay(20);
      }
    },
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
  return node;
}
