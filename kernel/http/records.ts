import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  abilitiesOf,
  type Call,
  type Command,
  coreRules,
  getRow,
  getRowAsOf,
  inputSchema,
  type Kernel,
  type ListQuery,
  listRows,
  masked,
  performCommand,
  performCreate,
  performEdit,
  performTransition,
  performVoid,
  recordsHistory,
  referencesOf,
  replayOf,
  schemasOf,
  signaturesOf,
  type Tx,
  transact,
} from '#kernel/records';
import { type AnyRecord, type Row, refuse, rule, type TransitionSpec } from '#kernel/schema';
import { actorOf } from './contract.ts';

/** Streams a filtered list in another format; given by the exports part. */
export type ListExporter = (
  kernel: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  record: AnyRecord,
  query: ListQuery,
  format: string,
) => Promise<unknown>;

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
type Params = { readonly id: string };
type Body = Readonly<Record<string, unknown>>;

export const routeOf = (record: AnyRecord): string =>
  record.module === 'access' ? `/api/v1/${record.route}` : `/api/v1/${record.module}/${record.route}`;

const idOf = (request: FastifyRequest): string => {
  const { id } = request.params as Params;
  rule(idPattern.test(id), coreRules['core.not-found']);
  return id;
};
export const bodyOf = (request: FastifyRequest): Body => {
  const body = request.body ?? {};
  if (typeof body !== 'object' || Array.isArray(body)) refuse(coreRules['core.malformed'], { why: 'an object is expected' });
  return body as Body;
};
/** The caller's request, with the hash that tells a repetition from another request under the same key. */
export function callOf(request: FastifyRequest): Call {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || request.method !== 'POST') return { requestId: request.id };
  rule(key.length <= 200, coreRules['core.malformed'], { why: 'the idempotency key is too long' });
  // The password of a signature is no part of what identifies a request, and a plain hash of it must not lie in a table.
  const { signature: _left, ...body } = bodyOf(request);
  const hash = createHash('sha256')
    .update(`${request.url}\n${JSON.stringify(body)}`)
    .digest('hex');
  return { requestId: request.id, idempotency: { key, hash } };
}
function expectedVersion(request: FastifyRequest, needed: boolean): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined) return needed ? refuse(coreRules['core.if-match-required']) : undefined;
  const version = Number(header.replace(/^W\//, '').replaceAll('"', ''));
  rule(Number.isInteger(version), coreRules['core.malformed'], { why: 'If-Match is not a version' });
  return version;
}

export function listQueryOf(request: FastifyRequest): ListQuery & { readonly format?: string; readonly asOf?: string } {
  const { q, sort, limit, cursor, format, asOf, ...filters } = request.query as Record<string, string | string[] | undefined>;
  const one = (v: string | string[] | undefined) => (Array.isArray(v) ? v.join(',') : v);
  const wanted = limit === undefined ? undefined : Number(one(limit));
  if (wanted !== undefined) rule(Number.isInteger(wanted) && wanted > 0, coreRules['core.invalid'], {});
  return {
    filters: Object.fromEntries(Object.entries(filters).map(([k, v]) => [k, one(v) ?? ''])),
    q: one(q),
    sort: one(sort),
    limit: wanted,
    cursor: one(cursor),
    ...(format === undefined ? {} : { format: one(format) ?? '' }),
    ...(asOf === undefined ? {} : { asOf: one(asOf) ?? '' }),
  };
}

/** A record as answered: data, what the reader may do with it, and names of what it refers to. */
async function answer(tx: Tx, record: AnyRecord, row: Row) {
  return { data: row, can: await abilitiesOf(tx, record, row), refs: await referencesOf(tx, record, [row]) };
}
type RecordBody = Awaited<ReturnType<typeof answer>>;
function send(reply: FastifyReply, body: { readonly data: Row }, status = 200) {
  return reply.code(status).header('etag', `"${body.data.version}"`).send(body);
}

/** Routes of one record type, made from its definition. */
export function recordRoutes(app: FastifyInstance, kernel: Kernel, record: AnyRecord, exporter?: ListExporter): void {
  const base = routeOf(record);
  const tag = { tags: [record.plural.en] };
  const reading = { config: { permission: `${record.id}.read` } };
  const written = (tx: Tx, row: Row) => answer(tx, record, masked(tx, record, row as Record<string, unknown>) as Row);
  const once = async (request: FastifyRequest, work: (call: Call) => Promise<RecordBody>): Promise<RecordBody> => {
    const call = callOf(request);
    const earlier = await replayOf(kernel, actorOf(request), call);
    return earlier ? (earlier.response as RecordBody) : work(call);
  };

  app.get(
    base,
    {
      ...reading,
      schema: {
        ...tag,
        summary: `List ${record.plural.en.toLowerCase()}`,
        querystring: z.looseObject({
          q: z.string().optional(),
          sort: z.string().optional(),
          limit: z.string().optional(),
          cursor: z.string().optional(),
          format: z.enum(['csv', 'xlsx', 'pdf']).optional(),
        }),
      },
    },
    async (request, reply) => {
      const { format, asOf, ...query } = listQueryOf(request);
      if (asOf !== undefined)
        refuse(coreRules['core.invalid'], {}, [{ path: 'asOf', message: 'lists are read as of now; a record takes asOf' }]);
      const actor = actorOf(request);
      rule(actor.grants.has(`${record.id}.read`), coreRules['core.forbidden'], { permission: `${record.id}.read` });
      if (format !== undefined && exporter) return exporter(kernel, request, reply, record, query, format);
      return transact(
        kernel,
        actor,
        async (tx) => {
          const page = await listRows(tx, record, query);
          return { ...page, refs: await referencesOf(tx, record, page.items) };
        },
        { requestId: request.id, lazy: true },
      );
    },
  );
  app.get(
    `${base}/:id`,
    {
      ...reading,
      schema: {
        ...tag,
        summary: `Read one ${record.label.en.toLowerCase()}`,
        querystring: z.object({ asOf: z.string().optional() }),
      },
    },
    async (request, reply) => {
      const { asOf } = request.query as { asOf?: string };
      const id = idOf(request);
      const body = await transact(
        kernel,
        actorOf(request),
        async (tx) => {
          if (asOf === undefined) return answer(tx, record, await getRow(tx, record, id));
          rule(!Number.isNaN(Date.parse(asOf)), coreRules['core.invalid'], {});
          const row = await getRowAsOf(tx, record, id, asOf);
          return { data: row, can: {}, refs: await referencesOf(tx, record, [row]), asOf };
        },
        { requestId: request.id, lazy: true },
      );
      return send(reply, body);
    },
  );
  app.get(`${base}/:id/actions`, { ...reading, schema: { ...tag, summary: 'What the reader may do now' } }, async (request) =>
    transact(kernel, actorOf(request), async (tx) => ({
      can: await abilitiesOf(tx, record, await getRow(tx, record, idOf(request))),
    })),
  );
  app.get(`${base}/:id/history`, { ...reading, schema: { ...tag, summary: 'Who changed what, when and why' } }, async (request) =>
    transact(kernel, actorOf(request), async (tx) => recordsHistory(tx, record, await getRow(tx, record, idOf(request)))),
  );
  app.get(
    `${base}/:id/signatures`,
    { ...reading, schema: { ...tag, summary: 'Signatures with their manifestations' } },
    async (request) =>
      transact(kernel, actorOf(request), async (tx) => ({
        items: await signaturesOf(tx, record, await getRow(tx, record, idOf(request))),
      })),
  );

  app.post(
    base,
    {
      config: { permission: `${record.id}.create` },
      schema: {
        ...tag,
        summary: `Create a ${record.label.en.toLowerCase()}`,
        ...(record.commandsOnly ? {} : { body: schemasOf(record).create }),
      },
    },
    async (request, reply) => {
      const body = await once(request, (call) => performCreate(kernel, actorOf(request), record, bodyOf(request), call, written));
      return send(reply.header('location', `${base}/${body.data.id}`), body, 201);
    },
  );
  const edit = async (request: FastifyRequest, reply: FastifyReply) => {
    const { reason, ...changes } = bodyOf(request);
    const hasReasonField = 'reason' in (record.fields as object);
    const body = await performEdit(
      kernel,
      actorOf(request),
      record,
      idOf(request),
      {
        changes: hasReasonField ? { ...changes, reason } : changes,
        expectedVersion: expectedVersion(request, true) ?? 0,
        reason: typeof reason === 'string' ? reason : null,
      },
      { requestId: request.id },
      written,
    );
    return send(reply, body);
  };
  const editing = {
    config: { permission: `${record.id}.edit` },
    schema: {
      ...tag,
      summary: `Edit a ${record.label.en.toLowerCase()}`,
      ...(record.commandsOnly ? {} : { body: schemasOf(record).change }),
    },
  };
  app.patch(`${base}/:id`, editing, edit);
  app.put(`${base}/:id`, editing, edit);
  app.delete(
    `${base}/:id`,
    { config: { permission: `${record.id}.edit` }, schema: { ...tag, summary: 'Void a draft; anything else is never deleted' } },
    async (request, reply) => {
      const { reason } = bodyOf(request);
      const why = typeof reason === 'string' ? reason : null;
      const body = await performVoid(kernel, actorOf(request), record, idOf(request), why, { requestId: request.id }, written);
      return send(reply, body);
    },
  );
  for (const [name, spec] of Object.entries(record.transitions as Record<string, TransitionSpec>)) {
    if (spec.needs === 'system') continue;
    const body = z.looseObject({
      reason: z.string().optional(),
      signature: z.object({ username: z.string(), password: z.string() }).partial().optional(),
      ...inputSchema(spec.input ?? {}),
    });
    app.post(
      `${base}/:id/${name}`,
      { config: { permission: `${record.id}.${spec.needs}` }, schema: { ...tag, summary: spec.label.en, body } },
      async (request, reply) => {
        const { reason, signature, ...input } = bodyOf(request);
        const done = await once(request, (call) =>
          performTransition(
            kernel,
            actorOf(request),
            record,
            idOf(request),
            name,
            {
              input,
              reason: typeof reason === 'string' ? reason : null,
              credentials: credentialsOf(signature),
              expectedVersion: expectedVersion(request, false),
            },
            call,
            written,
          ),
        );
        return send(reply, done);
      },
    );
  }
}
function credentialsOf(value: unknown) {
  if (value === undefined || value === null) return undefined;
  const shape = z.strictObject({
    username: z.string().max(254).optional(),
    password: z.string().max(1024).optional(),
    passkey: z.record(z.string(), z.json()).optional(),
    contentHash: z.string().max(64).optional(),
  });
  const parsed = shape.safeParse(value);
  return parsed.success
    ? parsed.data
    : refuse(coreRules['core.invalid'], {}, [{ path: 'signature', message: 'is not a signature' }]);
}

/** Route of a command: on one record, on a collection, or of the module. */
export function commandRoute(app: FastifyInstance, kernel: Kernel, command: Command): void {
  const verb = command.id.split('.').at(-1) ?? command.id;
  const base = command.record ? routeOf(command.record) : `/api/v1/${command.id.split('.').slice(0, -1).join('/')}`;
  const url = command.record && !command.onCollection ? `${base}/:id/${verb}` : `${base}/${verb}`;
  app.post(
    url,
    {
      config: { permission: command.needs },
      schema: {
        tags: [command.record?.plural.en ?? command.id.split('.')[0] ?? ''],
        summary: command.label.en,
        body: command.input,
      },
    },
    async (request) => {
      const body = bodyOf(request);
      const { reason, ...rest } = body;
      const wantsReason = command.input instanceof z.ZodObject && 'reason' in command.input.shape;
      const id = command.record && !command.onCollection ? idOf(request) : '';
      const call = callOf(request);
      const earlier = await replayOf(kernel, actorOf(request), call);
      const output = earlier
        ? earlier.response
        : await performCommand(
            kernel,
            actorOf(request),
            command,
            id,
            { input: wantsReason ? body : rest, reason: typeof reason === 'string' ? reason : null },
            call,
          );
      return { data: output ?? null };
    },
  );
}

export function allRecordRoutes(exporter?: ListExporter) {
  return (app: FastifyInstance, kernel: Kernel): void => {
    for (const record of kernel.registry.records.values()) if (!record.internal) recordRoutes(app, kernel, record, exporter);
    for (const command of kernel.registry.commands) commandRoute(app, kernel, command);
  };
}
