import type { Readable } from 'node:stream';
import { type Actor, type Kernel, type Tx, transact } from '#kernel/records';
import { type AttachmentRow, attachmentToTake } from './attach.ts';
import { asDamage, reportingDamage } from './integrity.ts';
import type { FileStore } from './store/index.ts';

export interface OpenFile {
  readonly attachment: AttachmentRow;
  readonly size: number;
  readonly stream: Readable;
}

/**
 * Opens a file for a reader of its record, every byte checked before the first is given out, and writes the DOWNLOAD event with what
 * was given to whom (EDMS-20, EDMS-25). Call inside `reportingDamage`.
 * @throws DamagedFile, AppError `core.not-found`
 */
export async function openAttachment(tx: Tx, store: FileStore, id: string, kind?: string): Promise<OpenFile> {
  const { attachment, record, row } = await attachmentToTake(tx, id);
  const opened = await store.open(attachment.sha256).catch((error: unknown) => {
    throw asDamage(error, attachment);
  });
  const about = { module: record.module, entity: record.id, id: row.id, number: row.number };
  const detail = {
    attachment: attachment.id,
    fileName: attachment.fileName,
    kind: kind ?? attachment.role,
    sha256: attachment.sha256,
    size: opened.size,
  };
  try {
    await tx.record('DOWNLOAD', about, { ...detail, revision: row.revision });
  } catch (error) {
    opened.stream.destroy();
    throw error;
  }
  return { attachment, ...opened };
}

/** The whole act of downloading: nothing leaves unless its audit event is committed. */
export function downloadAttachment(
  kernel: Kernel,
  store: FileStore,
  actor: Actor,
  id: string,
  requestId: string,
): Promise<OpenFile> {
  return reportingDamage(kernel, actor, requestId, async () => {
    let opened: OpenFile | undefined;
    try {
      return await transact(
        kernel,
        actor,
        async (tx) => {
          opened = await openAttachment(tx, store, id);
          return opened;
        },
        { requestId },
      );
    } catch (error) {
      opened?.stream.destroy();
      throw error;
    }
  });
}

/** Header of a download: the name as it is for those who read RFC 6266, an ASCII one for the rest. */
export function contentDisposition(kind: 'attachment' | 'inline', fileName: string): string {
  const ascii = fileName
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
