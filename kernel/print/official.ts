import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import { decodeText, extensionOf } from '../files/content/index.ts';
import { ConversionFailed, convertToPdf } from './convert.ts';
import { annotateDocx } from './docx.ts';
import type { DocumentMetadata, Evidence, PrintedCheckpoint, PrintedSignature } from './pdf/evidence.ts';
import { metadataFacts } from './pdf/evidence-blocks.ts';
import { coverSheet, downloadFoot, type EmbeddedFile, metadataPage, signaturePage } from './pdf/evidence-pages.ts';
import { appendPages, PdfRefused, pdfInfo } from './pdf/pages.ts';
import { PictureRefused, picturePdf, textPdf } from './pdf/plain.ts';
import { type SealOptions, sealPdf } from './pdf/seal.ts';
import { type Stamp, stampPdf, type Watermark } from './pdf/stamp.ts';
import { fileDate } from './pdf/times.ts';

export type OfficialInput = {
  readonly original: EmbeddedFile;
  /** Values of the placeholders of a Word file. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly metadata: DocumentMetadata;
  readonly signatures: readonly PrintedSignature[];
  readonly checkpoint?: PrintedCheckpoint;
  /** What the signatures cover; the SHA-256 of the original unless given. */
  readonly contentHash?: string;
  /** Number, title, version, status and effective date unless given. */
  readonly header?: Stamp['header'];
  /** Download date and user unless given. */
  readonly footer?: Stamp['footer'];
  readonly watermark?: Watermark;
  readonly seal: SealOptions;
  readonly convertTimeoutMs?: number;
};

export type OfficialPdf = {
  readonly pdf: Uint8Array;
  /** Of the sealed file, hexadecimal. */
  readonly sha256: string;
  /** Placeholders of a Word file that had no value and stand in the copy as they are. */
  readonly unknownTokens: readonly string[];
  /** `cover`: the original could not be given pages and is attached to a cover sheet. */
  readonly form: 'converted' | 'cover';
  /** Why it is a cover: a rule id. */
  readonly coverReason?: string;
};

/** The body of an official copy, or the rule why there is none. */
type Body =
  | {
      readonly pdf: Uint8Array;
      readonly place: 'inside' | 'outside';
      readonly pages: 'signature' | 'metadata';
      readonly unknownTokens: readonly string[];
    }
  | { readonly coverReason: string; readonly unknownTokens: readonly string[] };

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function wholePdf(bytes: Uint8Array): Promise<Body> {
  const info = await pdfInfo(bytes);
  if (info.encrypted) return { coverReason: 'print.pdf.encrypted', unknownTokens: [] };
  // Stamping rewrites the file and would break the signature somebody put there.
  if (info.signed) return { coverReason: 'print.pdf.signed', unknownTokens: [] };
  return { pdf: bytes, place: 'outside', pages: 'metadata', unknownTokens: [] };
}

async function bodyOf(input: OfficialInput): Promise<Body> {
  const { original } = input;
  const extension = extensionOf(original.fileName);
  const at = fileDate(input.metadata.downloadedAt);
  const limit = input.convertTimeoutMs === undefined ? {} : { timeoutMs: input.convertTimeoutMs };
  const own = { place: 'inside', pages: 'metadata', unknownTokens: [] } as const;
  if (extension === 'pdf') return wholePdf(original.bytes);
  if (extension === 'txt') return { ...own, pdf: await textPdf(decodeText(original.bytes), input.metadata.title, at) };
  if (['png', 'jpg', 'jpeg'].includes(extension))
    return { ...own, pdf: await picturePdf(original.bytes, input.metadata.title, at) };
  if (extension !== 'docx') return { ...own, pdf: await convertToPdf(original.bytes, extension, limit) };
  const annotated = annotateDocx(original.bytes, input.tokens);
  const pdf = await convertToPdf(annotated.bytes, extension, limit);
  return { pdf, place: 'inside', pages: 'signature', unknownTokens: annotated.unknownTokens };
}

async function bodyOrReason(input: OfficialInput): Promise<Body> {
  try {
    return await bodyOf(input);
  } catch (error) {
    if (!(error instanceof ConversionFailed || error instanceof PdfRefused || error instanceof PictureRefused)) throw error;
    return { coverReason: error.rule, unknownTokens: [] };
  }
}

