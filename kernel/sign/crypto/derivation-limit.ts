import { SignCryptoError } from './errors.ts';

/** Bounds on password derivations in this process. */
export interface DerivationLimit {
  /** derivations running at the same time */
  readonly concurrent: number;
  /** derivations waiting for their turn before new ones are refused */
  readonly waiting: number;
}

// One derivation takes 64 MiB and one core for about a tenth of a second, on the thread pool that file reads share. Two at a
// time keep the rest of the server responsive; a queue longer than this would outlive its requests.
const DEFAULT_LIMIT: DerivationLimit = { concurrent: 2, waiting: 256 };

let limit = DEFAULT_LIMIT;
let running = 0;
const queue: Array<() => void> = [];

/** Replaces the bounds, for a machine with more memory and cores. Affects derivations that start afterwards. */
export function limitDerivations(next: Partial<DerivationLimit>): void {
  limit = { ...DEFAULT_LIMIT, ...next };
}

/**
 * Runs one password derivation when its turn comes, first come first served.
 *
 * @throws SignCryptoError `DERIVATION_OVERLOAD` when too many already wait (answer 503)
 */
export async function derivation<T>(work: () => Promise<T>): Promise<T> {
  if (running >= limit.concurrent) {
    if (queue.length >= limit.waiting) throw new SignCryptoError('DERIVATION_OVERLOAD', 'too many password checks are waiting');
    // The finished derivation hands its place over, so `running` is not counted twice.
    await new Promise<void>((resolve) => queue.push(resolve));
  } else {
    running++;
  }
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next) next();
    else running--;
  }
}
