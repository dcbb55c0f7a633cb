import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf, once, type RoutePlugin, routeOf } from '#kernel/http';
import { coreRules, type Kernel, parseInput, referencesOf, type Tx, transact } from '#kernel/records';
import { type AnyRecord, rule } from '#kernel/schema';
import { addComment, commentAbilities, commentInput, commentsOf, commentVerbs, moveComment, responseInput } from './comments.ts';
import { addLink, type LinkInput, linkInput, linksOf, removeLink } from './links.ts';
import type { CanRead } from './reach.ts';
import { Comment } from './records/notes.ts';

const idOf = (request: FastifyRequest): string => {
  const { id } = request.params as { id: string };
  rule(z.uuid().safeParse(id).success, coreRules['core.not-found']);
  return id;
};
const removal = z.strictObject({ reason: z.string().max(2000).nullish() });

function recordNotes(app: Parameters<RoutePlugin>[0], kernel: Kernel, record: AnyRecord, canRead: CanRead): void {
  const base = routeOf(record);
  const tags = [record.plural.en];
  const config = { permission: `${record.id}.read` };
  const run = <T>(request: FastifyRequest, work: (tx: Tx) => Promise<T>) =>
    transact(kernel, actorOf(request), work, { requestId: request.id });

  app.get(`${base}/:id/comments`, { config, schema: { tags, summary: 'Comments, oldest first' } }, (request) =>
    run(request, async (tx) => {
      const id = idOf(request);
      const rows = await commentsOf(tx, record, id);
      const row = await tx.get(record, id);
      const items: unknown[] = [];
      for (const comment of rows) items.push({ ...comment, can: await commentAbilities(tx, comment, record, row) });
      return { items, page: { next: null, total: items.length }, refs: await referencesOf(tx, Comment, rows) };
    }),
  );
  app.post(
    `${base}/:id/comments`,
    { config, schema: { tags, summary: 'Comment on the record', body: commentInput } },
    async (request, reply) => {
      const input = parseInput(commentInput, request.body);
      const data = await once(kernel, request, (tx) => addComment(tx, record, idOf(request), input, canRead));
      return reply.code(201).send({ data });
    },
  );
  app.get(`${base}/:id/links`, { config, schema: { tags, summary: 'Linked records the reader may see' } }, (request) =>
    run(request, async (tx) => {
      const items = await linksOf(tx, record, idOf(request));
      return { items, page: { next: null, total: items.length } };
    }),
  );
  app.post(
    `${base}/:id/links`,
    { config, schema: { tags, summary: 'Link to another record', body: linkInput } },
    async (request, reply) => {
      const input = parseInput(linkInput, request.body) as LinkInput;
      const data = await once(kernel, request, (tx) => addLink(tx, record, idOf(request), input));
      return reply.code(201).send({ data });
    },
  );
}

/** Comments and links of every record type that has routes. */
export function noteRoutes(canRead: CanRead): RoutePlugin {
  return (app, kernel) => {
    for (const record of kernel.registry.records.values()) if (!record.internal) recordNotes(app, kernel, record, canRead);
    const tags = ['Comments and links'];
    for (const verb of commentVerbs) {
      app.post(
        `/api/v1/comments/:id/${verb}`,
        { schema: { tags, summary: Comment.transitions[verb].label.en, body: responseInput } },
        async (request) => {
          const { response } = parseInput(responseInput, request.body ?? {});
          const data = await once(kernel, request, (tx) => moveComment(tx, idOf(request), verb, response || null));
          return { data };
        },
      );
    }
    app.post(
      '/api/v1/links/:id/remove',
      { schema: { tags, summary: 'Remove a link, with a reason', body: removal } },
      async (request) => {
        const { reason } = parseInput(removal, request.body ?? {});
        const data = await once(kernel, request, (tx) => removeLink(tx, idOf(request), reason ?? null));
        return { data };
      },
    );
  };
}
