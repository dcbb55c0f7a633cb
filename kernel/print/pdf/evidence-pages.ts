import { PDF } from '@libpdf/core';
import type { Evidence } from './evidence.ts';
import { metadataFacts, proofBlock, revisionHistory, signatureBlock, sourceFact } from './evidence-blocks.ts';
import { Sheet } from './sheet.ts';
import { fileDate, printedUtc } from './times.ts';

/** Where the pages stand in a longer document: number of the first, and the left end of the foot. */
export type EvidencePlace = { readonly firstPage?: number; readonly foot?: string };

function sheetFor(evidence: Evidence, place: EvidencePlace): Sheet {
  const { metadata } = evidence;
  const before = (place.firstPage ?? 1) - 1;
  return new Sheet({
    title: `${metadata.number} ${metadata.title}`,
    head: {
      left: metadata.number,
      leftDetail: metadata.title,
      right: `Version ${metadata.version} · ${metadata.status.toUpperCase()}`,
      rightDetail: metadata.effectiveDate === '' ? '' : `Effective ${metadata.effectiveDate}`,
    },
    foot: (page, pages) => ({
      left: place.foot ?? downloadFoot(evidence),
      right: `Page ${before + page} of ${before + pages}`,
    }),
    at: fileDate(metadata.downloadedAt),
  });
}

/** Foot of a downloaded copy: when and by whom. */
export function downloadFoot({ metadata }: Pick<Evidence, 'metadata'>): string {
  return `Downloaded ${printedUtc(metadata.downloadedAt)} by ${metadata.downloadedBy}`;
}

/** A4 page (more when needed) with every signature, the content hash and the log checkpoint. */
export function signaturePage(evidence: Evidence, place: EvidencePlace = {}): Promise<Uint8Array> {
  const sheet = sheetFor(evidence, place);
  sheet.title('Signatures');
  sheet.facts([sourceFact(evidence.metadata)]);
  sheet.space(10);
  signatureBlock(sheet, evidence.signatures);
  proofBlock(sheet, evidence.contentHash, evidence.checkpoint);
  return sheet.finish();
}

/** A4 pages with the 14 metadata items, then signatures and proof. */
export function metadataPage(evidence: Evidence, place: EvidencePlace = {}): Promise<Uint8Array> {
  const sheet = sheetFor(evidence, place);
  sheet.title('Document record');
  sheet.facts(metadataFacts(evidence.metadata));
  revisionHistory(sheet, evidence.metadata.revisionHistory);
  sheet.section('Signatures');
  signatureBlock(sheet, evidence.signatures);
  proofBlock(sheet, evidence.contentHash, evidence.checkpoint);
  return sheet.finish();
}

/** A file that travels inside a PDF, byte for byte. */
export type EmbeddedFile = { readonly fileName: string; readonly bytes: Uint8Array; readonly mime: string };

const KB = 1024;
function printedSize(bytes: number): string {
  const whole = `${bytes.toLocaleString('en-US')} bytes`;
  return bytes < KB
    ? whole
    : `${bytes < KB * KB ? `${(bytes / KB).toFixed(1)} KB` : `${(bytes / KB / KB).toFixed(1)} MB`} (${whole})`;
}

/**
 * A cover for a file that has no pages of its own or may not be rewritten (encrypted, signed, not convertible): metadata,
 * signatures and proof, with the untouched original attached.
 */
export async function coverSheet(cover: Evidence & { readonly original: EmbeddedFile }): Promise<Uint8Array> {
  const { original, metadata } = cover;
  const sheet = sheetFor(cover, {});
  sheet.title(metadata.title);
  sheet.paragraph(
    'This is the cover of a controlled document. The document itself is the file named below; it is attached to this PDF unchanged. Open it from the attachments of your PDF reader.',
  );
  sheet.section('Attached file');
  sheet.facts([
    { label: 'File name', value: original.fileName },
    { label: 'Type', value: original.mime },
    { label: 'Size', value: printedSize(original.bytes.byteLength) },
  ]);
  sheet.section('Document record');
  sheet.facts(metadataFacts(metadata));
  revisionHistory(sheet, metadata.revisionHistory);
  sheet.section('Signatures');
  signatureBlock(sheet, cover.signatures);
  proofBlock(sheet, cover.contentHash, cover.checkpoint);
  const pdf = await PDF.load(await sheet.finish());
  const at = fileDate(metadata.downloadedAt);
  pdf.addAttachment(original.fileName, original.bytes, {
    mimeType: original.mime,
    description: `${metadata.number} version ${metadata.version}`,
    createdAt: at,
    modifiedAt: at,
  });
  return pdf.save();
}
