import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sql } from '#kernel/db';
import {
  attachReceived,
  contentDisposition,
  fileRules,
  mayAttach,
  receiveFile,
  type Upload,
  uploadLimits,
  type VirusScanner,
} from '#kernel/files';
import { actorOf, once, type RoutePlugin } from '#kernel/http';
import { coreRules, findRows, type Kernel, parseInput, readable, type Tx, transact } from '#kernel/records';
import { type Row, refuse, rule } from '#kernel/schema';
import { Document } from '../records/document.ts';
import { edmsRules } from '../records/rules.ts';
import { Version } from '../records/version.ts';
import { type Copy, type Copying, type DownloadKind, downloadKinds, downloadVersion } from './download.ts';
import { viewVersion } from './view.ts';

export interface CopyRoutes extends Copying {
  readonly scanner: VirusScanner;
}

const idOf = (request: FastifyRequest): string => {
  const { id } = request.params as { id: string };
  rule(z.uuid().safeParse(id).success, coreRules['core.not-found']);
  return id;
};
const query = z.object({
  kind: z.string().default('original'),
  version: z.string().max(20).optional(),
  reason: z.string().max(500).optional(),
});
const kindOf = (kind: string): DownloadKind =>
  downloadKinds.find((k) => k === kind) ??
  refuse(edmsRules['edms.download-kind'], {}, [{ path: 'kind', message: `is one of ${downloadKinds.join(', ')}` }]);

/** Version of a document by its label, or the one in force, or the draft of a document that has none; as far as the reader may see it. */
async function versionOfDocument(tx: Tx, documentId: string, label: string | undefined): Promise<string> {
  const document = await tx.get(Document, documentId);
  const wanted = document.effectiveVersionId ?? document.workingVersionId;
  const [found] = await findRows(
    tx,
    Version,
    sql`t.document_id = ${documentId} and ${label === undefined ? sql`t.id = ${wanted}` : sql`t.label = ${label}`} and ${readable(tx.actor, Version)}`,
  );
  return found ? found.id : refuse(coreRules['core.not-found']);
}

/** Bytes with headers under which nothing in them runs in our origin, and what the copy is (EDMS-21, EDMS-25). */
function send(reply: FastifyReply, copy: Copy): FastifyReply {
  const tokens = copy.unknownTokens.join(',').replace(/[^\x20-\x7e]/g, '?');
  return reply
    .type(copy.mime)
    .header('content-length', String(copy.bytes.byteLength))
    .header('content-disposition', contentDisposition('attachment', copy.fileName))
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('x-content-type-options', 'nosniff')
    .header('x-content-sha256', copy.sha256)
    .header('x-signatures', String(copy.signatures))
    .headers(tokens === '' ? {} : { 'x-unknown-placeholders': tokens })
    .headers(copy.copyNumber === null ? {} : { 'x-controlled-copy': copy.copyNumber })
    .send(Buffer.from(copy.bytes));
}

/** The file of a form; it stops at the first byte too many. */
async function uploadOf(request: FastifyRequest, maxBytes: number): Promise<Upload> {
  rule(request.isMultipart(), coreRules['core.malformed'], { why: 'multipart/form-data is expected' });
  const part = await request.file({ limits: { fileSize: maxBytes, files: 1 } });
  if (!part) refuse(fileRules['file.missing'], {}, [{ path: 'file', message: 'is needed' }]);
  const bytes = await part.toBuffer().catch((error: unknown) => {
    if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE') refuse(fileRules['file.too-large'], { limit: maxBytes });
    throw error;
  });
  return { fileName: part.filename, bytes, declaredMime: part.mimetype };
}

/** Uploads, downloads and the reading view of documents. */
export const copyRoutes =
  (copying: CopyRoutes): RoutePlugin =>
  (app, kernel: Kernel) => {
    const [documents, versions] = ['/api/v1/edms/documents', '/api/v1/edms/versions'];
    const tags = [Document.plural.en];
    const reading = (summary: string) => ({
      config: { permission: 'edms.version.read' },
      schema: { tags, summary, querystring: query },
    });
    const download = async (request: FastifyRequest, reply: FastifyReply, versionId: string) => {
      const { kind, reason } = parseInput(query, request.query);
      const wanted = { versionId, kind: kindOf(kind), reason: reason ?? null, requestId: request.id };
      return send(reply, await downloadVersion(kernel, copying, actorOf(request), wanted));
    };

    app.get(`${versions}/:id/download`, reading('Download a version: original, annotated or official'), (request, reply) =>
      download(request, reply, idOf(request)),
    );
    app.get(
      `${documents}/:id/download`,
      reading('Download the version in force, or the one with a label'),
      async (request, reply) => {
        const { version } = parseInput(query, request.query);
        const id = await transact(kernel, actorOf(request), (tx) => versionOfDocument(tx, idOf(request), version), {
          requestId: request.id,
        });
        return download(request, reply, id);
      },
    );
    app.get(
      `${versions}/:id/view`,
      { config: { permission: 'edms.version.read' }, schema: { tags, summary: 'Pages of a version for reading in the browser' } },
      async (request, reply) => {
        const shown = await viewVersion(kernel, copying, actorOf(request), idOf(request), request.id);
        return reply
          .type(shown.mime)
          .header('content-disposition', 'inline')
          .header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'")
          .header('x-content-type-options', 'nosniff')
          .send(Buffer.from(shown.bytes));
      },
    );
    app.post(
      `${versions}/:id/file`,
      {
        config: { permission: 'edms.version.edit' },
        schema: {
          tags,
          summary: 'Upload the file of a draft; the one before it is superseded',
          consumes: ['multipart/form-data'],
        },
      },
      async (request, reply) => {
        const id = idOf(request);
        const actor = actorOf(request);
        const permitted = async (tx: Tx) => mayAttach(tx, Version, (await tx.get(Version, id)) as Row, true);
        // Nobody fills the disk who may not attach: asked before the body is read, and again under the lock.
        const limits = await transact(
          kernel,
          actor,
          async (tx) => {
            await permitted(tx);
            return uploadLimits(tx);
          },
          { requestId: request.id },
        );
        const received = await receiveFile(copying.store, copying.scanner, await uploadOf(request, limits.maxBytes), limits);
        const data = await once(
          kernel,
          request,
          async (tx) => {
            await permitted(tx);
            return attachReceived(tx, received, { record: Version, id, role: 'ORIGINAL', isContent: true, replaces: 'role' });
          },
          received.sha256,
        );
        return reply.code(201).header('location', `/api/v1/files/${data.id}/content`).send({ data });
      },
    );
  };
