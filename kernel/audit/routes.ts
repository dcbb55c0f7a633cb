import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { contentDisposition } from '#kernel/files';
import { actorOf, type RoutePlugin } from '#kernel/http';
import { type Actor, coreRules, type Kernel, parseInput, transact } from '#kernel/records';
import { rule } from '#kernel/schema';
import { explorerQuery, findEvents } from './explorer.ts';
import { exportTrail, latestCheckpoint } from './export.ts';
import { READ_AUDIT, VERIFY_AUDIT } from './half.ts';
import { readVerifierKeys } from './keys.ts';
import { complianceReport, lastVerification } from './report.ts';
import { auditRules } from './rules.ts';
import { type AuditOptions, bindAudit, runVerification } from './runtime.ts';

const base = '/api/v1/system/audit-trail';
const reportQuery = z.strictObject({ from: z.string().max(40).optional(), to: z.string().max(40).optional() });

/** Below the time a request may take; a longer verification goes on and its result is found in the report. */
const PATIENCE_MILLIS = 45_000;

function holding(request: FastifyRequest, permission: string): Actor {
  const actor = actorOf(request);
  rule(actor.grants.has(permission), coreRules['core.forbidden'], { permission });
  return actor;
}

/**
 * The global explorer, its exports, the compliance report, verification and the log's signed head (spec 1.10). Reading is not audited row
 * by row; exports and verifications are.
 */
export function auditRoutes(options: AuditOptions): RoutePlugin {
  return (app: FastifyInstance, kernel: Kernel): void => {
    bindAudit(kernel, options);
    const tags = ['Audit trail'];
    const reading = { config: { permission: READ_AUDIT } };

    app.get(
      base,
      { ...reading, schema: { tags, summary: 'Search all events; with format, export them', querystring: explorerQuery } },
      async (request, reply) => {
        const actor = holding(request, READ_AUDIT);
        const query = parseInput(explorerQuery, request.query);
        const { format } = query;
        if (format !== undefined) {
          const file = await exportTrail(kernel, actor, { ...query, format }, options, request.id);
          return reply
            .type(file.type)
            .header('content-disposition', contentDisposition('attachment', file.fileName))
            .send(file.content);
        }
        const { items, next } = await transact(kernel, actor, (tx) => findEvents(tx, query), {
          requestId: request.id,
          readOnly: true,
        });
        return { items: items.map(({ entry }) => entry), page: { next } };
      },
    );

    app.get(
      `${base}/report`,
      { ...reading, schema: { tags, summary: 'Compliance report: activity and integrity', querystring: reportQuery } },
      async (request) => {
        const actor = holding(request, READ_AUDIT);
        const query = parseInput(reportQuery, request.query);
        const verified = await transact(kernel, actor, lastVerification, { readOnly: true });
        if (verified === undefined && options.urls) await runVerification(kernel.registry);
        return {
          data: await transact(kernel, actor, (tx) => complianceReport(tx, query), { requestId: request.id, readOnly: true }),
        };
      },
    );

    app.get(
      `${base}/checkpoint`,
      { schema: { tags, summary: 'Signed head of the log and the keys to check it' } },
      async (request) => {
        const head = await transact(kernel, actorOf(request), latestCheckpoint, { requestId: request.id, readOnly: true });
        return { data: head && { ...head, vkeys: readVerifierKeys(options.dataDir).split('\n').filter(Boolean) } };
      },
    );

    app.post(
      `${base}/verify`,
      { config: { permission: VERIFY_AUDIT }, schema: { tags, summary: 'Verify the whole trail now' } },
      async (request, reply) => {
        const actor = holding(request, VERIFY_AUDIT);
        rule(options.urls, auditRules['audit.verify.unavailable']);
        const verification = runVerification(kernel.registry);
        const result = await Promise.race([verification, delay(PATIENCE_MILLIS, undefined, { ref: false })]);
        if (result === undefined) verification.catch(() => undefined);
        await transact(
          kernel,
          actor,
          (tx) =>
            tx.record(
              'VERIFY',
              { module: 'audit', entity: 'audit.verification' },
              result === undefined
                ? { phase: 'continues' }
                : { ok: result.ok, at: result.at, checked: result.checked, counts: result.counts },
            ),
          { requestId: request.id },
        );
        return result === undefined ? reply.code(202).send({ data: null }) : { data: result };
      },
    );
  };
}
