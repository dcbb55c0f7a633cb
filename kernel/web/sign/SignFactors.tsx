import { PasswordInput, TextInput } from '@mantine/core';
import { IconFingerprint, IconKey } from '@tabler/icons-react';
import { useClock } from '../i18n/clock.tsx';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { Segments } from '../parts/Segments.tsx';
import css from './SignDialog.module.css';

interface SignFactorsProps {
  readonly kind: 'passkey' | 'password';
  readonly onKind: (kind: 'passkey' | 'password') => void;
  readonly isFirst: boolean;
  readonly signedInAt?: string | undefined;
  readonly hasPasskey: boolean;
  readonly isPasskeyOnly: boolean;
  readonly username: string;
  readonly onUsername: (value: string) => void;
  readonly password: string;
  readonly onPassword: (value: string) => void;
  readonly isBusy: boolean;
  readonly isChecked: boolean;
}

/** Who is signing: passkey, or password with the user ID at the first signature of a session. */
export function SignFactors(props: SignFactorsProps) {
  const {
    kind,
    onKind,
    isFirst,
    signedInAt,
    hasPasskey,
    isPasskeyOnly,
    username,
    onUsername,
    password,
    onPassword,
    isBusy,
    isChecked,
  } = props;
  const t = useT();
  const clock = useClock();
  return (
    <section aria-label={t('sign.confirm')} className={cx(css.factors)}>
      <div className={cx(css.factorLine)}>
        <h3 className={cx(css.heading)}>{t('sign.confirm')}</h3>
        {hasPasskey && !isPasskeyOnly && (
          <Segments
            label={t('sign.factor')}
            value={kind}
            onChange={onKind}
            isDisabled={isBusy}
            options={[
              { value: 'passkey', label: t('sign.passkey'), icon: IconFingerprint },
              { value: 'password', label: t('sign.password'), icon: IconKey },
            ]}
          />
        )}
      </div>
      {kind === 'passkey' ? (
        <p className={cx(css.hint)}>{t('sign.passkeyHint')}</p>
      ) : (
        <>
          {isFirst && (
            <p className={cx(css.hint)}>
              {signedInAt ? t('sign.firstSince', { time: clock.time(signedInAt) }) : t('sign.first')}
            </p>
          )}
          <div className={cx(css.fields)}>
            {isFirst && (
              <TextInput
                label={t('sign.userId')}
                name="username"
                autoComplete="username"
                data-autofocus
                value={username}
                onChange={(event) => onUsername(event.currentTarget.value)}
                error={isChecked && username.trim() === '' ? t('sign.needUserId') : undefined}
                disabled={isBusy}
                required
              />
            )}
            <PasswordInput
              label={t('sign.signingPassword')}
              name="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => onPassword(event.currentTarget.value)}
              error={isChecked && password === '' && !isBusy ? t('sign.needPassword') : undefined}
              disabled={isBusy}
              visibilityToggleButtonProps={{ 'aria-label': t('sign.showPassword') }}
              data-autofocus={isFirst ? undefined : true}
              required
            />
          </div>
        </>
      )}
    </section>
  );
}
