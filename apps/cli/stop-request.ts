/** Signals within this time are one wish: the terminal sends Ctrl-C to us and to the launcher, which passes it on. */
const SAME_WISH_MS = 1_500;

/** Thrown out of a step when the person asked to stop before it was done. */
export class Stopped extends Error {}

/** Listens for SIGINT, SIGTERM and SIGHUP: the first asks for an orderly stop, a later one ends the process at once. */
export class StopRequest {
  /** Resolves when a stop is asked for. */
  readonly requested: Promise<void>;
  #at: number | undefined;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.requested = promise;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        const now = performance.now();
        if (this.#at === undefined) {
          this.#at = now;
          process.stderr.write('\nStopping; once more to end at once.\n');
          resolve();
        } else if (now - this.#at > SAME_WISH_MS) process.exit(130);
      });
    }
  }

  /** The result of a step of starting up, or Stopped as soon as a stop is asked for. */
  async during<T>(step: Promise<T>): Promise<T> {
    const stopped = this.requested.then(() => {
      throw new Stopped('stopped while starting');
    });
    return await Promise.race([step, stopped]);
  }
}
