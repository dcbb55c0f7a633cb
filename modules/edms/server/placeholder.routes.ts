import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf, type RoutePlugin } from '#kernel/http';
import { coreRules, parseInput, transact } from '#kernel/records';
import { rule } from '#kernel/schema';
import { Document } from '../records/document.ts';
import { Version } from '../records/version.ts';
import { factsOf } from './metadata.ts';
import { tokensOf, valueFor } from './placeholders.ts';

const definition = z.object({
  dataSource: z.string().max(40).optional(),
  field: z.string().max(60).optional(),
  format: z.string().max(60).optional(),
});
const idOf = (request: FastifyRequest): string => {
  const { id } = request.params as { id: string };
  rule(z.uuid().safeParse(id).success, coreRules['core.not-found']);
  return id;
};

/** Values of the placeholders for one document, so that whoever writes a definition sees what it becomes. */
export const placeholderRoutes: RoutePlugin = (app, kernel) => {
  app.get(
    '/api/v1/edms/documents/:id/placeholders',
    {
      config: { permission: 'edms.document.read' },
      schema: {
        tags: ['Documents'],
        summary: 'Values of the placeholders for a document, and of a definition that is being written',
      },
    },
    (request) => {
      const { dataSource, field, format } = parseInput(definition, request.query);
      return transact(
        kernel,
        actorOf(request),
        async (tx) => {
          const document = await tx.get(Document, idOf(request));
          const id = document.effectiveVersionId ?? document.workingVersionId;
          rule(id, coreRules['core.not-found']);
          const facts = await factsOf(tx, document, await tx.get(Version, id));
          const value =
            dataSource && field ? (valueFor(facts, { dataSource, field, format: format ? format : null }) ?? null) : null;
          return { data: { number: document.number, tokens: await tokensOf(tx, facts), value } };
        },
        { requestId: request.id },
      );
    },
  );
};
