import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/client.ts';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { Message } from '../../parts/Message.tsx';
import { ProblemMessage, problemOf } from '../parts/ProblemMessage.tsx';
import { useSystemText } from '../texts.ts';
import { DoorPage } from './DoorPage.tsx';
import css from './sign-in.module.css';

/** Asks for a link to choose a new password. The answer is the same whether the name exists or not (USR-11). */
export function ForgotPage() {
  const t = useT();
  const s = useSystemText();
  const [username, setUsername] = useState('');
  const [isChecked, setChecked] = useState(false);
  const ask = useMutation({
    mutationFn: () => request('POST', '/auth/forgot', { body: { username: username.trim() }, isSignIn: true }),
  });
  const problem = problemOf(ask.error);
  return (
    <DoorPage title={s('door.forgot')}>
      {ask.isSuccess ? (
        <Message tone="good" role="status" title={s('door.asked')}>
          {s('door.askedText')}
        </Message>
      ) : (
        <form
          className={cx(css.form)}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setChecked(true);
            if (username.trim() !== '' && !ask.isPending) ask.mutate();
          }}
        >
          <p className={cx(css.hint)}>{s('door.forgotText')}</p>
          {problem && <ProblemMessage problem={problem} />}
          <TextInput
            size="lg"
            label={t('signIn.userId')}
            autoComplete="username"
            autoFocus
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            error={isChecked && username.trim() === '' ? t('signIn.needUserId') : undefined}
          />
          <Button type="submit" size="lg" variant="filled" aria-disabled={ask.isPending}>
            {s('door.send')}
          </Button>
        </form>
      )}
    </DoorPage>
  );
}
