import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { request } from '#kernel/web/api/client.ts';
import { ApiProblem } from '#kernel/web/api/problem.ts';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { ErrorInPlace } from '#kernel/web/parts/ErrorInPlace.tsx';
import { Message } from '#kernel/web/parts/Message.tsx';
import { SkeletonRows } from '#kernel/web/parts/SkeletonRows.tsx';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { Mark } from '#kernel/web/shell/Mark.tsx';
import css from './forms.module.css';

interface LinkFacts {
  readonly username: string;
  readonly name: string;
  readonly organization: string;
  readonly passwordRules: { readonly minimum: number; readonly history: number };
}

/** Chooses a password through a single-use link: an invitation, or a forgotten password. */
export function LinkPage() {
  const { token } = useParams({ from: '/password/$token' });
  const t = useT();
  const [password, setPassword] = useState('');
  const path = `/auth/invitations/${encodeURIComponent(token)}`;
  const facts = useQuery({
    queryKey: ['invitation', token],
    queryFn: async ({ signal }) => (await request<{ data: LinkFacts }>('GET', path, { signal, isSignIn: true })).data.data,
    retry: false,
  });
  const choose = useMutation({ mutationFn: () => request('POST', path, { body: { password }, isSignIn: true }) });
  const problem = choose.error instanceof ApiProblem ? choose.error.problem : undefined;
  return (
    <main className={cx(css.page)}>
      <div className={cx(css.column)}>
        <Mark size={24} />
        <h1>{t('password.choose')}</h1>
        {facts.isPending && <SkeletonRows rows={3} widths={['16rem']} />}
        {facts.error && <ErrorInPlace error={facts.error} />}
        {choose.isSuccess && (
          <Message
            tone="good"
            role="status"
            title={t('password.chosen')}
            action={<AppLink href="/sign-in">{t('signIn.submit')}</AppLink>}
          />
        )}
        {facts.data && !choose.isSuccess && (
          <form
            className={cx(css.form)}
            onSubmit={(event) => {
              event.preventDefault();
              if (password !== '' && !choose.isPending) choose.mutate();
            }}
          >
            <p className={cx(css.hint)}>
              {facts.data.name}, {facts.data.organization}
            </p>
            {problem && <Message tone="bad" role="alert" title={problem.detail} />}
            <input type="hidden" name="username" autoComplete="username" value={facts.data.username} readOnly />
            <PasswordInput
              size="lg"
              label={t('password.next')}
              description={t('password.rules', { count: facts.data.passwordRules.minimum })}
              autoComplete="new-password"
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': t('sign.showPassword') }}
              error={problem?.errors[0]?.message}
            />
            <Button type="submit" size="lg" variant="filled" aria-disabled={choose.isPending}>
              {t('password.save')}
            </Button>
          </form>
        )}
      </div>
    </main>
  );
}
