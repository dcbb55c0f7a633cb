/** One change of one field, or one act, as a row of the history. */
export interface HistoryRow {
  readonly key: string;
  /** ISO instant. */
  readonly at: string;
  readonly who: string;
  readonly personId: string;
  /** Key of the field, for the filter. */
  readonly fieldKey: string;
  readonly field: string;
  /** In words; null is "empty". */
  readonly from: string | null;
  readonly to: string | null;
  /** An act without values: its words stand alone. */
  readonly text?: string;
  readonly why: string | null;
  readonly seal: 'sealing' | 'sealed' | 'broken';
  /** Number in the sealed log. */
  readonly entry: number | null;
  readonly isSigned: boolean;
  /** What opens below the row. */
  readonly facts: readonly { readonly key: string; readonly label: string; readonly value: string; readonly isCode?: boolean }[];
}

export interface HistoryFilter {
  readonly field: string | null;
  readonly person: string | null;
  readonly isSignaturesOnly: boolean;
}

export const noFilter: HistoryFilter = { field: null, person: null, isSignaturesOnly: false };

/** Rows that a filter leaves. */
export function filterHistory(rows: readonly HistoryRow[], filter: HistoryFilter): readonly HistoryRow[] {
  return rows.filter(
    (row) =>
      (filter.field === null || row.fieldKey === filter.field) &&
      (filter.person === null || row.personId === filter.person) &&
      (!filter.isSignaturesOnly || row.isSigned),
  );
}

/** Rows in groups by the calendar day of the site, in the order given. */
export function groupByDay<R extends Pick<HistoryRow, 'at'>>(
  rows: readonly R[],
  dayOf: (at: string) => number,
): readonly { readonly day: number; readonly rows: readonly R[] }[] {
  const groups: { day: number; rows: R[] }[] = [];
  for (const row of rows) {
    const day = dayOf(row.at);
    const last = groups.at(-1);
    if (last?.day === day) last.rows.push(row);
    else groups.push({ day, rows: [row] });
  }
  return groups;
}
