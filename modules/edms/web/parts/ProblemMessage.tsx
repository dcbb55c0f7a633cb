import type { Problem } from '#kernel/web/api/problem.ts';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { Message } from '#kernel/web/parts/Message.tsx';
import { useFieldName } from '#kernel/web/screens/names.ts';
import { Document } from '../../records/document.ts';
import { Version } from '../../records/version.ts';
import { useEdmsT } from '../texts.ts';
import css from './ProblemMessage.module.css';

/** A refusal in place: what did not happen and why, every item that is missing, and who or what lifts it. */
export function ProblemMessage({ problem }: { readonly problem: Problem }) {
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  const fieldName = useFieldName();
  const nameOf = (path: string): string => {
    if (path === 'file') return e('file.title');
    if (path === 'type') return label(Document.fields.typeId.label);
    return path in Version.fields ? fieldName(Version, path) : path;
  };
  const isMissing = problem.rule === 'edms.incomplete';
  return (
    <Message
      tone="bad"
      role="alert"
      isStacked={isMissing}
      title={isMissing ? e('act.missing', { count: problem.errors.length }) : problem.detail}
    >
      {isMissing ? (
        <span className={cx(css.items)}>
          {problem.errors.map((fault) => (
            <span key={fault.path}>{nameOf(fault.path)}</span>
          ))}
        </span>
      ) : (
        // A fault may only name its rule; what is not a sentence is not for people.
        problem.errors
          .map((fault) => fault.message)
          .filter((message) => message.includes(' '))
          .join(' ')
      )}{' '}
      {problem.way && `${t('refusal.toChange')} ${problem.way}`}{' '}
      {problem.status >= 500 && problem.requestId && t('error.reference', { code: problem.requestId })}
    </Message>
  );
}
