import { type Kernel, systemActor } from '#kernel/records';

export interface AuditHealth {
  /** Unhealthy: the trail cannot be written, the last verification failed, or sealing stands still. Degraded: it is late. */
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly details: {
    /** False when a business write would fail for lack of its audit event (AT-05). */
    readonly writable: boolean;
    readonly epoch: number;
    readonly entries: number;
    readonly sealedAt: string | null;
    /** Events waiting to be sealed, and the age of the oldest in seconds. */
    readonly pending: number;
    readonly lagSeconds: number;
    readonly verification: { readonly at: string; readonly ok: boolean; readonly faults: number } | null;
  };
}

/** Sealing is one round every 200 ms: five seconds are an alarm, a minute is a standstill. */
const LATE_SECONDS = 5;
const STANDSTILL_SECONDS = 60;
const STALE_HOURS = 48;

interface Facts {
  readonly epoch: number;
  readonly size: number;
  readonly sealed_at: string | null;
  readonly pending: number;
  readonly lag: string | null;
  readonly verified_at: string | null;
  readonly ok: boolean | null;
  readonly stale: boolean | null;
  readonly faults: number | null;
}

/** State of the trail over the whole deployment: written, sealed, verified. Counts only, no content. */
export async function auditHealth(kernel: Kernel): Promise<AuditHealth> {
  const { rows } = await kernel.database.pool.query<Facts>(
    `select s.epoch, s.size, s.sealed_at, s.pending, extract(epoch from kernel.now() - s.oldest_pending) as lag,
       v.at as verified_at, v.ok, v.at < kernel.now() - make_interval(hours => $1) as stale,
       (select sum(n::int)::int from jsonb_each_text(v.result -> 'counts') c (kind, n)) as faults
     from audit.seal_status() s left join audit.verification_result() v on true`,
    [STALE_HOURS],
  );
  const [facts] = rows;
  const writable = await isWritable(kernel);
  const lag = Math.max(0, Math.round(Number(facts?.lag ?? 0) * 10) / 10);
  const bad = !writable || facts === undefined || facts.ok === false || lag > STANDSTILL_SECONDS;
  return {
    status: bad ? 'unhealthy' : lag > LATE_SECONDS || facts.stale === true ? 'degraded' : 'healthy',
    details: {
      writable,
      epoch: facts?.epoch ?? 0,
      entries: facts?.size ?? 0,
      sealedAt: facts?.sealed_at ?? null,
      pending: facts?.pending ?? 0,
      lagSeconds: lag,
      verification:
        facts?.verified_at == null ? null : { at: facts.verified_at, ok: facts.ok ?? false, faults: facts.faults ?? 0 },
    },
  };
}

/** Writes an event the way everything does and takes it back: the only way to know that the next one can be written. */
async function isWritable(kernel: Kernel): Promise<boolean> {
  const probe = systemActor('00000000-0000-7000-8000-000000000000', 'Health');
  const client = await kernel.database.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await client.query(`select set_config('app.org_id', $1, true), set_config('app.ctx', $2, true)`, [
      probe.orgId,
      JSON.stringify({ actor: probe.userId, name: probe.name, type: probe.type }),
    ]);
    await client.query(`select audit.append($1, 'HEALTH', 'audit', 'audit.event', null, null, null)`, [probe.orgId]);
    return true;
  } catch {
    return false;
  } finally {
    await client.query('rollback').catch((error: unknown) => {
      broken = error instanceof Error ? error : new Error(String(error));
    });
    client.release(broken);
  }
}
