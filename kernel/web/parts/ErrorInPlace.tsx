import { ApiProblem } from '../api/problem.ts';
import { useT } from '../i18n/index.ts';
import { LinkButton } from './LinkButton.tsx';
import { Message } from './Message.tsx';

export interface ErrorInPlaceProps {
  readonly error: unknown;
  /** What was not loaded; said before the cause. */
  readonly what?: string;
  readonly onRetry?: () => void;
}

/** An error beside its cause: what did not happen, why, what to do, and a reference code. */
export function ErrorInPlace({ error, what, onRetry }: ErrorInPlaceProps) {
  const t = useT();
  const problem = error instanceof ApiProblem ? error.problem : undefined;
  return (
    <div style={{ padding: '0.75rem var(--gutter)' }}>
      <Message
        tone="bad"
        role="alert"
        title={what ? t('error.notLoaded', { what }) : t('error.title')}
        action={onRetry && <LinkButton onClick={onRetry}>{t('common.retry')}</LinkButton>}
      >
        {problem?.detail ?? t('error.unexpected')} {problem?.requestId && t('error.reference', { code: problem.requestId })}
      </Message>
    </div>
  );
}
