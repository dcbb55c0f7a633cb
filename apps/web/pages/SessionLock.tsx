import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '#kernel/web/api/client.ts';
import { ApiProblem } from '#kernel/web/api/problem.ts';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { Dialog, DialogBody } from '#kernel/web/parts/Dialog.tsx';
import { layers } from '#kernel/web/theme/tokens.ts';
import css from './forms.module.css';

/** Covers the page of a session locked for lack of activity; what was typed behind it stays. */
export function SessionLock({ name }: { readonly name: string }) {
  const t = useT();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const unlock = useMutation({
    mutationFn: () => request('POST', '/auth/unlock', { body: { password } }),
    onSuccess: () => client.invalidateQueries(),
    onError: () => setPassword(''),
  });
  return (
    <Dialog title={t('lock.title', { name })} size="27rem" zIndex={layers.lock} isForced onClose={() => undefined}>
      <DialogBody>
        <form
          className={cx(css.form)}
          onSubmit={(event) => {
            event.preventDefault();
            if (password !== '' && !unlock.isPending) unlock.mutate();
          }}
        >
          <p>{t('lock.text')}</p>
          <PasswordInput
            data-autofocus
            label={t('signIn.password')}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('sign.showPassword') }}
            error={unlock.error instanceof ApiProblem ? unlock.error.problem.detail : undefined}
          />
          <Button type="submit" variant="filled" aria-disabled={unlock.isPending}>
            {t('lock.continue')}
          </Button>
        </form>
      </DialogBody>
    </Dialog>
  );
}
