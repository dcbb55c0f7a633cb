import { registerPump } from '#kernel/jobs';
import type { Kernel } from '#kernel/records';
import { ORIGIN } from './compose.ts';
import { MailServerDown, type MailSetup, mailSetupOf } from './mail-driver.ts';

const BATCH = 20;

interface Claimed extends Readonly<Record<string, unknown>> {
  readonly org_id: string;
  readonly id: string;
  readonly lease: string;
  readonly address: string;
  readonly subject: string;
  readonly body: string | null;
}

/**
 * Sends what is due, at most 20 mails. A server that is down holds mail back without counting against it (NTF-06); a mail the server
 * refuses is tried 8 times, then it is dead. Each mail is claimed by one sender; only a crash between hand-over and note can repeat one,
 * with the same Message-ID. @returns how many mails left.
 */
export async function sendMail(kernel: Kernel): Promise<number> {
  const setup = mailSetupOf(kernel);
  const { rows } = await kernel.database.pool.query<Claimed>('select * from notify.claim_mail($1)', [BATCH]);
  let left = 0;
  let down: string | undefined;
  for (const mail of rows) {
    if (down !== undefined) {
      await settle(kernel, mail, 'QUEUED', down);
      continue;
    }
    try {
      await setup.driver.send(outgoing(mail, setup));
      await settle(kernel, mail, setup.driver.name === 'outbox' ? 'KEPT' : 'SENT', null);
      left += 1;
    } catch (error) {
      const message = (error instanceof Error ? error.message : String(error)).slice(0, 1000);
      if (error instanceof MailServerDown) down = message;
      await settle(kernel, mail, error instanceof MailServerDown ? 'QUEUED' : 'FAILED', message);
    }
  }
  if (down !== undefined || left > 0) await kernel.database.pool.query('select notify.transport_met($1)', [down ?? null]);
  return left;
}

function outgoing(mail: Claimed, setup: MailSetup) {
  const host = new URL(setup.origin).hostname;
  return {
    messageId: `<${mail.id}@${host}>`,
    from: setup.from,
    to: mail.address,
    subject: mail.subject,
    text: (mail.body ?? '').replaceAll(ORIGIN, setup.origin),
  };
}
async function settle(
  kernel: Kernel,
  mail: Claimed,
  status: 'SENT' | 'KEPT' | 'QUEUED' | 'FAILED',
  error: string | null,
): Promise<void> {
  await kernel.database.pool.query('select notify.settle_mail($1, $2, $3, $4, $5)', [
    mail.org_id,
    mail.id,
    mail.lease,
    status,
    error,
  ]);
}

export interface MailHealth {
  /** Degraded (yellow) while the server is down, mail is late by a minute, or mail was given up. */
  readonly status: 'healthy' | 'degraded';
  readonly downSince: string | null;
  readonly error: string | null;
  readonly waiting: number;
  readonly late: number;
  readonly dead: number;
}
/** State of mail over the whole deployment (NTF-06). */
export async function mailHealth(kernel: Kernel): Promise<MailHealth> {
  const { rows } = await kernel.database.pool.query<{ health: Omit<MailHealth, 'status'> }>(
    'select notify.mail_health() as health',
  );
  const facts = rows[0]?.health ?? { downSince: null, error: null, waiting: 0, late: 0, dead: 0 };
  return { ...facts, status: facts.downSince !== null || facts.late > 0 || facts.dead > 0 ? 'degraded' : 'healthy' };
}

registerPump('notify.mail', sendMail);
