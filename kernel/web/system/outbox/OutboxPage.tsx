import { Button } from '@mantine/core';
import { IconMailCheck } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import type { StateFamily } from '#kernel/schema';
import { useClock } from '../../i18n/clock.tsx';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Message } from '../../parts/Message.tsx';
import { Segments } from '../../parts/Segments.tsx';
import { StateBadge } from '../../parts/StateBadge.tsx';
import { toast } from '../../parts/toast.tsx';
import jobs from '../jobs/jobs.module.css';
import { Answered } from '../parts/Answered.tsx';
import { AskDialog } from '../parts/AskDialog.tsx';
import { NotForYou } from '../parts/NotForYou.tsx';
import { Page, PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useChange, useMay } from '../parts/use-answer.ts';
import { useSearchState } from '../parts/use-search.ts';
import { useSystemText } from '../texts.ts';

const statuses = ['QUEUED', 'SENDING', 'SENT', 'KEPT', 'DEAD'] as const;
type Status = (typeof statuses)[number];
const families: Record<Status, StateFamily> = { QUEUED: 'waiting', SENDING: 'doing', SENT: 'valid', KEPT: 'held', DEAD: 'wrong' };

interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string | null;
  readonly status: Status;
  readonly attempts: number;
  readonly error: string | null;
  readonly createdAt: string;
  readonly sentAt: string | null;
}

interface OutboxAnswer {
  readonly items: readonly Mail[];
  readonly health: {
    readonly status: 'healthy' | 'degraded';
    readonly downSince: string | null;
    readonly error: string | null;
    readonly waiting: number;
    readonly late: number;
    readonly dead: number;
  };
}

const PATH = '/system/outbox';
const COLUMNS = 5;

/** Mail of the organization: sent, waiting, kept for lack of a mail server, or given up (NTF-01, NTF-06). */
export function OutboxPage() {
  const s = useSystemText();
  const mayRead = useMay()('system.outbox.manage');
  const [search, setSearch] = useSearchState();
  const status = statuses.find((known) => known === search.status);
  const outbox = useAnswer<OutboxAnswer>(PATH, { query: { status }, isWanted: mayRead });
  const [resending, setResending] = useState<Mail | null>(null);
  const resend = useChange([PATH]);
  if (!mayRead) return <NotForYou />;
  return (
    <Page
      isWide
      title={s('outbox.title')}
      note={s('outbox.note')}
      actions={
        <Segments
          label={s('outbox.show')}
          value={status ?? 'all'}
          onChange={(value) => setSearch({ status: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: s('outbox.all') },
            ...statuses.map((value) => ({ value, label: s(`outbox.status.${value}`) })),
          ]}
        />
      }
    >
      <Answered answer={outbox} what={s('outbox.title')} rows={10} widths={['12rem', '16rem', '20rem', '8rem']}>
        {({ items, health }) => (
          <>
            <HealthLine health={health} />
            {items.length === 0 ? (
              <EmptyState title={s('outbox.none')} icon={IconMailCheck} />
            ) : (
              <MailTable items={items} onResend={setResending} />
            )}
          </>
        )}
      </Answered>
      {resending && (
        <AskDialog
          title={s('outbox.resendTitle', { subject: resending.subject, to: resending.to })}
          action={s('outbox.resend')}
          effects={<p>{s('outbox.resendEffect')}</p>}
          onAct={async (reason) => {
            await resend.mutateAsync({ path: `${PATH}/${resending.id}/resend`, body: { reason } });
            toast({ title: s('outbox.resent', { to: resending.to }) });
          }}
          onClose={() => setResending(null)}
        />
      )}
    </Page>
  );
}

function HealthLine({ health }: { readonly health: OutboxAnswer['health'] }) {
  const s = useSystemText();
  const clock = useClock();
  const isGood = health.status === 'healthy';
  const facts = [
    s('outbox.waiting', { count: health.waiting }),
    s('outbox.late', { count: health.late }),
    s('outbox.dead', { count: health.dead }),
    health.downSince && s('outbox.downSince', { time: clock.moment(health.downSince) }),
    health.error,
  ].filter(Boolean);
  return (
    <Message tone={isGood ? 'plain' : 'warn'} role="status" title={isGood ? s('outbox.healthy') : s('outbox.degraded')}>
      {facts.join(' · ')}
    </Message>
  );
}

function MailTable({ items, onResend }: { readonly items: readonly Mail[]; readonly onResend: (mail: Mail) => void }) {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <PlainTable
      label={s('outbox.title')}
      minWidth="58rem"
      columns={[
        { key: 'at', label: t('history.when'), width: '13rem' },
        { key: 'to', label: s('outbox.to'), width: '17rem' },
        { key: 'subject', label: s('outbox.subject') },
        { key: 'state', label: t('list.state'), width: '14rem' },
        { key: 'acts', label: s('outbox.text'), width: '11rem', isHidden: true },
      ]}
    >
      <tbody>
        {items.map((mail) => (
          <Fragment key={mail.id}>
            <tr className={cx(open === mail.id && jobs.open)}>
              <td>{clock.moment(mail.createdAt)}</td>
              <td>{mail.to}</td>
              <th scope="row">{mail.subject}</th>
              <td title={mail.error ?? undefined}>
                <StateBadge family={families[mail.status]} label={s(`outbox.status.${mail.status}`)} />{' '}
                {mail.attempts > 1 && <span className={cx(parts.muted)}>{s('outbox.attempts', { count: mail.attempts })}</span>}
              </td>
              <td className={cx(parts.end)}>
                {mail.status === 'DEAD' && (
                  <Button size="xs" onClick={() => onResend(mail)}>
                    {s('outbox.resend')}…
                  </Button>
                )}{' '}
                <button
                  type="button"
                  className={cx(jobs.toggle)}
                  aria-expanded={open === mail.id}
                  aria-label={s('outbox.textOf', { subject: mail.subject, to: mail.to })}
                  onClick={() => setOpen(open === mail.id ? null : mail.id)}
                >
                  {s('outbox.text')}
                </button>
              </td>
            </tr>
            {open === mail.id && (
              <tr className={cx(jobs.log)}>
                <td colSpan={COLUMNS}>
                  {mail.error && <p className={cx(jobs.bad)}>{mail.error}</p>}
                  {mail.body ? (
                    <pre className={cx(parts.mono)}>{mail.body}</pre>
                  ) : (
                    <p className={cx(parts.muted)}>{s('outbox.noText')}</p>
                  )}
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </PlainTable>
  );
}
