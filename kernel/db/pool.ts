import pg from 'pg';

const { types } = pg;
/** `2026-11-20 18:20:00.1+00` → `2026-11-20T18:20:00.100000Z`: instants travel as text with all six digits, so that text order is time order. */
const toIso = (value: string) => {
  const [clock = '', fraction = ''] = value
    .replace(' ', 'T')
    .replace(/(\+00(:00)?|Z)$/, '')
    .split('.');
  return `${clock}.${fraction.padEnd(6, '0')}Z`;
};
types.setTypeParser(types.builtins.TIMESTAMPTZ, toIso);
types.setTypeParser(types.builtins.DATE, (v: string) => v);
types.setTypeParser(types.builtins.NUMERIC, (v: string) => v);
/** Counters and sizes stay below 2^53; a larger one is a defect worth a loud failure. */
types.setTypeParser(types.builtins.INT8, (v: string) => {
  const n = Number(v);
  if (!Number.isSafeInteger(n)) throw new Error(`integer ${v} is beyond 2^53`);
  return n;
});

export interface PoolOptions {
  readonly max?: number;
  readonly name?: string;
  /** Milliseconds; a silent network must not hang a request for ever. */
  readonly queryTimeout?: number;
}

/** A pool whose every client has time limits and speaks UTC. */
export function openPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 12,
    application_name: options.name ?? 'plumbline',
    connectionTimeoutMillis: 10_000,
    query_timeout: options.queryTimeout ?? 30_000,
    statement_timeout: options.queryTimeout ?? 30_000,
    idle_in_transaction_session_timeout: 15_000,
    options: '-c TimeZone=UTC -c transaction_timeout=60s',
  });
  // An idle client that loses its server is replaced on the next checkout; without a listener the process would end.
  pool.on('error', () => {});
  // The same for a client in use: whoever uses it learns of the loss by the query that fails.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
