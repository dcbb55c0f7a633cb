/** Attempts of one address: a bucket that refills steadily, kept in this process. */
export interface RateLimit {
  /** Attempts possible at once. */
  readonly limit: number;
  /** Takes one attempt. `retryAfter` is whole seconds until the next is free, 0 when this one was. */
  take(key: string): { readonly retryAfter: number; readonly remaining: number };
}

const MOST_KEYS = 10_000;

/**
 * Token bucket per key. An attacker with many addresses makes many buckets: the oldest untouched go first, so memory stays bounded.
 *
 * @param seconds monotonic clock in seconds; the process's own unless a test brings one
 */
export function createRateLimit(perSecond: number, burst: number, seconds = () => performance.now() / 1000): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    limit: burst,
    take(key) {
      const now = seconds();
      const old = buckets.get(key);
      const tokens = old ? Math.min(burst, old.tokens + (now - old.at) * perSecond) : burst;
      const taken = tokens >= 1;
      buckets.delete(key);
      buckets.set(key, { tokens: taken ? tokens - 1 : tokens, at: now });
      if (buckets.size > MOST_KEYS) for (const first of buckets.keys()) if (buckets.delete(first)) break;
      const retryAfter = taken ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond));
      return { retryAfter, remaining: Math.floor(taken ? tokens - 1 : 0) };
    },
  };
}
