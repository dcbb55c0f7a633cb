import { createHash } from 'node:crypto';
import { sql } from '#kernel/db';
import { Attachment, type AttachmentRow, extensionOf, FileNotFound, type FileStore, IntegrityFailure } from '#kernel/files';
import { annotateDocx, ConversionFailed, convertToPdf } from '#kernel/print';
import { findRows, type Tx } from '#kernel/records';
import { Version } from '../records/version.ts';
import { perCopy } from './placeholders.ts';

/** Attachments of this role are pages made once for a version in one status; anybody can make them again from the original. */
const ROLE = 'RENDITION';
const CONVERT_MS = 45_000;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Where renditions are found and kept: in the caller's transaction, or each in one of its own. */
export interface Shelf {
  find(key: string): Promise<AttachmentRow | undefined>;
  keep(key: string, pdf: Uint8Array): Promise<void>;
}

/** A version's pages as PDF, or why there are none. */
export type Pages =
  | { readonly pdf: Uint8Array; readonly unknownTokens: readonly string[] }
  | { readonly whyNot: string; readonly unknownTokens: readonly string[] };

export interface Original {
  readonly fileName: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** Keeps and finds renditions by the hash of the file they were made of, placeholders filled: a changed value is another rendition. */
export function shelfIn(work: <T>(run: (tx: Tx) => Promise<T>) => Promise<T>, store: FileStore, versionId: string): Shelf {
  return {
    find: (key) =>
      work(
        async (tx) =>
          (
            await findRows(
              tx,
              Attachment,
              sql`t.entity = ${Version.id} and t.record_id = ${versionId} and t.role = ${ROLE} and t.description = ${key}`,
            )
          )[0],
      ),
    async keep(key, pdf) {
      const stored = await store.put(pdf);
      await work(async (tx) => {
        const there = await findRows(
          tx,
          Attachment,
          sql`t.entity = ${Version.id} and t.record_id = ${versionId} and t.role = ${ROLE} and t.state = 'CURRENT'`,
          sql`order by t.id for update`,
        );
        if (there.some((a) => a.description === key)) return;
        for (const old of there) await tx.transition(Attachment, old, 'supersede');
        await tx.writing({ action: 'CREATE' }, () =>
          tx.create(Attachment, {
            ...stored,
            entity: Version.id,
            recordId: versionId,
            role: ROLE,
            fileName: 'rendition.pdf',
            mime: 'application/pdf',
            description: key,
            isContent: false,
          }),
        );
      });
    },
  };
}

async function kept(store: FileStore, shelf: Shelf, key: string): Promise<Uint8Array | undefined> {
  const found = await shelf.find(key);
  if (!found) return undefined;
  // A damaged rendition is made again, and storing it mends it.
  return store.get(found.sha256).catch((error: unknown) => {
    if (error instanceof IntegrityFailure || error instanceof FileNotFound) return undefined;
    throw error;
  });
}

async function converted(
  store: FileStore,
  shelf: Shelf,
  source: Uint8Array,
  extension: string,
  isKept: boolean,
): Promise<Uint8Array> {
  const key = sha256(source);
  const there = isKept ? await kept(store, shelf, key) : undefined;
  if (there) return there;
  const pdf = await convertToPdf(source, extension, { timeoutMs: CONVERT_MS });
  if (isKept) await shelf.keep(key, pdf);
  return pdf;
}

/** Files that are pages, text or a picture already: they need no conversion. */
export const needsNoConversion = (fileName: string): boolean =>
  ['pdf', 'txt', 'png', 'jpg', 'jpeg'].includes(extensionOf(fileName));

/**
 * Pages of an office file with its placeholders filled, converted once per content and status. Where a token belongs to the single copy
 * (date and person of the download) and the file uses it, every copy is converted anew.
 */
export async function pagesOf(
  store: FileStore,
  shelf: Shelf,
  original: Original,
  tokens: Readonly<Record<string, string>>,
): Promise<Pages> {
  const extension = extensionOf(original.fileName);
  let unknownTokens: readonly string[] = [];
  try {
    if (extension !== 'docx') return { pdf: await converted(store, shelf, original.bytes, extension, true), unknownTokens };
    const annotated = annotateDocx(original.bytes, tokens);
    unknownTokens = annotated.unknownTokens;
    const filled = perCopy.filter((token) => tokens[token]);
    const used = new Set(filled.length === 0 ? [] : annotateDocx(original.bytes, {}).unknownTokens);
    const isKept = !filled.some((token) => used.has(token));
    return { pdf: await converted(store, shelf, annotated.bytes, extension, isKept), unknownTokens };
  } catch (error) {
    if (!(error instanceof ConversionFailed)) throw error;
    return { whyNot: error.rule, unknownTokens };
  }
}
