import type { Problem } from '../../api/problem.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/index.ts';
import { Message } from '../../parts/Message.tsx';

/** What did not happen and why, beside where it was tried. */
export function ProblemMessage({ problem }: { readonly problem: Problem }) {
  const t = useT();
  const others = problem.errors.map((fault) => fault.message).filter((text) => text !== '' && text !== problem.detail);
  return (
    <Message tone="bad" role="alert" title={problem.detail}>
      {others.join(' ')} {problem.way && `${t('refusal.toChange')} ${problem.way}`}{' '}
      {problem.requestId && t('error.reference', { code: problem.requestId })}
    </Message>
  );
}

/** The problem behind an error of a request; undefined for none and for errors of another kind. */
export const problemOf = (error: unknown): Problem | undefined => (error instanceof ApiProblem ? error.problem : undefined);
