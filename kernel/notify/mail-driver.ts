import type { Kernel } from '#kernel/records';

export interface OutgoingMail {
  /** Stays the same when a mail is handed over twice after a crash, so that servers and clients recognise the repetition. */
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}
/** Hands mail to the outside. Throws `MailServerDown` when no mail at all gets through, anything else when this one was refused. */
export interface MailDriver {
  /** `outbox` keeps mail for the screen; the rest deliver. */
  readonly name: 'outbox' | 'smtp';
  send(mail: OutgoingMail): Promise<void>;
}
export class MailServerDown extends Error {
  override readonly name = 'MailServerDown';
}

/** Keeps mail in its table, shown by the outbox screen: the default until a server is configured. */
export const outboxDriver: MailDriver = { name: 'outbox', send: () => Promise.resolve() };

/** Codes of nodemailer that mean the server, not the mail: unreachable, no encryption, credentials refused. */
const serverCodes = new Set([
  'ECONNECTION',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'ETLS',
  'EAUTH',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPROTOCOL',
]);

/** Delivers through an SMTP server. @param url `smtp://user:password@host:587` or `smtps://…`. */
export function smtpDriver(url: string): MailDriver {
  const opened = import('nodemailer').then(({ createTransport }) =>
    createTransport({
      url,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    }),
  );
  return {
    name: 'smtp',
    async send(mail) {
      const transport = await opened;
      try {
        await transport.sendMail({
          messageId: mail.messageId,
          from: mail.from,
          to: { name: '', address: mail.to },
          subject: mail.subject,
          text: mail.text,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
        // 421: the server closes for everybody, whatever the mail.
        if (serverCodes.has(String(code)) || responseCode === 421)
          throw new MailServerDown(error instanceof Error ? error.message : String(error), { cause: error });
        throw error;
      }
    },
  };
}

/** How a process sends mail. */
export interface MailSetup {
  readonly driver: MailDriver;
  readonly from: string;
  /** Address of the application for deep links, without a trailing slash. */
  readonly origin: string;
}
const setups = new WeakMap<object, MailSetup>();

/** Sets how the processes that share this kernel's connections send mail. */
export function setMailDriver(kernel: Kernel, setup: MailSetup): void {
  setups.set(kernel.database, setup);
}

/** The configured sending, or what the environment says. */
export function mailSetupOf(kernel: Kernel): MailSetup {
  const found = setups.get(kernel.database) ?? mailFromEnvironment();
  setups.set(kernel.database, found);
  return found;
}
/**
 * Sending as the environment says: PLUMBLINE_SMTP_URL (without it mail is only kept), PLUMBLINE_MAIL_FROM, PLUMBLINE_ORIGIN.
 * @param origin where people open the application, if the composition knows it.
 */
export function mailFromEnvironment(origin?: string): MailSetup {
  const { PLUMBLINE_SMTP_URL: url, PLUMBLINE_MAIL_FROM: from, PLUMBLINE_ORIGIN: configured } = process.env;
  return {
    driver: url ? smtpDriver(url) : outboxDriver,
    from: from ?? 'Plumbline <plumbline@localhost>',
    origin: (origin ?? configured ?? 'http://localhost:8080').replace(/\/+$/, ''),
  };
}
