import { Button, Menu, PasswordInput, TextInput, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBuilding,
  IconChevronDown,
  IconFingerprint,
  IconLanguage,
  IconShieldCheck,
  IconSun,
} from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { languages } from '#kernel/schema';
import type { Problem } from '#kernel/web/api/problem.ts';
import type { PublicInfo } from '#kernel/web/api/public-info.ts';
import type { Credentials } from '#kernel/web/api/session.ts';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { setLanguage, useLanguage, useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { UrgencyMark } from '#kernel/web/parts/Deadline.tsx';
import { Message } from '#kernel/web/parts/Message.tsx';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { EnvironmentStrip } from '#kernel/web/shell/EnvironmentStrip.tsx';
import { Mark } from '#kernel/web/shell/Mark.tsx';
import { languageNames } from '#kernel/web/shell/PersonMenu.tsx';
import css from './SignInView.module.css';

export interface SignInViewProps {
  readonly info: PublicInfo;
  /** The session before ended for lack of activity. */
  readonly wasIdle: boolean;
  /** Number of the record whose draft is on this device. */
  readonly draftOf?: string | undefined;
  readonly failure?: Problem | undefined;
  readonly isBusy: boolean;
  readonly onSubmit: (credentials: Credentials) => Promise<void>;
  readonly onPasskey?: () => void;
}

/** Sign-in: kept draft, password, passkey, organization account, facts of the system. The plumb line is its only ornament. */
export function SignInView(props: SignInViewProps) {
  const { info } = props;
  return (
    <div className={cx(css.page)}>
      {info.environment && !info.environment.isProduction && <EnvironmentStrip environment={info.environment} />}
      <div className={cx(css.halves)}>
        <main className={cx(css.form)}>
          <div className={cx(css.column)}>
            <SignInForm {...props} />
          </div>
        </main>
        <aside className={cx(css.facts)} aria-labelledby="before-sign-in">
          <div className={cx(css.cord)} aria-hidden="true" />
          <Facts info={info} />
        </aside>
      </div>
    </div>
  );
}

function SignInForm({ info, wasIdle, draftOf, failure, isBusy, onSubmit, onPasskey }: SignInViewProps) {
  const t = useT();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [isChecked, setChecked] = useState(false);
  const needsCode = failure?.rule?.includes('code') || failure?.rule?.includes('totp') || failure?.rule?.includes('mfa');
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setChecked(true);
    if (isBusy) return;
    const empty = username.trim() === '' ? 'username' : password === '' ? 'password' : null;
    if (empty) {
      event.currentTarget.querySelector<HTMLInputElement>(`input[name="${empty}"]`)?.focus();
      return;
    }
    await onSubmit({ username: username.trim(), password, ...(code ? { code } : {}) });
  };
  return (
    <>
      <p className={cx(css.brand)}>
        <Mark size={24} /> Plumbline
      </p>
      <h1 className={cx(css.title)}>{t('signIn.title', { organization: info.organization ?? 'Plumbline' })}</h1>
      {info.host && <p className={cx(css.host)}>{info.host}</p>}
      {wasIdle && (
        <div className={cx(css.kept)}>
          <Message tone="plain" icon={IconAlertTriangle} role="status">
            {t('signIn.kept', { minutes: info.idleMinutes ?? 15 })} {draftOf && t('signIn.draft', { number: draftOf })}
          </Message>
        </div>
      )}
      <form onSubmit={(event) => void submit(event)} className={cx(css.fields)} noValidate>
        {failure && (
          <Message tone="bad" role="alert" title={t('signIn.failed')}>
            {failure.detail}
          </Message>
        )}
        <TextInput
          size="lg"
          label={t('signIn.userId')}
          name="username"
          autoComplete="username"
          autoFocus
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          error={isChecked && username.trim() === '' ? t('signIn.needUserId') : undefined}
        />
        <div className={cx(css.secret)}>
          <PasswordInput
            size="lg"
            label={t('signIn.password')}
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('sign.showPassword') }}
            error={isChecked && password === '' ? t('signIn.needPassword') : undefined}
          />
          <AppLink href="/forgot" className={cx(css.cannot)}>
            {t('signIn.cannot')}
          </AppLink>
        </div>
        {needsCode && (
          <TextInput
            size="lg"
            label={t('signIn.code')}
            description={t('signIn.codeHint')}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        <Button type="submit" variant="filled" size="lg" fullWidth aria-disabled={isBusy}>
          {isBusy ? t('signIn.submitting') : t('signIn.submit')}
        </Button>
      </form>
      {(onPasskey || info.singleSignOn) && (
        <>
          <p className={cx(css.or)}>{t('signIn.or')}</p>
          <div className={cx(css.others)}>
            {onPasskey && (
              <Button size="lg" leftSection={<IconFingerprint size={17} stroke={1.7} aria-hidden="true" />} onClick={onPasskey}>
                {t('signIn.passkey')}
              </Button>
            )}
            {info.singleSignOn && (
              <Button
                size="lg"
                component="a"
                href={info.singleSignOn.url}
                leftSection={<IconBuilding size={17} stroke={1.7} aria-hidden="true" />}
              >
                {t('signIn.account', { organization: info.singleSignOn.label })}
              </Button>
            )}
          </div>
        </>
      )}
      <Settings />
    </>
  );
}

