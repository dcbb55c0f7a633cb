import { reportingDamage } from '#kernel/files';
import { PdfRefused, stampPdf } from '#kernel/print';
import { type Actor, type Kernel, type Tx, transact } from '#kernel/records';
import { refuse, rule } from '#kernel/schema';
import { edmsRules } from '../records/rules.ts';
import { Version } from '../records/version.ts';
import { bytesOf, type Copying, inSystem, originalOf, watermarkOf } from './download.ts';
import { factsOf } from './metadata.ts';
import { tokensOf } from './placeholders.ts';
import { needsNoConversion, pagesOf, shelfIn } from './rendition.ts';
import { documentById } from './rows.ts';

/** What the viewer shows of a version; it is no copy and carries no number. */
export interface Shown {
  readonly bytes: Uint8Array;
  readonly mime: string;
}

/** Tokens of a shown page: nothing was downloaded, so date and person of a download stay empty and the pages can be kept. */
async function planOf(tx: Tx, versionId: string) {
  const version = await tx.get(Version, versionId);
  const document = await documentById(tx, version.documentId);
  rule(document, edmsRules['edms.no-file'], { number: version.number, label: version.label });
  const facts = await factsOf(tx, document, version);
  const tokens = { ...(await tokensOf(tx, facts)), DOWNLOAD_DATE: '', DOWNLOADED_BY: '' };
  if (version.confidentiality === 'restricted')
    await tx.record(
      'VIEW',
      { module: 'edms', entity: Version.id, id: version.id, number: version.number },
      { version: version.label },
    );
  return { version, tokens, attachment: await originalOf(tx, version) };
}

/**
 * Pages of a version for reading in the browser, with its watermark; pictures and text as they are. Looking is recorded only where
 * the document is restricted.
 * @throws AppError `edms.no-view` for a file that has no pages here
 */
export function viewVersion(
  kernel: Kernel,
  copying: Copying,
  actor: Actor,
  versionId: string,
  requestId: string,
): Promise<Shown> {
  return reportingDamage(kernel, actor, requestId, async () => {
    const { version, tokens, attachment } = await transact(kernel, actor, (tx) => planOf(tx, versionId), { requestId });
    const bytes = await bytesOf(copying.store, attachment);
    const { fileName, mime } = attachment;
    if (needsNoConversion(fileName) && mime !== 'application/pdf') return { bytes, mime };
    const shelf = shelfIn(inSystem(kernel, actor), copying.store, version.id);
    const pages = needsNoConversion(fileName)
      ? { pdf: bytes }
      : await pagesOf(copying.store, shelf, { fileName, mime, bytes }, tokens);
    if ('whyNot' in pages) refuse(edmsRules['edms.no-view'], { why: pages.whyNot });
    const watermark = watermarkOf(version);
    return { bytes: watermark === undefined ? pages.pdf : await marked(pages.pdf, watermark), mime: 'application/pdf' };
  });
}

/** A PDF that may not be rewritten (locked, signed) is shown as it is. */
async function marked(pdf: Uint8Array, watermark: NonNullable<ReturnType<typeof watermarkOf>>): Promise<Uint8Array> {
  return stampPdf(pdf, { watermark }).catch((error: unknown) => {
    if (error instanceof PdfRefused) return pdf;
    throw error;
  });
}
