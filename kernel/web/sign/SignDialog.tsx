import { Button } from '@mantine/core';
import { IconWritingSign } from '@tabler/icons-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { announce } from '../parts/announce.ts';
import { cx } from '../parts/cx.ts';
import { Dialog, DialogBody, DialogFoot } from '../parts/Dialog.tsx';
import { Message } from '../parts/Message.tsx';
import { isReasonEnough, ReasonField } from '../parts/ReasonField.tsx';
import css from './SignDialog.module.css';
import { SignedContent } from './SignedContent.tsx';
import { SignFactors } from './SignFactors.tsx';
import type { SignDialogProps, SignOutcome } from './types.ts';

const WIDTH = '37.5rem';

/**
 * The one signature dialog of the application (21 CFR 11.50, 11.200). It says what is signed, in which meaning, what will
 * follow, and only then asks who is signing. Focus stays inside; a click beside it does not close it; while the signature runs it is locked.
 */
export function SignDialog(props: SignDialogProps) {
  const {
    isOpen,
    act,
    subjects,
    meaning,
    effects,
    reason: reasonRule,
    isFirst,
    hasPasskey,
    isPasskeyOnly = false,
    outcomes,
    onSign,
    onClose,
  } = props;
  const t = useT();
  const [reason, setReason] = useState('');
  const [kind, setKind] = useState<'passkey' | 'password'>(isPasskeyOnly || (hasPasskey && !isFirst) ? 'passkey' : 'password');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [isChecked, setChecked] = useState(false);
  const [failure, setFailure] = useState<Extract<SignOutcome, { ok: false }> | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const isStopped = props.identical?.isIdentical === false || failure?.isLocked === true;

  useEffect(() => {
    if (isOpen) return;
    setReason('');
    setPassword('');
    setFailure(null);
    setChecked(false);
  }, [isOpen]);

  const close = () => {
    if (!isBusy) onClose();
  };

  if (!isOpen) return null;
  return (
    <Dialog
      title={subjects.length > 1 ? t('sign.titleBulk', { act, count: subjects.length }) : t('sign.title', { act })}
      icon={IconWritingSign}
      size={WIDTH}
      isBusy={isBusy}
      onClose={close}
    >
      <form ref={form} onSubmit={submit} aria-busy={isBusy} noValidate>
        <DialogBody>
          <SignedContent {...props} />
          {effects.length > 0 && (
            <section aria-label={t('sign.whenYouSign')}>
              <h3 className={cx(css.heading)}>{t('sign.whenYouSign')}</h3>
              <ul className={cx(css.effects)}>
                {effects.map((effect, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: effects are declared in a fixed order
                  <li key={index}>{effect}</li>
                ))}
              </ul>
            </section>
          )}
          {!outcomes && (
            <>
              <ReasonField
                value={reason}
                onChange={setReason}
                isRequired={reasonRule === 'required'}
                isDisabled={isBusy}
                isChecked={isChecked}
              />
              <SignFactors
                kind={kind}
                onKind={setKind}
                isFirst={isFirst}
                signedInAt={props.signedInAt}
                hasPasskey={hasPasskey}
                isPasskeyOnly={isPasskeyOnly}
                username={username}
                onUsername={setUsername}
                password={password}
                onPassword={setPassword}
                isBusy={isBusy}
                isChecked={isChecked}
              />
              {failure && (
                <Message tone="bad" role="alert" title={t('sign.notSigned')}>
                  {failure.detail}{' '}
                  {failure.triesLeft !== undefined && !failure.isLocked && t('sign.triesLeft', { count: failure.triesLeft })}{' '}
                  {failure.reference && t('error.reference', { code: failure.reference })}
                </Message>
              )}
            </>
          )}
        </DialogBody>
        <DialogFoot note={t('sign.legal')}>
          <Button onClick={close} disabled={isBusy} data-autofocus={outcomes ? true : undefined}>
            {outcomes ? t('common.close') : t('common.cancel')}
          </Button>
          {!outcomes && (
            <Button
              type="submit"
              variant="filled"
              aria-disabled={isBusy || isStopped}
              leftSection={<IconWritingSign size={15} stroke={1.7} aria-hidden="true" />}
            >
              {isBusy ? t('sign.signing') : t('sign.as', { meaning: meaning.constant })}
            </Button>
          )}
        </DialogFoot>
      </form>
    </Dialog>
  );

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isBusy || isStopped) return;
    setChecked(true);
    const isFactorGiven = kind === 'passkey' || (password !== '' && (!isFirst || username.trim() !== ''));
    if (!isReasonEnough(reason, reasonRule === 'required') || !isFactorGiven) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setBusy(true);
    setFailure(null);
    announce(t('sign.signing'));
    const outcome = await onSign({
      reason: reason.trim(),
      factor: kind === 'passkey' ? { kind } : { kind, password, ...(isFirst ? { username: username.trim() } : {}) },
    });
    setBusy(false);
    setPassword('');
    if (!outcome.ok) {
      setFailure(outcome);
      // The emptied password is no fault of the person.
      setChecked(false);
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('input[type="password"]')?.focus());
    }
  }
}
