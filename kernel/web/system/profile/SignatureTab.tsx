import { Button, Checkbox } from '@mantine/core';
import { IconCircleCheckFilled, IconHourglass } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Session, sessionKey } from '../../api/session.ts';
import { useClock } from '../../i18n/clock.tsx';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { Message } from '../../parts/Message.tsx';
import { Section } from '../../parts/Section.tsx';
import { Answered } from '../parts/Answered.tsx';
import { ProblemMessage, problemOf } from '../parts/ProblemMessage.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useChange } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import { Passkeys } from './Passkeys.tsx';
import css from './profile.module.css';

interface Agreement {
  readonly data: {
    readonly version: string;
    readonly text: string;
    readonly acceptedAt: string | null;
    readonly isAccepted: boolean;
  };
}

/** Whether the person can sign and what is missing; the agreement; passkeys (21 CFR 11.100, 11.200). */
export function SignatureTab({ session }: { readonly session: Session }) {
  const s = useSystemText();
  const missing = session.signing.missing ?? [];
  return (
    <div className={cx(css.tab)}>
      {missing.length === 0 ? (
        <Message tone="good" role="status" title={s('signature.ready')}>
          {s('signature.readyText')}
        </Message>
      ) : (
        <Message tone="warn" role="status" title={s('signature.notReady')} isStacked>
          <NeedList missing={missing} />
        </Message>
      )}
      <AgreementSection />
      <Passkeys />
    </div>
  );
}

function NeedList({ missing }: { readonly missing: NonNullable<Session['signing']['missing']> }) {
  const s = useSystemText();
  return (
    <ul className={cx(css.needs)}>
      {(['identity', 'agreement', 'key', 'blocked'] as const)
        .filter((need) => need !== 'blocked' || missing.includes(need))
        .map((need) => {
          const isDone = !missing.includes(need);
          const Icon = isDone ? IconCircleCheckFilled : IconHourglass;
          return (
            <li key={need}>
              <Icon size={15} stroke={1.7} aria-hidden="true" />
              <span>
                {s(`signature.need.${need}`)}: {isDone ? s('signature.done') : s(`signature.way.${need}`)}
              </span>
            </li>
          );
        })}
    </ul>
  );
}

function AgreementSection() {
  const s = useSystemText();
  const t = useT();
  const clock = useClock();
  const client = useQueryClient();
  const agreement = useAnswer<Agreement>('/auth/agreement');
  const accept = useChange(['/auth/agreement']);
  const [isRead, setRead] = useState(false);
  const problem = problemOf(accept.error);
  return (
    <Section title={s('signature.agreement')}>
      <Answered answer={agreement} what={s('signature.agreement')} widths={['36rem']}>
        {({ data }) => (
          <>
            <blockquote className={cx(css.statement)}>{data.text}</blockquote>
            {problem && <ProblemMessage problem={problem} />}
            {data.isAccepted ? (
              <p className={cx(parts.muted)}>
                {s('signature.acceptedAt', { time: data.acceptedAt ? clock.moment(data.acceptedAt) : '', version: data.version })}
              </p>
            ) : (
              <div className={cx(parts.stack)}>
                <Checkbox
                  label={s('signature.read')}
                  checked={isRead}
                  onChange={(event) => setRead(event.currentTarget.checked)}
                />
                <div>
                  <Button
                    variant="filled"
                    aria-disabled={!isRead || accept.isPending}
                    onClick={() => {
                      if (!isRead || accept.isPending) return;
                      accept.mutate(
                        { path: '/auth/agreement', body: { accept: true, version: data.version } },
                        { onSuccess: () => client.invalidateQueries({ queryKey: sessionKey }) },
                      );
                    }}
                  >
                    {accept.isPending ? t('form.saving') : s('signature.accept')}
                  </Button>
                </div>
              </div>
            )}
          </>
        )}
      </Answered>
    </Section>
  );
}