function headerOf({ number, title, version, status, effectiveDate }: DocumentMetadata): Stamp['header'] {
  const effective = effectiveDate === '' ? '' : ` · effective ${effectiveDate}`;
  return { left: `${number}  ${title}`, right: `Version ${version} · ${status.toUpperCase()}${effective}` };
}

async function assembled(
  body: Exclude<Body, { coverReason: string }>,
  evidence: Evidence,
  input: OfficialInput,
): Promise<Uint8Array> {
  const foot = input.footer?.left ?? downloadFoot(evidence);
  const { pages } = await pdfInfo(body.pdf);
  const build = body.pages === 'signature' ? signaturePage : metadataPage;
  const appendix = await build(evidence, { firstPage: pages + 1, foot });
  const watermark = input.watermark === undefined ? {} : { watermark: input.watermark };
  const header = input.header ?? headerOf(input.metadata);
  const stamped = await stampPdf(body.pdf, {
    ...(header === undefined ? {} : { header }),
    footer: { left: foot },
    ...watermark,
    place: body.place,
    totalPages: pages + (await pdfInfo(appendix)).pages,
  });
  return appendPages(stamped, input.watermark === undefined ? appendix : await stampPdf(appendix, watermark));
}

/**
 * The official copy of a document (EDMS-23): a Word file with its placeholders filled and converted, a PDF, picture, text or
 * other office file as pages; number, version, status, effective date, page n of m, download date and user on every page; then
 * signatures with printed name, date, time and zone and meaning, content hash and log checkpoint; sealed (PAdES). What cannot be
 * given pages, or may not be rewritten, is attached to a cover sheet byte for byte.
 * @throws SealFailed; UploadRefused or XmlRefused for a Word file that is unsafe or damaged
 */
export async function officialPdf(input: OfficialInput): Promise<OfficialPdf> {
  const { metadata, signatures, checkpoint, original } = input;
  const contentHash = input.contentHash ?? sha256(original.bytes);
  const evidence: Evidence = { metadata, signatures, contentHash, ...(checkpoint === undefined ? {} : { checkpoint }) };
  const body = await bodyOrReason(input);
  let pages: Uint8Array;
  if ('coverReason' in body) {
    const cover = await coverSheet({ ...evidence, original });
    pages = input.watermark === undefined ? cover : await stampPdf(cover, { watermark: input.watermark });
  } else {
    pages = await assembled(body, evidence, input);
  }
  const pdf = await sealPdf(pages, input.seal);
  return {
    pdf,
    sha256: sha256(pdf),
    unknownTokens: body.unknownTokens,
    ...('coverReason' in body ? { form: 'cover', coverReason: body.coverReason } : { form: 'converted' }),
  };
}

function metadataText(evidence: Evidence): string {
  const facts = metadataFacts(evidence.metadata).map((fact) => `${fact.label}: ${fact.value.replaceAll('\n', '\r\n  ')}`);
  const revisions = evidence.metadata.revisionHistory.map((revision) =>
    [revision.version, revision.effectiveDate, revision.author, revision.reviewer, revision.approver, revision.reason].join(
      ' | ',
    ),
  );
  const history = revisions.length === 0 ? ['  No version has been published yet.'] : revisions.map((line) => `  ${line}`);
  return [...facts, 'Revision history:', ...history, '', `SHA-256 of the file: ${evidence.contentHash}`, ''].join('\r\n');
}

/** A name that stays in the folder the archive is unpacked to. */
function entryName(fileName: string): string {
  const name = (fileName.split(/[/\\]/).at(-1) ?? '').replace(/[\p{Cc}:*?"<>|]/gu, '_').trim();
  return name === '' || /^\.+$/.test(name) || name === 'metadata.txt' ? `original-${name}` : name;
}

/**
 * The annotated download of a file that is not a Word file (EDMS-22): a zip with the original, byte for byte, and
 * `metadata.txt` with the 14 metadata items.
 */
export function annotatedBundle(input: {
  readonly original: Pick<EmbeddedFile, 'fileName' | 'bytes'>;
  readonly metadata: DocumentMetadata;
}): Uint8Array {
  const { original, metadata } = input;
  const text = metadataText({ metadata, signatures: [], contentHash: sha256(original.bytes) });
  const mtime = fileDate(metadata.downloadedAt);
  return zipSync(
    // Stored, not packed: the bytes of the original stand in the archive as they are.
    {
      [entryName(original.fileName)]: [original.bytes, { level: 0 }],
      'metadata.txt': [new TextEncoder().encode(text), { level: 6 }],
    },
    { mtime },
  );
}
