import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../i18n/index.ts';
import { cx } from './cx.ts';
import css from './ReasonField.module.css';

/** Least length of a required reason in characters, without outer blanks (CORE-01). */
export const REASON_MIN = 10;

/** Whether a reason may be sent: long enough where required, anything where not. */
export function isReasonEnough(reason: string, isRequired: boolean): boolean {
  return !isRequired || reason.trim().length >= REASON_MIN;
}

export interface ReasonFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isRequired: boolean;
  readonly isDisabled?: boolean;
  /** Fault the server found with it. */
  readonly error?: string | undefined;
  /** Shows its own fault even before it was left once. */
  readonly isChecked?: boolean;
}

/** Why something is done, as the history will show it. The least length is said only when the text is too short. */
export function ReasonField({ value, onChange, isRequired, isDisabled = false, error, isChecked = false }: ReasonFieldProps) {
  const t = useT();
  const [wasLeft, setLeft] = useState(false);
  const isShort = (wasLeft || isChecked) && !isReasonEnough(value, isRequired);
  return (
    <Textarea
      label={
        <>
          {t('reason.label')} <span className={cx(css.hint)}>{isRequired ? t('reason.shown') : t('reason.shownOptional')}</span>
        </>
      }
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => setLeft(true)}
      error={error ?? (isShort ? t('reason.short', { min: REASON_MIN, count: value.trim().length }) : undefined)}
      required={isRequired}
      disabled={isDisabled}
      rows={2}
      name="reason"
    />
  );
}
