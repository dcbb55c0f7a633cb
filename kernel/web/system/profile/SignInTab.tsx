import { Button, PasswordInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { Session } from '../../api/session.ts';
import { useClock } from '../../i18n/clock.tsx';
import { useT } from '../../i18n/index.ts';
import { announce } from '../../parts/announce.ts';
import { cx } from '../../parts/cx.ts';
import { Message } from '../../parts/Message.tsx';
import { Section } from '../../parts/Section.tsx';
import type { SessionLine } from '../access/answers.ts';
import { Answered } from '../parts/Answered.tsx';
import { AskDialog } from '../parts/AskDialog.tsx';
import { ProblemMessage, problemOf } from '../parts/ProblemMessage.tsx';
import { SessionTable } from '../parts/SessionTable.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useChange } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import css from './profile.module.css';

/** Own password and where the person is signed in. */
export function SignInTab({ session }: { readonly session: Session }) {
  return (
    <div className={cx(css.tab)}>
      <PasswordForm username={session.user.username} />
      <OwnSessions />
    </div>
  );
}

function PasswordForm({ username }: { readonly username: string }) {
  const t = useT();
  const s = useSystemText();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useChange(['/auth/sessions']);
  const problem = problemOf(change.error);
  const faultOf = (path: string): string | undefined => problem?.errors.find((fault) => fault.path === path)?.message;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (change.isPending || current === '' || next === '') return;
    await change.mutateAsync({ path: '/auth/password', body: { current, next } }).then(
      () => {
        setCurrent('');
        setNext('');
        announce(s('profile.passwordChanged'));
      },
      () => undefined,
    );
  };
  return (
    <Section title={s('profile.password')} note={s('profile.passwordNote')}>
      <form className={cx(parts.form)} onSubmit={(event) => void submit(event)} noValidate>
        {problem && <ProblemMessage problem={problem} />}
        {change.isSuccess && <Message tone="good" role="status" title={s('profile.passwordChanged')} />}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordInput
          label={t('password.current')}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('sign.showPassword') }}
          error={faultOf('current')}
        />
        <PasswordInput
          label={t('password.next')}
          description={s('profile.passwordHint')}
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('sign.showPassword') }}
          error={faultOf('next')}
        />
        <div>
          <Button type="submit" variant="filled" aria-disabled={change.isPending || current === '' || next === ''}>
            {change.isPending ? t('form.saving') : t('password.save')}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function OwnSessions() {
  const s = useSystemText();
  const clock = useClock();
  const navigate = useNavigate();
  const sessions = useAnswer<{ readonly items: readonly SessionLine[] }>('/auth/sessions');
  const change = useChange(['/auth/sessions']);
  const [ending, setEnding] = useState<SessionLine | 'all' | null>(null);
  return (
    <Section title={s('profile.sessions')} note={s('profile.sessionsNote')}>
      <div className={cx(parts.stack)}>
        <Answered answer={sessions} what={s('profile.sessions')}>
          {({ items }) => <SessionTable items={items} onEnd={setEnding} />}
        </Answered>
        <div>
          <Button size="xs" onClick={() => setEnding('all')}>
            {s('profile.everywhere')}…
          </Button>
        </div>
      </div>
      {ending && (
        <AskDialog
          title={ending === 'all' ? s('profile.everywhere') : s('profile.endSession')}
          action={ending === 'all' ? s('profile.everywhere') : s('profile.endSession')}
          reason="none"
          effects={
            <p>
              {ending === 'all'
                ? s('profile.everywhereEffect')
                : s('profile.endSessionEffect', { time: clock.moment(ending.createdAt) })}
            </p>
          }
          onAct={async () => {
            if (ending !== 'all') {
              await change.mutateAsync({ method: 'DELETE', path: `/auth/sessions/${ending.ref}` });
              return;
            }
            await change.mutateAsync({ path: '/auth/logout-everywhere' }).then(() => navigate({ to: '/sign-in' }));
          }}
          onClose={() => setEnding(null)}
        />
      )}
    </Section>
  );
}
