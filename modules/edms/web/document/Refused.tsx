import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { Problem } from '#kernel/web/api/problem.ts';
import { useT } from '#kernel/web/i18n/index.ts';
import { Dialog, DialogBody, DialogFoot } from '#kernel/web/parts/Dialog.tsx';
import { ProblemMessage } from '../parts/ProblemMessage.tsx';

interface RefusedProps {
  readonly problem: Problem;
  /** The act that was refused: "Accept review". */
  readonly action: string;
  readonly onClose: () => void;
}

/** An act that asks nothing and was refused: why, and who or what lifts it. */
export function Refused({ problem, action, onClose }: RefusedProps) {
  const t = useT();
  return (
    <Dialog title={t('refusal.title', { action })} icon={IconLock} size="32rem" onClose={onClose}>
      <DialogBody>
        <ProblemMessage problem={problem} />
      </DialogBody>
      <DialogFoot note={problem.rule && t('refusal.rule', { rule: problem.rule })}>
        <Button onClick={onClose} data-autofocus>
          {t('common.close')}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
