import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { dispatchOutbox } from '#kernel/events';
import type { Kernel } from '#kernel/records';
import { pumps } from './pumps.ts';
import { runNext } from './run.ts';
import { watchSilence } from './silence.ts';
import { tick } from './tick.ts';

export interface WorkerOptions {
  /** Pause between rounds that found nothing to do, in milliseconds; default one second. */
  readonly intervalMs?: number;
  /** Told about everything that failed; the worker itself goes on. */
  readonly onError?: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}
export interface Worker {
  readonly id: string;
  /** Takes no new work, lets the current item end and signs off. */
  stop(): Promise<void>;
}

const BEAT_MILLIS = 15_000;
const MINUTE_MILLIS = 60_000;

/** Starts a worker: schedules, queue, outbox and the registered continuous work. Any number may run against one database. */
export function startWorker(kernel: Kernel, options: WorkerOptions = {}): Worker {
  const id = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const pause = options.intervalMs ?? 1000;
  let stopping = false;
  let wake: () => void = () => undefined;
  const attempt = async (what: string, work: () => Promise<number>): Promise<number> => {
    try {
      return stopping ? 0 : await work();
    } catch (error) {
      options.onError?.(error, { worker: id, what });
      return 0;
    }
  };
  const beat = (stopped: boolean) => kernel.database.pool.query('select jobs.beat_worker($1, $2)', [id, stopped]);
  // Beside the rounds: a long item must not make a living worker look silent.
  const heart = setInterval(
    () => void beat(false).catch((error: unknown) => options.onError?.(error, { worker: id, what: 'heartbeat' })),
    BEAT_MILLIS,
  );

  const round = async (state: { ticked: number }): Promise<number> => {
    if (performance.now() - state.ticked >= MINUTE_MILLIS) {
      state.ticked = performance.now();
      await attempt('tick', () => tick(kernel));
      await attempt('watch', () => watchSilence(kernel));
    }
    let moved = await attempt('outbox', async () => {
      const { relayed, done } = await dispatchOutbox(kernel, {
        limit: 200,
        onError: (error, about) => options.onError?.(error, about),
      });
      return relayed + done;
    });
    moved += await attempt('queue', async () =>
      (await runNext(kernel, {
        worker: id,
        isEnding: () => stopping,
        onError: (error, about) => options.onError?.(error, about),
      }))
        ? 1
        : 0,
    );
    for (const [name, pump] of pumps) moved += await attempt(name, () => pump(kernel));
    return moved;
  };
  const loop = async () => {
    await attempt('heartbeat', async () => {
      await beat(false);
      return 0;
    });
    const state = { ticked: Number.NEGATIVE_INFINITY };
    while (!stopping) {
      if ((await round(state)) > 0 || stopping) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = loop();
  return {
    id,
    async stop() {
      stopping = true;
      wake();
      await running;
      clearInterval(heart);
      await beat(true).catch((error: unknown) => options.onError?.(error, { worker: id, what: 'sign-off' }));
    },
  };
}
