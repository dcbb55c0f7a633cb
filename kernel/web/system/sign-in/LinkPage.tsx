import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { request } from '../../api/client.ts';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { Message } from '../../parts/Message.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { AppLink } from '../../shell/AppLink.tsx';
import { ProblemMessage, problemOf } from '../parts/ProblemMessage.tsx';
import { useSystemText } from '../texts.ts';
import { DoorPage } from './DoorPage.tsx';
import css from './sign-in.module.css';

interface LinkFacts {
  readonly kind: 'invitation' | 'reset';
  readonly username: string;
  readonly name: string;
  readonly organization: string;
  readonly passwordRules: { readonly minimum: number; readonly history: number };
}

/** Chooses a password through a single-use link: an invitation, or a reset (USR-01). */
export function LinkPage() {
  const { token = '' } = useParams({ strict: false }) as { readonly token?: string };
  const t = useT();
  const s = useSystemText();
  const [password, setPassword] = useState('');
  const path = `/auth/invitations/${encodeURIComponent(token)}`;
  const facts = useQuery({
    queryKey: ['invitation', token],
    queryFn: async ({ signal }) => (await request<{ data: LinkFacts }>('GET', path, { signal, isSignIn: true })).data.data,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const choose = useMutation({ mutationFn: () => request('POST', path, { body: { password }, isSignIn: true }) });
  const problem = problemOf(choose.error);
  const gone = problemOf(facts.error);
  const link = facts.data;
  const title = link?.kind === 'invitation' ? s('door.welcome', { name: link.name }) : t('password.choose');
  return (
    <DoorPage title={title}>
      {facts.isPending && <SkeletonRows rows={3} widths={['16rem']} />}
      {gone && (
        <Message tone="bad" role="alert" title={gone.detail} action={<AppLink href="/forgot">{s('door.newLink')}</AppLink>}>
          {gone.way && `${t('refusal.toChange')} ${gone.way}`}
        </Message>
      )}
      {choose.isSuccess && (
        <Message tone="good" role="status" title={t('password.chosen')}>
          {s('door.chosen', { username: link?.username ?? '' })}
        </Message>
      )}
      {link && !choose.isSuccess && (
        <form
          className={cx(css.form)}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (password !== '' && !choose.isPending) choose.mutate();
          }}
        >
          <p className={cx(css.hint)}>{s('door.account', { organization: link.organization, username: link.username })}</p>
          {problem && <ProblemMessage problem={problem} />}
          <input type="text" name="username" autoComplete="username" value={link.username} readOnly hidden />
          <PasswordInput
            size="lg"
            label={t('password.next')}
            description={`${t('password.rules', { count: link.passwordRules.minimum })} ${s('door.history', { count: link.passwordRules.history })}`}
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('sign.showPassword') }}
            error={problem?.errors[0]?.message}
          />
          <Button type="submit" size="lg" variant="filled" aria-disabled={choose.isPending || password === ''}>
            {choose.isPending ? t('form.saving') : t('password.save')}
          </Button>
        </form>
      )}
    </DoorPage>
  );
}
