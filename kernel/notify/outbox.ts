import { type Sql, sql } from '#kernel/db';
import type { Kernel, Tx } from '#kernel/records';
import { refuse } from '#kernel/schema';
import { ORIGIN } from './compose.ts';
import { mailSetupOf } from './mail-driver.ts';
import { notifyRules } from './rules.ts';

export const MAIL_STATUSES = ['QUEUED', 'SENDING', 'SENT', 'KEPT', 'DEAD'] as const;
export interface MailLine extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** Null once a mail with a single-use link was handed over. */
  readonly body: string | null;
  readonly status: (typeof MAIL_STATUSES)[number];
  readonly attempts: number;
  readonly error: string | null;
  readonly createdAt: string;
  readonly nextAt: string;
  readonly sentAt: string | null;
}

/** Mail of the organization, latest first, at most 200: what was sent, waits, was given up, or is only kept. Looking is audited. */
export async function mailLines(tx: Tx, kernel: Kernel, statuses: readonly string[]): Promise<MailLine[]> {
  const where: Sql = statuses.length === 0 ? sql`true` : sql`m.status = any(${[...statuses]}::text[])`;
  const rows = await tx.query<MailLine>(sql`
    select m.id, m.address as "to", m.subject, m.body, m.status, m.attempts, m.error, m.created_at as "createdAt", m.next_at as "nextAt", m.sent_at as "sentAt"
    from notify.mail m where m.org_id = ${tx.actor.orgId} and ${where} order by m.created_at desc, m.id desc limit 200`);
  await tx.record('VIEW', { module: 'notify', entity: 'notify.mail' }, { count: rows.length });
  const { origin } = mailSetupOf(kernel);
  return rows.map((row) => ({ ...row, body: row.body?.replaceAll(ORIGIN, origin) ?? null }));
}

/** Gives a mail that was given up a new set of tries. */
export async function resendMail(tx: Tx, id: string): Promise<void> {
  const again = await tx.query(sql`
    update notify.mail set status = 'QUEUED', attempts = 0, next_at = kernel.now() where org_id = ${tx.actor.orgId} and id = ${id} and status = 'DEAD' returning id`);
  if (again.length === 0) refuse(notifyRules['notify.mail-not-dead']);
  await tx.record('UPDATE', { module: 'notify', entity: 'notify.mail', id }, { phase: 'resend' });
}
