import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { ApiProblem, type Problem } from '../../api/problem.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, DialogBody, DialogFoot } from '../../parts/Dialog.tsx';
import { isReasonEnough, ReasonField } from '../../parts/ReasonField.tsx';
import { ProblemMessage } from './ProblemMessage.tsx';

export interface AskDialogProps {
  readonly title: string;
  /** Verb and object of the button. */
  readonly action: string;
  /** What it will cause, before the fields. */
  readonly effects?: ReactNode;
  readonly reason?: 'required' | 'optional' | 'none';
  readonly size?: string;
  /** Whether the fields are filled well enough; they show their own faults once `isChecked`. */
  readonly isComplete?: boolean;
  /** Fields of the dialog; `faultOf` gives what the server found with one. */
  readonly children?: (state: {
    readonly isChecked: boolean;
    readonly isBusy: boolean;
    readonly faultOf: (path: string) => string | undefined;
  }) => ReactNode;
  readonly onAct: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks for what an act needs, its reason last. A refusal stays in it with what was typed; afterwards it closes. */
export function AskDialog(props: AskDialogProps) {
  const {
    title,
    action,
    effects,
    reason: wanted = 'required',
    size = '32rem',
    isComplete = true,
    children,
    onAct,
    onClose,
  } = props;
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const faultOf = (path: string): string | undefined => problem?.errors.find((fault) => fault.path === path)?.message;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setChecked(true);
    if (isBusy) return;
    if (!isComplete || (wanted !== 'none' && !isReasonEnough(reason, wanted === 'required'))) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await onAct(reason.trim());
      onClose();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.problem);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog title={title} size={size} isBusy={isBusy} onClose={onClose}>
      <form ref={form} onSubmit={(event) => void submit(event)} noValidate aria-busy={isBusy}>
        <DialogBody>
          {effects}
          {problem && <ProblemMessage problem={problem} />}
          {children?.({ isChecked, isBusy, faultOf })}
          {wanted !== 'none' && (
            <ReasonField
              value={reason}
              onChange={setReason}
              isRequired={wanted === 'required'}
              isDisabled={isBusy}
              isChecked={isChecked}
              error={faultOf('reason')}
            />
          )}
        </DialogBody>
        <DialogFoot>
          <Button onClick={onClose} disabled={isBusy}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="filled" aria-disabled={isBusy}>
            {isBusy ? t('form.saving') : action}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
