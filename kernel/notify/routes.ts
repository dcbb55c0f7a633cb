import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf } from '#kernel/http';
import { coreRules, type Kernel, needReason, parseInput, transact } from '#kernel/records';
import { rule } from '#kernel/schema';
import { markAllRead, markRead, myNotifications, myPreferences, setPreferences } from './inbox.ts';
import { MAIL_STATUSES, mailLines, resendMail } from './outbox.ts';
import { mailHealth } from './send.ts';
import { MANAGE_OUTBOX } from './server.ts';
import { notificationTypes } from './types.ts';

const inboxQuery = z.object({
  unread: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
  cursor: z.string().max(400).optional(),
});
const preferences = z.strictObject({
  preferences: z
    .array(z.strictObject({ type: z.enum(notificationTypes), channel: z.enum(['in_app', 'mail']), enabled: z.boolean() }))
    .max(40),
});
const outboxQuery = z.object({ status: z.enum(MAIL_STATUSES).optional() });
const withReason = z.strictObject({ reason: z.string().max(2000).optional() });
const uuid = z.uuid();

const idOf = (request: FastifyRequest): string => {
  const id = uuid.safeParse((request.params as { id?: string }).id);
  rule(id.success, coreRules['core.not-found']);
  return id.data;
};

/** Everybody's own notifications and preferences, and the mail outbox for superusers. */
export function notifyRoutes(app: FastifyInstance, kernel: Kernel): void {
  const tags = ['Notifications'];
  const mine = <T>(request: FastifyRequest, work: Parameters<typeof transact<T>>[2]) =>
    transact(kernel, actorOf(request), work, { requestId: request.id });

  app.get(
    '/api/v1/notifications',
    { schema: { tags, summary: 'My notifications, latest first, with the number unread', querystring: inboxQuery } },
    (request) => {
      const { unread, limit, cursor } = parseInput(inboxQuery, request.query);
      return mine(request, (tx) => myNotifications(tx, { unread: unread === 'true', limit, cursor }));
    },
  );
  app.post('/api/v1/notifications/read-all', { schema: { tags, summary: 'Mark all as read' } }, async (request) => ({
    data: { read: await mine(request, markAllRead) },
  }));
  app.post('/api/v1/notifications/:id/read', { schema: { tags, summary: 'Mark as read' } }, async (request) => {
    await mine(request, (tx) => markRead(tx, idOf(request), false));
    return { data: null };
  });
  app.post(
    '/api/v1/notifications/:id/acknowledge',
    { schema: { tags, summary: 'Mark as read and acknowledged' } },
    async (request) => {
      await mine(request, (tx) => markRead(tx, idOf(request), true));
      return { data: null };
    },
  );
  app.get('/api/v1/notifications/preferences', { schema: { tags, summary: 'What I am told, and how' } }, async (request) => ({
    items: await mine(request, myPreferences),
  }));
  app.put(
    '/api/v1/notifications/preferences',
    { schema: { tags, summary: 'Choose what I am told, and how', body: preferences } },
    async (request) => {
      const input = parseInput(preferences, request.body ?? {});
      return {
        items: await mine(request, async (tx) => {
          await setPreferences(tx, input.preferences);
          return myPreferences(tx);
        }),
      };
    },
  );
  outboxRoutes(app, kernel);
}

function outboxRoutes(app: FastifyInstance, kernel: Kernel): void {
  const tags = ['System'];
  const config = { permission: MANAGE_OUTBOX };
  const keeper = (request: FastifyRequest) => {
    const actor = actorOf(request);
    rule(actor.grants.has(MANAGE_OUTBOX), coreRules['core.forbidden'], { permission: MANAGE_OUTBOX });
    return actor;
  };
  app.get(
    '/api/v1/system/outbox',
    { config, schema: { tags, summary: 'Mail sent, waiting, kept or given up', querystring: outboxQuery } },
    async (request) => {
      const actor = keeper(request);
      const { status } = parseInput(outboxQuery, request.query);
      const items = await transact(kernel, actor, (tx) => mailLines(tx, kernel, status ? [status] : []), {
        requestId: request.id,
      });
      return { items, health: await mailHealth(kernel) };
    },
  );
  app.post(
    '/api/v1/system/outbox/:id/resend',
    { config, schema: { tags, summary: 'Send a mail that was given up, with a reason', body: withReason } },
    async (request) => {
      const actor = keeper(request);
      const reason = needReason(parseInput(withReason, request.body ?? {}).reason);
      await transact(kernel, actor, (tx) => resendMail(tx, idOf(request)), { requestId: request.id, reason });
      return { data: null };
    },
  );
}
