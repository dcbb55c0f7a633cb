import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '#kernel/web/api/client.ts';
import { ApiProblem } from '#kernel/web/api/problem.ts';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { Message } from '#kernel/web/parts/Message.tsx';
import { Mark } from '#kernel/web/shell/Mark.tsx';
import css from './forms.module.css';

/** Asks for a new password when the old one has run out; nothing else works until then. */
export function PasswordPage({ username }: { readonly username: string }) {
  const t = useT();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => request('POST', '/auth/password', { body: { current, next } }),
    onSuccess: () => client.invalidateQueries(),
  });
  const problem = change.error instanceof ApiProblem ? change.error.problem : undefined;
  const faultOf = (path: string): string | undefined => problem?.errors.find((fault) => fault.path === path)?.message;
  return (
    <main className={cx(css.page)}>
      <div className={cx(css.column)}>
        <Mark size={24} />
        <h1>{t('password.title')}</h1>
        <form
          className={cx(css.form)}
          onSubmit={(event) => {
            event.preventDefault();
            if (current !== '' && next !== '' && !change.isPending) change.mutate();
          }}
        >
          <p className={cx(css.hint)}>{t('password.expired')}</p>
          {problem && (
            <Message tone="bad" role="alert" title={problem.detail}>
              {problem.way}
            </Message>
          )}
          <input type="hidden" name="username" autoComplete="username" value={username} readOnly />
          <PasswordInput
            size="lg"
            label={t('password.current')}
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('sign.showPassword') }}
            error={faultOf('current')}
          />
          <PasswordInput
            size="lg"
            label={t('password.next')}
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('sign.showPassword') }}
            error={faultOf('next')}
          />
          <Button type="submit" size="lg" variant="filled" aria-disabled={change.isPending}>
            {t('password.save')}
          </Button>
        </form>
      </div>
    </main>
  );
}
