import { sql } from '#kernel/db';
import type { Tx } from '#kernel/records';
import { boundsOf } from './explorer.ts';
import { faultText } from './runtime.ts';
import type { VerifyResult } from './verify/verify.ts';

export interface ComplianceReport {
  readonly from: string;
  readonly to: string;
  readonly total: number;
  readonly byAction: readonly { readonly action: string; readonly count: number }[];
  readonly byUser: readonly { readonly id: string; readonly name: string; readonly count: number }[];
  /** Days in UTC, those without an entry left out. */
  readonly byDay: readonly { readonly day: string; readonly count: number }[];
  readonly integrity: Integrity;
}
/** What the last verification of the whole trail said (AT-14). */
export interface Integrity {
  readonly result: 'COMPLIANT' | 'NON_COMPLIANT';
  /** Null when the trail was never verified, which is no compliance either. */
  readonly verifiedAt: string | null;
  /** Part of the events without a fault, in percent, rounded down to two decimals. */
  readonly intactPercent: number;
  readonly events: number;
  readonly faults: number;
  /** The first faults in words. */
  readonly findings: readonly string[];
}

interface Line extends Readonly<Record<string, unknown>> {
  readonly day: string;
  readonly action: string;
  readonly actor_id: string;
  readonly actor_name: string | null;
  readonly count: number;
}

/** Activity between two times and the integrity of the trail (AT-14). Without bounds: the 30 days before now. */
export async function complianceReport(
  tx: Tx,
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<ComplianceReport> {
  const given = boundsOf(tx, query);
  const [bounds] = await tx.query<{ from: string; to: string }>(
    sql`select coalesce(${given.from}::timestamptz, coalesce(${given.to}::timestamptz, kernel.now()) - interval '30 days') as from, coalesce(${given.to}::timestamptz, kernel.now()) as to`,
  );
  const { from = tx.now, to = tx.now } = bounds ?? {};
  const lines = await tx.query<Line>(
    sql`select day, action, actor_id, actor_name, count from audit.summary(${from}::timestamptz, ${to}::timestamptz)`,
  );
  const sum = (key: (line: Line) => string) => {
    const out = new Map<string, number>();
    for (const line of lines) out.set(key(line), (out.get(key(line)) ?? 0) + line.count);
    return [...out];
  };
  const person = new Map(lines.map((line) => [line.actor_id, line.actor_name ?? '']));
  const most = (a: { readonly count: number }, b: { readonly count: number }) => b.count - a.count;
  return {
    from,
    to,
    total: lines.reduce((n, line) => n + line.count, 0),
    byAction: sum((l) => l.action)
      .map(([action, count]) => ({ action, count }))
      .sort(most),
    byUser: sum((l) => l.actor_id)
      .map(([id, count]) => ({ id, name: person.get(id) ?? '', count }))
      .sort(most),
    byDay: sum((l) => l.day)
      .map(([day, count]) => ({ day, count }))
      .sort((a, b) => a.day.localeCompare(b.day)),
    integrity: integrityOf(await lastVerification(tx)),
  };
}

export async function lastVerification(tx: Tx): Promise<VerifyResult | undefined> {
  const [row] = await tx.query<{ result: VerifyResult }>(sql`select result from audit.verification_result()`);
  return row?.result;
}

function integrityOf(result: VerifyResult | undefined): Integrity {
  if (result === undefined)
    return {
      result: 'NON_COMPLIANT',
      verifiedAt: null,
      intactPercent: 0,
      events: 0,
      faults: 0,
      findings: ['the audit trail was never verified'],
    };
  const faults = Object.values(result.counts).reduce((n, count) => n + count, 0);
  const { events } = result.checked;
  const intact = events === 0 ? (result.ok ? 1 : 0) : Math.max(0, events - faults) / events;
  return {
    result: result.ok ? 'COMPLIANT' : 'NON_COMPLIANT',
    verifiedAt: result.at,
    intactPercent: Math.floor(intact * 10_000) / 100,
    events,
    faults,
    findings: result.faults.slice(0, 20).map(faultText),
  };
}
