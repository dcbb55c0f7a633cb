import { type Sql, sql } from '#kernel/db';
import { coreRules, type Tx } from '#kernel/records';
import { AppError, refuse, rule } from '#kernel/schema';
import { instant } from '#kernel/values';
import { notifyRules } from './rules.ts';
import { type Channel, mandatoryTypes, type NotificationType, notificationTypes } from './types.ts';

/** A notification as its recipient reads it. */
export interface NotificationLine extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly type: NotificationType;
  readonly title: string;
  readonly message: string | null;
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly number: string | null;
  readonly path: string | null;
  readonly priority: string;
  readonly at: string;
  readonly readAt: string | null;
  readonly acknowledgedAt: string | null;
}
export interface InboxQuery {
  readonly unread?: boolean | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** The actor's own notifications, latest first, with how many are unread. Nobody reads another person's. */
export async function myNotifications(
  tx: Tx,
  query: InboxQuery,
): Promise<{ items: NotificationLine[]; unread: number; page: { next: string | null } }> {
  const mine = sql`n.org_id = ${tx.actor.orgId} and n.recipient_id = ${tx.actor.userId} and n.in_app`;
  const limit = Math.min(Math.max(query.limit ?? 30, 1), 100);
  const where: Sql[] = [mine];
  if (query.unread) where.push(sql`n.read_at is null`);
  if (query.cursor !== undefined) {
    const [at, id] = cursorOf(query.cursor);
    where.push(sql`(n.at, n.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const rows = await tx.query<NotificationLine>(sql`
    select n.id, n.type, n.title, n.message, n.entity, n.record_id as "recordId", n.record_number as number, n.path, n.priority, n.at, n.read_at as "readAt", n.acknowledged_at as "acknowledgedAt"
    from notify.notification n where ${sql.join(where, sql` and `)} order by n.at desc, n.id desc limit ${limit + 1}`);
  const [count] = await tx.query<{ n: number }>(
    sql`select count(*) as n from notify.notification n where ${mine} and n.read_at is null`,
  );
  const items = rows.slice(0, limit);
  const end = items.at(-1);
  return {
    items,
    unread: count?.n ?? 0,
    page: { next: rows.length > limit && end ? Buffer.from(JSON.stringify([end.at, end.id])).toString('base64url') : null },
  };
}
function cursorOf(cursor: string): [string, string] {
  try {
    const [at, id]: readonly unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (typeof at === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)) return [instant(at), id];
  } catch {
    // Said below in the words of the API.
  }
  throw new AppError(coreRules['core.invalid'], {}, [{ path: 'cursor', message: 'is not a cursor of this list' }]);
}

/** Marks one of the actor's notifications as read, or as read and acknowledged; the first time counts. */
export async function markRead(tx: Tx, id: string, acknowledge: boolean): Promise<void> {
  const marked = await tx.query(sql`
    update notify.notification set read_at = coalesce(read_at, kernel.now()), acknowledged_at = case when ${acknowledge} then coalesce(acknowledged_at, kernel.now()) else acknowledged_at end
    where org_id = ${tx.actor.orgId} and recipient_id = ${tx.actor.userId} and id = ${id} and in_app returning id`);
  if (marked.length === 0) refuse(coreRules['core.not-found']);
}
/** @returns how many were unread. */
export async function markAllRead(tx: Tx): Promise<number> {
  const marked = await tx.query(sql`
    update notify.notification set read_at = kernel.now() where org_id = ${tx.actor.orgId} and recipient_id = ${tx.actor.userId} and in_app and read_at is null returning id`);
  return marked.length;
}

export interface Preference {
  readonly type: NotificationType;
  readonly channel: Channel;
  readonly enabled: boolean;
}
/** Every type and channel with its setting; `mandatory` ones cannot be changed. */
export async function myPreferences(tx: Tx): Promise<(Preference & { readonly mandatory: boolean })[]> {
  const off = await tx.query<{ type: string; channel: string }>(sql`
    select p.type, p.channel from notify.preference p where p.org_id = ${tx.actor.orgId} and p.user_id = ${tx.actor.userId} and not p.enabled`);
  return notificationTypes.flatMap((type) =>
    (['in_app', 'mail'] as const).map((channel) => ({
      type,
      channel,
      enabled: mandatoryTypes.has(type) || !off.some((p) => p.type === type && p.channel === channel),
      mandatory: mandatoryTypes.has(type),
    })),
  );
}
/** Sets preferences of the actor. Switching off a mandatory type is refused and nothing is changed (NTF-02). */
export async function setPreferences(tx: Tx, preferences: readonly Preference[]): Promise<void> {
  for (const { type, channel, enabled } of preferences) {
    rule(enabled || !mandatoryTypes.has(type), notifyRules['notify.mandatory'], { type });
    await tx.query(sql`
      insert into notify.preference (org_id, user_id, type, channel, enabled) values (${tx.actor.orgId}, ${tx.actor.userId}, ${type}, ${channel}, ${enabled})
      on conflict (org_id, user_id, type, channel) do update set enabled = excluded.enabled`);
  }
}
