import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf, once, type RoutePlugin, routeOf } from '#kernel/http';
import { coreRules, type Kernel, parseInput, referencesOf, type Tx, transact } from '#kernel/records';
import { type AnyRecord, refuse, rule } from '#kernel/schema';
import {
  attachmentsOf,
  attachmentToTake,
  attachReceived,
  mayAttach,
  type Placement,
  uploadLimits,
  withdrawAttachment,
} from './attach.ts';
import { contentDisposition, downloadAttachment, type OpenFile } from './download.ts';
import { checkLink, LINK_LIFE, signLink } from './link.ts';
import { receiveFile, type Upload } from './receive.ts';
import { Attachment } from './records/attachment.ts';
import { fileRules } from './rules.ts';
import type { VirusScanner } from './scan.ts';
import type { FileStore } from './store/index.ts';

export interface FileRoutesOptions {
  readonly store: FileStore;
  readonly scanner: VirusScanner;
  /** At least 32 secret bytes, the same on every node. */
  readonly linkKey: Uint8Array;
}

const flag = z.enum(['true', 'false']).transform((v) => v === 'true');
/** Form fields beside the file. */
const placement = z.strictObject({
  role: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,39}$/, 'is upper case letters')
    .default('ATTACHMENT'),
  description: z.string().trim().max(500).optional(),
  isContent: flag.optional(),
  replaces: z.union([z.literal('role'), z.uuid()]).optional(),
});
const withdrawal = z.strictObject({ reason: z.string().max(2000).nullish() });
const linkBody = z.strictObject({ disposition: z.enum(['attachment', 'inline']).default('attachment') });
const linkQuery = z.object({ disposition: z.enum(['attachment', 'inline']), expires: z.string(), signature: z.string() });

/** Types a browser shows without running anything. */
const shown = new Set(['application/pdf', 'image/png', 'image/jpeg', 'text/plain']);

const idOf = (request: FastifyRequest): string => {
  const { id } = request.params as { id: string };
  rule(z.uuid().safeParse(id).success, coreRules['core.not-found']);
  return id;
};

interface Form {
  readonly upload: Upload;
  readonly fields: Readonly<Record<string, string>>;
}
/** Reads the form; the file stops at the first byte too many. */
async function formOf(request: FastifyRequest, maxBytes: number): Promise<Form> {
  rule(request.isMultipart(), coreRules['core.malformed'], { why: 'multipart/form-data is expected' });
  const fields: Record<string, string> = {};
  let upload: Upload | undefined;
  for await (const part of request.parts({ limits: { fileSize: maxBytes, files: 1, fields: 20 } })) {
    if (part.type === 'field') fields[part.fieldname] = String(part.value);
    else {
      const bytes = await part.toBuffer().catch((error: unknown) => {
        if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE')
          refuse(fileRules['file.too-large'], { limit: maxBytes });
        throw error;
      });
      upload = { fileName: part.filename, bytes, declaredMime: part.mimetype };
    }
  }
  if (!upload) refuse(fileRules['file.missing'], {}, [{ path: 'file', message: 'is needed' }]);
  return { upload, fields };
}