function Settings() {
  const t = useT();
  const language = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={cx(css.settings)}>
      <Menu position="bottom-start">
        <Menu.Target>
          <UnstyledButton className={cx(css.setting)}>
            <IconLanguage size={14} stroke={1.7} aria-hidden="true" />
            {languageNames[language]}
            <IconChevronDown size={13} stroke={1.7} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {languages.map((option) => (
            <Menu.Item key={option} lang={option} onClick={() => void setLanguage(option)}>
              {languageNames[option]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-start">
        <Menu.Target>
          <UnstyledButton className={cx(css.setting)}>
            <IconSun size={14} stroke={1.7} aria-hidden="true" />
            {t(`shell.scheme.${colorScheme}`)}
            <IconChevronDown size={13} stroke={1.7} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {(['light', 'dark', 'auto'] as const).map((scheme) => (
            <Menu.Item key={scheme} onClick={() => setColorScheme(scheme)}>
              {t(`shell.scheme.${scheme}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function Facts({ info }: { readonly info: PublicInfo }) {
  const t = useT();
  const clock = useClock();
  return (
    <div className={cx(css.factsText)}>
      <h2 id="before-sign-in">{t('signIn.before')}</h2>
      <dl>
        {info.isHealthy !== undefined && (
          <div>
            <dt>{t('signIn.system')}</dt>
            <dd>
              <UrgencyMark urgency={info.isHealthy ? 'calm' : 'late'} />{' '}
              {info.isHealthy ? t('signIn.systemOk') : t('signIn.systemBad')}
            </dd>
          </div>
        )}
        {info.sealCheckedAt !== undefined && (
          <div>
            <dt>{t('signIn.records')}</dt>
            <dd>
              {info.sealCheckedAt && <IconShieldCheck size={15} stroke={1.7} className={cx(css.seal)} aria-hidden="true" />}
              {info.sealCheckedAt ? t('signIn.sealOk', { when: clock.moment(info.sealCheckedAt) }) : t('signIn.sealNone')}
            </dd>
          </div>
        )}
        {info.release && <Fact label={t('signIn.release')} text={[info.release, info.releaseNote].filter(Boolean).join(', ')} />}
        {info.plannedWork && <Fact label={t('signIn.planned')} text={info.plannedWork} />}
        {info.help && <Fact label={t('signIn.help')} text={info.help} />}
      </dl>
      <h3>{t('signIn.yours')}</h3>
      <p>{t('signIn.yoursText')}</p>
      {info.lockout && <p>{t('signIn.locks', info.lockout)}</p>}
    </div>
  );
}

function Fact({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </div>
  );
}
