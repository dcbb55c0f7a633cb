import { sql } from '#kernel/db';
import { findRows, type Tx } from '#kernel/records';
import { instant, localTime } from '#kernel/values';
import { Placeholder } from '../records/catalogue.ts';
import type { Facts } from './metadata.ts';

/** Tokens whose value belongs to one copy and not to the document: a rendition that uses them is not kept. */
export const perCopy = ['DOWNLOAD_DATE', 'DOWNLOADED_BY'] as const;

const printedUtc = (at: string): string => {
  const { day, time } = localTime(instant(at), 'UTC');
  return `${day} ${time} UTC`;
};
const lines = (items: readonly string[]) => items.join('\n');

/** Values a placeholder can stand for, by source. Dates are `YYYY-MM-DD`, instants `YYYY-MM-DD HH:mm:ss UTC`, what is not there is empty. */
const values: Readonly<Record<string, Readonly<Record<string, (f: Facts) => string>>>> = {
  document: {
    number: (f) => f.metadata.number,
    title: (f) => f.metadata.title,
    type: (f) => f.metadata.type,
    nextReviewDate: (f) => f.nextReviewDate,
    revisionHistory: ({ metadata }) =>
      lines(
        metadata.revisionHistory.map((r) => [r.version, r.effectiveDate, r.author, r.reviewer, r.approver, r.reason].join(' | ')),
      ),
  },
  version: {
    label: (f) => f.metadata.version,
    status: (f) => f.metadata.status,
    source: (f) => f.metadata.source,
    author: (f) => f.metadata.author,
    reviewer: (f) => f.metadata.reviewer,
    approver: (f) => f.metadata.approver,
    approvedDate: (f) => f.metadata.approvalDate,
    effectiveDate: (f) => f.metadata.effectiveDate,
    dependencies: (f) => f.metadata.dependencies.join(', '),
    signatures: (f) => lines(f.signatures.map((s) => `${s.printedName}, ${printedUtc(s.at)}, ${s.meaning}`)),
  },
  user: { name: (f) => f.metadata.downloadedBy },
  organization: { name: (f) => f.organization },
  system: { now: (f) => printedUtc(f.metadata.downloadedAt) },
};

/** Values a source offers to placeholders. */
export const valueNames = (source: string): string[] => Object.keys(values[source] ?? {});

const formats: Readonly<Record<string, (value: string) => string>> = {
  upper: (v) => v.toUpperCase(),
  lower: (v) => v.toLowerCase(),
  date: (v) => v.slice(0, 10),
};

/** The value a definition stands for, formatted; undefined where the source has no such value. */
export function valueFor(
  facts: Facts,
  { dataSource, field, format }: { readonly dataSource: string; readonly field: string; readonly format: string | null },
): string | undefined {
  const value = values[dataSource]?.[field]?.(facts);
  return value === undefined || format === null ? value : (formats[format]?.(value) ?? value);
}

/** Tokens in use with their values for one copy. */
export async function tokensOf(tx: Tx, facts: Facts): Promise<Record<string, string>> {
  const rows = await findRows(tx, Placeholder, sql`t.state = 'ACTIVE'`, sql`order by t.token`);
  return Object.fromEntries(rows.map((row) => [row.token, valueFor(facts, row) ?? '']));
}
