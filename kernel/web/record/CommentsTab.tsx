import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { useRecordPart } from '../api/records.ts';
import { resourceOf } from '../api/resource.ts';
import { useClock } from '../i18n/clock.tsx';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { EmptyState } from '../parts/EmptyState.tsx';
import { ErrorInPlace } from '../parts/ErrorInPlace.tsx';
import { SkeletonRows } from '../parts/SkeletonRows.tsx';
import { StateBadge } from '../parts/StateBadge.tsx';
import { refText } from '../screens/RefLink.tsx';
import type { RecordPanelProps } from '../screens/screens-for.ts';
import type { CommentAnswer } from './answers.ts';
import css from './tabs-common.module.css';

/** Comments, oldest first, with their answers; writing one needs no reason and is in the history. */
export function CommentsTab({ record, row, refs }: RecordPanelProps) {
  const t = useT();
  const clock = useClock();
  const found = useRecordPart<CommentAnswer>(record, row.id, 'comments');
  const [text, setText] = useState('');
  const add = useMutation({
    mutationFn: () => request('POST', `${resourceOf(record)}/${row.id}/comments`, { body: { body: text.trim() } }),
    onSuccess: async () => {
      setText('');
      await found.refetch();
    },
  });
  if (found.error) return <ErrorInPlace error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <SkeletonRows rows={3} widths={['10rem', '30rem']} />;
  const names = { ...refs, ...found.data.refs };
  const nameOf = (id: string): string => refText(id, names) ?? t('common.unknownPerson');
  return (
    <div className={cx(css.page)}>
      {found.data.items.length === 0 ? (
        <EmptyState title={t('record.noComments')} />
      ) : (
        <ol className={cx(css.comments)}>
          {found.data.items.map((comment) => (
            <li key={comment.id}>
              <div className={cx(css.by)}>
                <strong>{nameOf(comment.createdBy)}</strong>
                <span>{clock.moment(comment.createdAt)}</span>
                {comment.state === 'RESOLVED' && <StateBadge family="valid" label={t('comment.resolved')} />}
                {comment.state === 'DISMISSED' && <StateBadge family="ended" label={t('comment.dismissed')} />}
              </div>
              <p className={cx(css.body)}>{comment.body}</p>
              {comment.response && (
                <p className={cx(css.answer)}>
                  <strong>{comment.respondedBy ? nameOf(comment.respondedBy) : ''}</strong> {comment.response}
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
      <form
        className={cx(css.write)}
        data-no-print=""
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '' && !add.isPending) add.mutate();
        }}
      >
        <Textarea
          label={t('record.commentLabel')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={2}
          error={add.error instanceof ApiProblem ? add.error.problem.detail : undefined}
        />
        <Button type="submit" aria-disabled={add.isPending || text.trim() === ''}>
          {t('record.addComment')}
        </Button>
      </form>
    </div>
  );
}
