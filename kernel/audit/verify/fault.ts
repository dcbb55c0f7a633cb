/** What can be wrong with the trail. Each kind names what was found, not who did it. */
export type FaultKind =
  // The log: events against sealed leaves, batches, checkpoints and the published copy.
  | 'event-altered'
  | 'event-missing'
  | 'event-forged'
  | 'event-moved'
  | 'column-differs'
  | 'batch-altered'
  | 'batch-missing'
  | 'root-differs'
  | 'note-invalid'
  | 'checkpoint-missing'
  | 'checkpoint-unknown'
  | 'cursor-differs'
  | 'log-truncated'
  | 'log-forked'
  | 'published-missing'
  | 'tile-differs'
  // Records: chain of each record, its live row and its history against its events.
  | 'chain-broken'
  | 'version-gap'
  | 'head-differs'
  | 'row-differs'
  | 'row-missing'
  | 'row-unknown'
  | 'history-differs'
  | 'history-missing'
  | 'history-unknown'
  | 'file-missing'
  | 'file-altered'
  // What keeps all of it from changing.
  | 'table-missing'
  | 'table-unreadable'
  | 'trigger-missing'
  | 'trigger-changed'
  | 'function-changed';

/** One fault, as far as it can be named. `index` is the entry number (leaf) in the epoch's log. */
export interface Fault {
  readonly kind: FaultKind;
  readonly epoch: number | null;
  readonly index?: number;
  readonly ord?: number;
  readonly orgId?: string;
  readonly entity?: string;
  readonly recordId?: string;
  readonly number?: string;
  readonly version?: number;
  readonly field?: string;
  readonly detail: string;
}

/** Most faults kept of one kind: thousands of the same kind say no more than the first hundred and their number. */
const KEPT = 100;

/** Collects faults in the order they are found. */
export class FaultList {
  readonly kept: Fault[] = [];
  readonly counts = new Map<FaultKind, number>();

  add(fault: Fault): void {
    const count = (this.counts.get(fault.kind) ?? 0) + 1;
    this.counts.set(fault.kind, count);
    if (count <= KEPT) this.kept.push(fault);
  }
  get total(): number {
    return [...this.counts.values()].reduce((sum, n) => sum + n, 0);
  }
}

/** What was looked at. */
export interface Checked {
  epochs: number;
  events: number;
  /** Events not sealed yet: committed within the last moments, or while no sealer runs. */
  unsealed: number;
  batches: number;
  checkpoints: number;
  /** Leaves of the published copy that were compared. */
  published: number;
  tables: number;
  rows: number;
  historyRows: number;
  triggers: number;
  functions: number;
  files: number;
}
export const nothingChecked = (): Checked => ({
  epochs: 0,
  events: 0,
  unsealed: 0,
  batches: 0,
  checkpoints: 0,
  published: 0,
  tables: 0,
  rows: 0,
  historyRows: 0,
  triggers: 0,
  functions: 0,
  files: 0,
});
