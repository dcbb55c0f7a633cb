import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '#kernel/web/api/client.ts';
import { ApiProblem } from '#kernel/web/api/problem.ts';
import { recordKeys } from '#kernel/web/api/records.ts';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { LinkButton } from '#kernel/web/parts/LinkButton.tsx';
import { StateBadge } from '#kernel/web/parts/StateBadge.tsx';
import { Version } from '../../records/version.ts';
import type { CommentKind, PlacedComment } from '../api/answers.ts';
import { ProblemMessage } from '../parts/ProblemMessage.tsx';
import { useEdmsT } from '../texts.ts';
import css from './Comments.module.css';

type Verb = 'address' | 'resolve' | 'dismiss';

interface CommentItemProps {
  readonly versionId: string;
  readonly comment: PlacedComment;
  /** Number of its marker on the page. */
  readonly number: number | undefined;
  readonly page: number | undefined;
  readonly nameOf: (id: string) => string;
  readonly isChosen: boolean;
  readonly onChoose: ((commentId: string) => void) | undefined;
  readonly answers: readonly PlacedComment[];
}

const kindOf = (kind: string): CommentKind =>
  kind === 'suggestion' || kind === 'question' || kind === 'error' || kind === 'critical' ? kind : 'general';

/** One comment with its place, answer and state, and what the reader may make of it. */
export function CommentItem(props: CommentItemProps) {
  const { versionId, comment, number, page, nameOf, isChosen, onChoose, answers } = props;
  const t = useT();
  const e = useEdmsT();
  const clock = useClock();
  const client = useQueryClient();
  const [isAnswering, setAnswering] = useState(false);
  const [text, setText] = useState('');
  const move = useMutation({
    mutationFn: ({ verb, response }: { readonly verb: Verb; readonly response?: string }) =>
      request('POST', `/comments/${comment.id}/${verb}`, { body: response ? { response } : {} }),
    onSuccess: async () => {
      setAnswering(false);
      setText('');
      await client.invalidateQueries({ queryKey: recordKeys.one(Version, versionId) });
    },
  });
  const kind = kindOf(comment.kind);
  const may = (verb: Verb): boolean => comment.can?.[verb]?.ok === true;
  const problem = move.error instanceof ApiProblem ? move.error.problem : undefined;
  return (
    <li className={cx(css.item, isChosen && css.chosen)} data-item={comment.id} aria-current={isChosen ? 'true' : undefined}>
      <div className={cx(css.by)}>
        {number !== undefined && (
          <span className={cx(css.number, kind === 'critical' && css.square)} aria-hidden="true">
            {number}
          </span>
        )}
        <strong>{nameOf(comment.createdBy)}</strong>
        <span>{clock.moment(comment.createdAt)}</span>
      </div>
      <div className={cx(css.marks)}>
        {kind !== 'general' && (
          <StateBadge
            family={kind === 'critical' || kind === 'error' ? 'attention' : 'writing'}
            label={e(`comment.kind.${kind}`)}
          />
        )}
        {comment.state === 'ADDRESSED' && <StateBadge family="doing" label={e('comment.state.addressed')} />}
        {comment.state === 'RESOLVED' && <StateBadge family="valid" label={t('comment.resolved')} />}
        {comment.state === 'DISMISSED' && <StateBadge family="ended" label={t('comment.dismissed')} />}
        {page !== undefined && onChoose && (
          <LinkButton onClick={() => onChoose(comment.id)}>
            {e('comment.page', { page })}
            {comment.section ? `, ${comment.section}` : ''}
          </LinkButton>
        )}
      </div>
      {comment.highlight && <blockquote className={cx(css.quote)}>{comment.highlight}</blockquote>}
      <p className={cx(css.body)}>{comment.body}</p>
      {comment.response && (
        <p className={cx(css.answer)}>
          <strong>{comment.respondedBy ? nameOf(comment.respondedBy) : ''}</strong> {comment.response}
        </p>
      )}
      {answers.map((answer) => (
        <p key={answer.id} className={cx(css.answer)}>
          <strong>{nameOf(answer.createdBy)}</strong> {answer.body}
        </p>
      ))}
      {problem && <ProblemMessage problem={problem} />}
      {isAnswering ? (
        <form
          className={cx(css.write)}
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '' && !move.isPending) move.mutate({ verb: 'address', response: text.trim() });
          }}
        >
          <Textarea
            label={e('comment.answer')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autosize
            minRows={2}
            autoFocus
          />
          <div className={cx(css.buttons)}>
            <Button type="submit" aria-disabled={move.isPending || text.trim() === ''}>
              {e('comment.sendAnswer')}
            </Button>
            <Button onClick={() => setAnswering(false)}>{t('common.cancel')}</Button>
          </div>
        </form>
      ) : (
        <div className={cx(css.acts)} data-no-print="">
          {may('address') && <LinkButton onClick={() => setAnswering(true)}>{t('record.respond')}</LinkButton>}
          {may('resolve') && (
            <LinkButton onClick={() => !move.isPending && move.mutate({ verb: 'resolve' })}>{e('comment.resolve')}</LinkButton>
          )}
          {may('dismiss') && (
            <LinkButton onClick={() => !move.isPending && move.mutate({ verb: 'dismiss' })}>{e('comment.dismiss')}</LinkButton>
          )}
        </div>
      )}
    </li>
  );
}
