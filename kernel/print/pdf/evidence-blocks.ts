import type { DocumentMetadata, PrintedCheckpoint, PrintedRevision, PrintedSignature } from './evidence.ts';
import type { Fact, Sheet } from './sheet.ts';
import { SheetTable } from './sheet-table.ts';
import { printedLocal, printedUtc } from './times.ts';
import { quiet } from './typeset.ts';

/** A hash in groups of eight, four groups a line, as people compare them: by eye, on paper. */
export function groupedHash(hash: string): string {
  const groups = hash.match(/.{1,8}/g) ?? [];
  const lines: string[] = [];
  for (let at = 0; at < groups.length; at += 4) lines.push(groups.slice(at, at + 4).join(' '));
  return lines.join('\n');
}

/** Where the document came from, and for a scanned copy who verified it (EDMS-33). */
export function sourceFact({ source, sourceStatement }: DocumentMetadata): Fact {
  return { label: 'Source', value: sourceStatement === undefined ? source : `${source}\n${sourceStatement}` };
}

/** The first thirteen of the 14 metadata items, in their order; the fourteenth is the revision history. */
export function metadataFacts(metadata: DocumentMetadata): readonly Fact[] {
  return [
    { label: 'Number', value: metadata.number },
    { label: 'Version', value: metadata.version },
    { label: 'Title', value: metadata.title },
    { label: 'Type', value: metadata.type },
    sourceFact(metadata),
    { label: 'Dependencies', value: metadata.dependencies.join('\n') || 'None' },
    { label: 'Author', value: metadata.author },
    { label: 'Reviewer', value: metadata.reviewer },
    { label: 'Approver', value: metadata.approver },
    { label: 'Approval date', value: metadata.approvalDate },
    { label: 'Effective date', value: metadata.effectiveDate },
    { label: 'Status', value: metadata.status },
    { label: 'Download date', value: `${printedUtc(metadata.downloadedAt)}, ${metadata.downloadedBy}` },
  ];
}

export function revisionHistory(sheet: Sheet, revisions: readonly PrintedRevision[]): void {
  sheet.section('Revision history');
  if (revisions.length === 0) {
    sheet.paragraph('No version has been published yet.', { color: quiet });
    return;
  }
  const table = new SheetTable(sheet, [
    { title: 'Version', share: 7 },
    { title: 'Effective', share: 10 },
    { title: 'Author', share: 15 },
    { title: 'Reviewer', share: 15 },
    { title: 'Approver', share: 15 },
    { title: 'Reason', share: 30 },
  ]);
  for (const revision of revisions) {
    table.row([revision.version, revision.effectiveDate, revision.author, revision.reviewer, revision.approver, revision.reason]);
  }
}

const lines = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('\n');

/** Signatures in the order they were given (21 CFR 11.50). */
export function signatureBlock(sheet: Sheet, signatures: readonly PrintedSignature[]): void {
  if (signatures.length === 0) {
    sheet.paragraph('Not signed.', { color: quiet });
    return;
  }
  const table = new SheetTable(sheet, [
    { title: 'Printed name', share: 25 },
    { title: 'Meaning', share: 17 },
    { title: 'Date and time', share: 34 },
    { title: 'Reason', share: 34 },
  ]);
  for (const signature of signatures) {
    table.row([
      lines(signature.printedName, signature.role),
      lines(signature.meaning, signature.method),
      lines(printedUtc(signature.at), ...(signature.zone === undefined ? [] : printedLocal(signature.at, signature.zone))),
      signature.reason ?? '',
    ]);
  }
}

/** What lets a reader check the copy: hash of the content and the log it is part of. */
export function proofBlock(sheet: Sheet, contentHash: string, checkpoint: PrintedCheckpoint | undefined): void {
  sheet.section('Proof');
  sheet.facts([
    { label: 'Content hash, SHA-256', value: groupedHash(contentHash), face: 'mono' },
    ...(checkpoint === undefined
      ? [{ label: 'Audit log', value: 'No checkpoint was available when this copy was made.' }]
      : [
          { label: 'Audit log', value: `${checkpoint.origin}, ${checkpoint.size} entries at ${printedUtc(checkpoint.at)}` },
          { label: 'Log root hash', value: groupedHash(checkpoint.rootHash), face: 'mono' as const },
        ]),
  ]);
}