function recordFiles(app: FastifyInstance, kernel: Kernel, record: AnyRecord, { store, scanner }: FileRoutesOptions): void {
  const base = routeOf(record);
  const tags = [record.plural.en];
  const run = <T>(request: FastifyRequest, work: (tx: Tx) => Promise<T>) =>
    transact(kernel, actorOf(request), work, { requestId: request.id });

  app.get(
    `${base}/:id/files`,
    { config: { permission: `${record.id}.read` }, schema: { tags, summary: 'Files, current ones first' } },
    (request) =>
      run(request, async (tx) => {
        const items = await attachmentsOf(tx, record, idOf(request));
        return { items, page: { next: null, total: items.length }, refs: await referencesOf(tx, Attachment, items) };
      }),
  );
  app.post(
    `${base}/:id/files`,
    {
      config: { permission: `${record.id}.edit` },
      schema: {
        tags,
        summary: 'Attach a file (multipart/form-data: file, role, description, isContent, replaces)',
        consumes: ['multipart/form-data'],
      },
    },
    async (request, reply) => {
      const id = idOf(request);
      // Nobody fills the disk who may not attach: asked before the body is read, and again under the lock.
      const limits = await run(request, async (tx) => {
        await mayAttach(tx, record, await tx.get(record, id), false);
        return uploadLimits(tx);
      });
      const { upload, fields } = await formOf(request, limits.maxBytes);
      const { role, description, isContent, replaces } = parseInput(placement, fields);
      const place: Placement = {
        record,
        id,
        role,
        description: description || null,
        isContent: isContent ?? role === 'ORIGINAL',
        ...(replaces === undefined ? {} : { replaces }),
      };
      const hash = createHash('sha256').update(upload.bytes).update(JSON.stringify(fields)).digest('hex');
      await run(request, async (tx) => mayAttach(tx, record, await tx.get(record, id), place.isContent));
      const received = await receiveFile(store, scanner, upload, limits);
      const data = await once(
        kernel,
        request,
        async (tx) => {
          await mayAttach(tx, record, await tx.get(record, id), place.isContent);
          return attachReceived(tx, received, place);
        },
        hash,
      );
      return reply.code(201).header('location', `/api/v1/files/${data.id}/content`).send({ data });
    },
  );
}

/** Bytes with headers under which nothing in them runs in our origin. */
function sendFile(reply: FastifyReply, file: OpenFile, disposition: 'attachment' | 'inline'): FastifyReply {
  const { attachment, size, stream } = file;
  const kind = disposition === 'inline' && shown.has(attachment.mime) ? 'inline' : 'attachment';
  return reply
    .type(attachment.mime)
    .header('content-length', String(size))
    .header('content-disposition', contentDisposition(kind, attachment.fileName))
    .header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'")
    .header('x-content-type-options', 'nosniff')
    .header('etag', `"${attachment.sha256}"`)
    .header('repr-digest', `sha-256=:${Buffer.from(attachment.sha256, 'hex').toString('base64')}:`)
    .send(stream);
}

/** Files of every record type that has routes, and the files themselves. */
export function fileRoutes(options: FileRoutesOptions): RoutePlugin {
  if (options.linkKey.byteLength < 32) throw new Error('the key of file links needs at least 32 bytes');
  return (app, kernel) => {
    for (const record of kernel.registry.records.values()) if (!record.internal) recordFiles(app, kernel, record, options);
    const tags = ['Files'];
    app.get(
      '/api/v1/files/:id/content',
      {
        schema: { tags, summary: 'The bytes of a file; every download is in the audit trail', querystring: linkQuery.partial() },
      },
      async (request, reply) => {
        const actor = actorOf(request);
        const id = idOf(request);
        const query = request.query as Readonly<Record<string, string>>;
        if (query.signature !== undefined) {
          const link = parseInput(linkQuery, query);
          await transact(kernel, actor, async (tx) => checkLink(options.linkKey, actor, id, link, tx.now), {
            requestId: request.id,
          });
          return sendFile(reply, await downloadAttachment(kernel, options.store, actor, id, request.id), link.disposition);
        }
        return sendFile(reply, await downloadAttachment(kernel, options.store, actor, id, request.id), 'attachment');
      },
    );
    app.post(
      '/api/v1/files/:id/link',
      { schema: { tags, summary: 'A link that works for this session and five minutes', body: linkBody } },
      async (request) => {
        const actor = actorOf(request);
        const id = idOf(request);
        const { disposition } = parseInput(linkBody, request.body ?? {});
        return transact(
          kernel,
          actor,
          async (tx) => {
            const { attachment } = await attachmentToTake(tx, id);
            const url = `/api/v1/files/${attachment.id}/content?${signLink(options.linkKey, actor, id, disposition, tx.now)}`;
            return { data: { url, seconds: LINK_LIFE / 1000, fileName: attachment.fileName, mime: attachment.mime } };
          },
          { requestId: request.id },
        );
      },
    );
    app.post(
      '/api/v1/files/:id/withdraw',
      { schema: { tags, summary: 'Withdraw a file, with a reason; it stays readable as superseded', body: withdrawal } },
      async (request) => {
        const { reason } = parseInput(withdrawal, request.body ?? {});
        return { data: await once(kernel, request, (tx) => withdrawAttachment(tx, idOf(request), reason ?? null)) };
      },
    );
  };
}
