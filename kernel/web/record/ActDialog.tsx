import { Button } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import type { AnyRecord, FieldFacts, TransitionSpec } from '#kernel/schema';
import type { Problem } from '../api/problem.ts';
import type { RefNames } from '../api/records.ts';
import { FieldInput } from '../form/FieldInput.tsx';
import { faultOf, toApi } from '../form/field-rules.ts';
import { useLabel, useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { Dialog, DialogBody, DialogFoot } from '../parts/Dialog.tsx';
import { Message } from '../parts/Message.tsx';
import { isReasonEnough, ReasonField } from '../parts/ReasonField.tsx';
import css from './ActDialog.module.css';
import { inputsOf } from './act-inputs.ts';

export interface ActDialogProps {
  readonly record: AnyRecord;
  readonly number: string;
  readonly spec: TransitionSpec;
  readonly refs: RefNames;
  readonly problem?: Problem | undefined;
  readonly isBusy: boolean;
  /** A signature follows, which asks for the reason itself. */
  readonly isBeforeSigning: boolean;
  readonly onAct: (input: Readonly<Record<string, unknown>>, reason: string) => void;
  readonly onClose: () => void;
}

/** What a transition asks before it happens: its inputs, the people of the stage it opens, and a reason. */
export function ActDialog({ record, number, spec, refs, problem, isBusy, isBeforeSigning, onAct, onClose }: ActDialogProps) {
  const t = useT();
  const label = useLabel();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>({});
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const inputs = inputsOf(record, spec);
  const asksReason = spec.reason !== undefined && !isBeforeSigning;
  const faultText = (name: string, field: FieldFacts): string | undefined => {
    const fault = isChecked ? faultOf(field, values[name]) : undefined;
    if (!fault) return problem?.errors.find((e) => e.path === name)?.message;
    return fault.key === 'required' ? t('form.required', { field: label(field.label) }) : t(`form.${fault.key}`, { ...fault });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (isBusy) return;
    const isFaulty = inputs.some(([name, field]) => faultOf(field, values[name]) !== undefined);
    if (isFaulty || (asksReason && !isReasonEnough(reason, spec.reason === 'required'))) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const given = inputs.map(([name, field]): [string, unknown] => [name, toApi(field, values[name])]);
    onAct(
      Object.fromEntries(given.filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))),
      reason.trim(),
    );
  };
  return (
    <Dialog title={`${label(spec.label)}: ${number}`} size="32rem" isBusy={isBusy} onClose={onClose}>
      <form ref={form} onSubmit={submit} noValidate>
        <DialogBody>
          {spec.effects && spec.effects.length > 0 && (
            <ul className={cx(css.effects)}>
              {spec.effects.map((effect) => (
                <li key={effect.en}>{label(effect)}</li>
              ))}
            </ul>
          )}
          {problem && (
            <Message tone="bad" role="alert" title={problem.detail}>
              {problem.way && `${t('refusal.toChange')} ${problem.way}`}{' '}
              {problem.requestId && t('error.reference', { code: problem.requestId })}
            </Message>
          )}
          {inputs.map(([name, field]) => (
            <FieldInput
              key={name}
              name={name}
              field={field}
              value={values[name]}
              onChange={(value) => setValues((was) => ({ ...was, [name]: value }))}
              error={faultText(name, field)}
              isDisabled={isBusy}
              refs={refs}
            />
          ))}
          {asksReason && (
            <ReasonField
              value={reason}
              onChange={setReason}
              isRequired={spec.reason === 'required'}
              isDisabled={isBusy}
              isChecked={isChecked}
            />
          )}
        </DialogBody>
        <DialogFoot>
          <Button onClick={onClose} disabled={isBusy}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="filled" aria-disabled={isBusy}>
            {isBusy ? t('form.saving') : isBeforeSigning ? t('act.toSignature') : label(spec.label)}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
