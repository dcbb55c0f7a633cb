import { sql } from '#kernel/db';
import type { Tx } from '#kernel/records';
import { type Label, type Language, textOf } from '#kernel/schema';
import { composeMail, type Mail } from './compose.ts';
import { mandatoryTypes, type NotificationType, type Priority } from './types.ts';

export interface NotificationRequest {
  /** User ids; inactive people and the acting person are left out. */
  readonly recipients: readonly string[];
  readonly type: NotificationType;
  readonly title: Label | string;
  readonly message?: Label | string | null;
  /** Record type and record it is about. */
  readonly entity?: string;
  readonly recordId?: string;
  readonly number?: string | null;
  /** Where a click leads; default: the record's own page. */
  readonly path?: string;
  readonly priority?: Priority;
  /** The same key never tells the same person twice. */
  readonly key?: string;
  /** Who caused it: nobody is told of their own act, except of security matters. Default: the transaction's person. */
  readonly actorId?: string | null;
}
interface Person extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly muted_mail: boolean;
  readonly off: readonly string[];
}

/** Types the acting person gets too: what happens to their own account, and what the product itself has to say. */
const toldAnyway: ReadonlySet<NotificationType> = new Set(['security', 'system']);

/**
 * Tells people, in this transaction: one entry in the application and one mail each, by their preferences (NTF-01, NTF-02).
 * @returns how many people were told.
 */
export async function notify(tx: Tx, request: NotificationRequest): Promise<number> {
  const actor = request.actorId === undefined ? (tx.actor.type === 'USER' ? tx.actor.userId : null) : request.actorId;
  const wanted = [...new Set(request.recipients)].filter((id) => id !== actor || toldAnyway.has(request.type));
  let told = 0;
  for (const person of await peopleOf(tx, wanted, ['ACTIVE'])) if (await tell(tx, request, person)) told += 1;
  return told;
}

/** People to be told, with the channels they switched off for any type as `type:channel`. */
export function peopleOf(tx: Tx, ids: readonly string[], states: readonly string[]): Promise<Person[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return tx.query<Person>(sql`
    select u.id, u.name, u.email, u.language, u.muted_mail,
      array(select p.type || ':' || p.channel from notify.preference p where p.org_id = u.org_id and p.user_id = u.id and not p.enabled) as off
    from access."user" u where u.org_id = ${tx.actor.orgId} and u.id = any(${ids}::uuid[]) and u.state = any(${states}::text[]) order by u.id`);
}

async function tell(tx: Tx, request: NotificationRequest, person: Person): Promise<boolean> {
  const { type } = request;
  const must = mandatoryTypes.has(type);
  const inApp = must || !person.off.includes(`${type}:in_app`);
  const byMail = must || !(person.muted_mail || person.off.includes(`${type}:mail`));
  if (!inApp && !byMail) return false;
  const path = request.path ?? pathOf(tx, request.entity, request.recordId);
  const id = await insertNotification(tx, request, person, path, inApp);
  if (id === undefined) return false;
  if (byMail)
    await queueMail(
      tx,
      id,
      person,
      composeMail({
        type,
        language: person.language,
        recipientName: person.name,
        number: request.number ?? entityName(tx, request.entity, person.language),
        path,
      }),
    );
  return true;
}

/** Page of a record in the web application; the notification list where there is none. */
function pathOf(tx: Tx, entity: string | undefined, id: string | undefined): string {
  const record = entity === undefined ? undefined : tx.registry.records.get(entity);
  return record && id !== undefined && !record.internal ? `/${record.module}/${record.route}/${id}` : '/notifications';
}
function entityName(tx: Tx, entity: string | undefined, language: Language): string {
  const record = entity === undefined ? undefined : tx.registry.records.get(entity);
  return record ? textOf(record.label, language) : '';
}

/** @returns the new id, or undefined when this person was told already. */
export async function insertNotification(
  tx: Tx,
  request: NotificationRequest,
  person: Person,
  path: string,
  inApp: boolean,
): Promise<string | undefined> {
  const say = (text: Label | string) => (typeof text === 'string' ? text : textOf(text, person.language));
  const [row] = await tx.query<{ id: string }>(sql`
    insert into notify.notification (org_id, recipient_id, type, entity, record_id, record_number, title, message, path, priority, dedupe_key, in_app)
    values (${tx.actor.orgId}, ${person.id}, ${request.type}, ${request.entity ?? null}, ${request.recordId ?? null}, ${request.number ?? null}, ${say(request.title)},
      ${request.message === undefined || request.message === null ? null : say(request.message)}, ${path}, ${request.priority ?? 'normal'}, ${request.key ?? null}, ${inApp})
    on conflict do nothing returning id`);
  return row?.id;
}

/** One mail for one notification, sent by a worker after the transaction. */
export async function queueMail(
  tx: Tx,
  notificationId: string,
  person: { readonly id: string; readonly email: string },
  mail: Mail,
  isSecret = false,
): Promise<void> {
  await tx.query(sql`
    insert into notify.mail (org_id, notification_id, recipient_id, address, subject, body, is_secret)
    values (${tx.actor.orgId}, ${notificationId}, ${person.id}, ${person.email}, ${mail.subject}, ${mail.body}, ${isSecret})
    on conflict (org_id, notification_id) do nothing`);
}
