import type { PrintedCheckpoint, PrintedSignature } from './pdf/evidence.ts';
import { proofBlock, signatureBlock } from './pdf/evidence-blocks.ts';
import { Sheet } from './pdf/sheet.ts';
import { type SheetColumn, SheetTable } from './pdf/sheet-table.ts';
import { fileDate, printedUtc } from './pdf/times.ts';
import { quiet } from './pdf/typeset.ts';

/** A table of a record (lines, results, checklist answers); cells as they are shown. */
export type PrintedTable = {
  readonly title: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly string[])[];
};

/** One line of a record's history. */
export type PrintedEvent = {
  /** ISO 8601 instant. */
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly reason?: string;
};

export type RecordPrint = {
  readonly number: string;
  readonly title: string;
  readonly version: string;
  /** State in words; printed in capitals, no colour carries meaning. */
  readonly state: string;
  readonly sections: readonly {
    readonly title: string;
    readonly rows: readonly { readonly label: string; readonly value: string }[];
  }[];
  readonly tables?: readonly PrintedTable[];
  readonly history?: readonly PrintedEvent[];
  readonly signatures: readonly PrintedSignature[];
  /** SHA-256 of the record's content, hexadecimal. */
  readonly contentHash: string;
  readonly checkpoint?: PrintedCheckpoint;
  readonly printedBy: string;
  /** ISO 8601 instant. */
  readonly printedAt: string;
  /** Number of a controlled copy. */
  readonly copyNumber?: string;
  readonly size?: 'A4' | 'LETTER';
};

function openSheet(record: RecordPrint): Sheet {
  const copy = record.copyNumber === undefined ? '' : ` · Copy ${record.copyNumber}`;
  return new Sheet({
    title: `${record.number} ${record.title}`,
    size: record.size ?? 'A4',
    head: {
      left: record.number,
      leftDetail: record.title,
      right: `Version ${record.version} · ${record.state.toUpperCase()}`,
      rightDetail: `Printed ${printedUtc(record.printedAt)} by ${record.printedBy}${copy}`,
    },
    foot: (page, pages) => ({
      left: `Content ${record.contentHash.slice(0, 16)} · Valid only if version and content agree with the record at the time of use`,
      right: `Page ${page} of ${pages}`,
    }),
    at: fileDate(record.printedAt),
  });
}

function printTable(sheet: Sheet, table: PrintedTable): void {
  sheet.section(table.title);
  if (table.rows.length === 0) {
    sheet.paragraph('No entries.', { color: quiet });
    return;
  }
  const rows = new SheetTable(sheet, table.columns);
  for (const row of table.rows) rows.row(row);
}

function printHistory(sheet: Sheet, history: readonly PrintedEvent[]): void {
  sheet.section('History');
  const rows = new SheetTable(sheet, [
    { title: 'Date and time', share: 24 },
    { title: 'Person', share: 22 },
    { title: 'What', share: 34 },
    { title: 'Reason', share: 28 },
  ]);
  for (const event of history) rows.row([printedUtc(event.at), event.who, event.what, event.reason ?? '']);
}

/**
 * A record as it is printed: head with number, title, version, state, who printed it and when, and the copy number; fields,
 * tables and history; signatures with meaning and time; content hash and log checkpoint; foot with the page, the first
 * sixteen digits of the hash and what makes the copy valid. Black on white; a photocopy says the same.
 */
export function recordPdf(record: RecordPrint): Promise<Uint8Array> {
  const sheet = openSheet(record);
  sheet.title(record.title);
  for (const section of record.sections) {
    sheet.section(section.title);
    sheet.facts(section.rows);
  }
  for (const table of record.tables ?? []) printTable(sheet, table);
  if (record.history !== undefined && record.history.length > 0) printHistory(sheet, record.history);
  sheet.section('Signatures');
  signatureBlock(sheet, record.signatures);
  proofBlock(sheet, record.contentHash, record.checkpoint);
  return sheet.finish();
}
