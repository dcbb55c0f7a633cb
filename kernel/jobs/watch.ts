import { dispatchOutbox } from '#kernel/events';
import type { Kernel } from '#kernel/records';
import { pumps } from './pumps.ts';
import { watchSilence } from './silence.ts';

/**
 * Looks once for workers and runs that fell silent and, where there are any, tells people from here: the last worker cannot announce its own
 * silence (SCH-06). @returns how many silences were found.
 */
export async function watchOnce(kernel: Kernel): Promise<number> {
  const found = await watchSilence(kernel);
  if (found === 0) return 0;
  await dispatchOutbox(kernel);
  for (const pump of pumps.values()) await pump(kernel);
  return found;
}

export interface WatchOptions {
  /** Pause between looks, in milliseconds; default 30 seconds. */
  readonly intervalMs?: number;
  readonly onError?: (error: unknown) => void;
}

/** Keeps watch in a process that is no worker, such as an API node. @returns what ends it. */
export function startWatch(kernel: Kernel, options: WatchOptions = {}): () => void {
  const timer = setInterval(
    () => void watchOnce(kernel).catch((error: unknown) => options.onError?.(error)),
    options.intervalMs ?? 30_000,
  );
  timer.unref();
  return () => clearInterval(timer);
}
