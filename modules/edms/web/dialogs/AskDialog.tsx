import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useRef } from 'react';
import type { Label } from '#kernel/schema';
import type { Problem } from '#kernel/web/api/problem.ts';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { Dialog, DialogBody, DialogFoot } from '#kernel/web/parts/Dialog.tsx';
import { ProblemMessage } from '../parts/ProblemMessage.tsx';
import css from './AskDialog.module.css';

interface AskDialogProps {
  readonly title: string;
  /** What the act will cause, said before anything is asked. */
  readonly effects?: readonly Label[] | undefined;
  readonly problem?: Problem | undefined;
  readonly isBusy: boolean;
  /** Verb and object of the button that goes on. */
  readonly action: string;
  /** The act cannot go on now; the content says why. */
  readonly isStopped?: boolean;
  /** Called when the form is sent; returns false when something is missing, and focus goes to the first fault. */
  readonly onSend: () => boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The frame of the dialogs of this module: effects, refusal, inputs, buttons. */
export function AskDialog(props: AskDialogProps) {
  const { title, effects = [], problem, isBusy, action, isStopped = false, onSend, onClose, children } = props;
  const t = useT();
  const label = useLabel();
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isBusy || isStopped || onSend()) return;
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <Dialog title={title} size="34rem" isBusy={isBusy} onClose={onClose}>
      <form ref={form} onSubmit={submit} noValidate>
        <DialogBody>
          {effects.length > 0 && (
            <ul className={cx(css.effects)}>
              {effects.map((effect) => (
                <li key={effect.en}>{label(effect)}</li>
              ))}
            </ul>
          )}
          {problem && <ProblemMessage problem={problem} />}
          {children}
        </DialogBody>
        <DialogFoot>
          <Button onClick={onClose} disabled={isBusy}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="filled" aria-disabled={isBusy || isStopped}>
            {isBusy ? t('form.saving') : action}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
