/** A write a client got a 2xx answer for: what must be there whatever was killed. */
export interface Acknowledged {
  readonly kind: 'create' | 'update' | 'transition' | 'approve';
  readonly id: string;
  readonly number: string | null;
  /** Version the answer carried. */
  readonly version: number;
  /** What tells this write from all others: the title or remark written, or the state reached. */
  readonly marker: string;
  /** When the client first sent it, on this process's monotonic clock in milliseconds. */
  readonly begunAt: number;
}

/** What all clients together know. */
export interface Ledger {
  readonly acknowledged: Acknowledged[];
  /** Requests that ended without an answer, or with a 5xx. */
  unanswered: number;
  /** Creates and transitions that were sent again under their key until they were answered. */
  retried: number;
  /** Updates whose outcome was never answered. */
  doubtful: number;
  /** Reads that did not find a record whose creation had been acknowledged. */
  vanished: number;
  signIns: number;
  readonly statuses: Map<string, number>;
}

export const newLedger = (): Ledger => ({
  acknowledged: [],
  unanswered: 0,
  retried: 0,
  doubtful: 0,
  vanished: 0,
  signIns: 0,
  statuses: new Map(),
});

export function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
