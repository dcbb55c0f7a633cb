/** Settings of every embedded server: small memory, a log the archiver can use, commit times, everything in UTC. */
const DEFAULTS: Record<string, string> = {
  max_connections: '100',
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '512MB',
  max_wal_size: '1GB',
  wal_level: 'replica',
  wal_compression: 'on',
  track_commit_timestamp: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
  log_line_prefix: '%m [%p] %u@%d ',
  log_checkpoints: 'off',
};

/** For tests: nothing survives a power cut, everything is faster. */
const NOT_DURABLE: Record<string, string> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

/** The text of `plumbline.conf`, which the cluster's `postgresql.conf` includes; `ALTER SYSTEM` still wins over it. */
export function configuration(options: { durable: boolean; settings: Record<string, string> }): string {
  const all = { ...DEFAULTS, ...(options.durable ? {} : NOT_DURABLE), ...options.settings };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written at every start. Change settings with ALTER SYSTEM, which takes precedence.\n${lines.join('\n')}\n`;
}
