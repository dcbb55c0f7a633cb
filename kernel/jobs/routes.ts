import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { deadLetters, replayDelivery } from '#kernel/events';
import { actorOf } from '#kernel/http';
import { type Actor, coreRules, type Kernel, needReason, parseInput, transact } from '#kernel/records';
import { rule } from '#kernel/schema';
import { jobsHealth } from './health.ts';
import { jobLines, runLines } from './listing.ts';
import { jobOf, requestRun, requestStop } from './queue.ts';
import { MANAGE_JOBS } from './server.ts';

const filters = z.object({
  job: z.string().max(500).optional(),
  status: z.string().max(200).optional(),
  trigger: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().max(400).optional(),
});
const withReason = z.strictObject({ reason: z.string().max(2000).optional() });
const replay = z.strictObject({ subscription: z.string().max(200), reason: z.string().max(2000).optional() });
const uuid = z.uuid();

/** Who may act on jobs; everybody else gets 403 (SCH-08). */
function manager(request: FastifyRequest): Actor {
  const actor = actorOf(request);
  rule(actor.grants.has(MANAGE_JOBS), coreRules['core.forbidden'], { permission: MANAGE_JOBS });
  return actor;
}
const idOf = (request: FastifyRequest): string => {
  const id = uuid.safeParse((request.params as { id?: string }).id);
  rule(id.success, coreRules['core.not-found']);
  return id.data;
};

/** Scheduler: definitions, runs, run now, stop, dead deliveries. Reading is also open to module administrators, for their own jobs. */
export function jobRoutes(app: FastifyInstance, kernel: Kernel): void {
  const tags = ['System'];
  const managing = { config: { permission: MANAGE_JOBS } };

  app.get('/api/v1/system/jobs', { schema: { tags, summary: 'Jobs with their last and next run' } }, (request) =>
    transact(kernel, actorOf(request), async (tx) => ({ items: await jobLines(tx) }), { requestId: request.id }),
  );
  app.get(
    '/api/v1/system/jobs/runs',
    { schema: { tags, summary: 'Past, running and waiting runs', querystring: filters } },
    (request) =>
      transact(kernel, actorOf(request), (tx) => runLines(tx, parseInput(filters, request.query)), { requestId: request.id }),
  );
  app.get(
    '/api/v1/system/jobs/health',
    { ...managing, schema: { tags, summary: 'State of scheduler and queue' } },
    async (request) => {
      manager(request);
      return { data: await jobsHealth(kernel) };
    },
  );

  app.post(
    '/api/v1/system/jobs/:code/run',
    { ...managing, schema: { tags, summary: 'Run a job now, with a reason', body: withReason } },
    async (request, reply) => {
      const actor = manager(request);
      const job = jobOf(kernel.registry, (request.params as { code: string }).code);
      const reason = needReason(parseInput(withReason, request.body ?? {}).reason);
      const id = await transact(kernel, actor, (tx) => requestRun(tx, job, { reason }), { requestId: request.id });
      return reply.code(202).send({ data: { id, jobCode: job.code, status: 'QUEUED' } });
    },
  );
  app.post(
    '/api/v1/system/jobs/runs/:id/stop',
    { ...managing, schema: { tags, summary: 'Stop a run before its next item, with a reason', body: withReason } },
    async (request) => {
      const actor = manager(request);
      const reason = needReason(parseInput(withReason, request.body ?? {}).reason);
      const id = idOf(request);
      const status = await transact(kernel, actor, (tx) => requestStop(tx, id, reason), { requestId: request.id });
      return { data: { id, status } };
    },
  );

  app.get('/api/v1/system/events/dead', { ...managing, schema: { tags, summary: 'Event deliveries given up' } }, (request) =>
    transact(kernel, manager(request), async (tx) => ({ items: await deadLetters(tx) }), { requestId: request.id }),
  );
  app.post(
    '/api/v1/system/events/:id/replay',
    { ...managing, schema: { tags, summary: 'Deliver a dead event again, with a reason', body: replay } },
    async (request) => {
      const actor = manager(request);
      const input = parseInput(replay, request.body ?? {});
      const reason = needReason(input.reason);
      const id = idOf(request);
      await transact(kernel, actor, (tx) => replayDelivery(tx, id, input.subscription), { requestId: request.id, reason });
      return { data: { id, subscription: input.subscription } };
    },
  );
}
