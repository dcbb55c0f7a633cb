import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf, type RoutePlugin } from '#kernel/http';
import { coreRules, transact } from '#kernel/records';
import { rule } from '#kernel/schema';
import { Version } from '../records/version.ts';
import { factsOf } from './metadata.ts';
import { documentById } from './rows.ts';

/** Metadata of a version for everybody who reads the version: its reviewer does so before the document is open to readers. */
export const versionRoutes: RoutePlugin = (app, kernel) => {
  app.get(
    '/api/v1/edms/versions/:id/metadata',
    {
      config: { permission: 'edms.version.read' },
      schema: { tags: ['Documents'], summary: 'The metadata items of a version' },
    },
    (request: FastifyRequest) => {
      const { id } = request.params as { id: string };
      rule(z.uuid().safeParse(id).success, coreRules['core.not-found']);
      return transact(
        kernel,
        actorOf(request),
        async (tx) => {
          const version = await tx.get(Version, id);
          const document = await documentById(tx, version.documentId);
          rule(document, coreRules['core.not-found']);
          const { metadata, contentHash } = await factsOf(tx, document, version);
          return { data: { ...metadata, contentHash, versionId: version.id } };
        },
        { requestId: request.id },
      );
    },
  );
};
