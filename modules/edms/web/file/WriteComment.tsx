import { Button, Select, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '#kernel/web/api/client.ts';
import { ApiProblem } from '#kernel/web/api/problem.ts';
import { recordKeys } from '#kernel/web/api/records.ts';
import { useT } from '#kernel/web/i18n/index.ts';
import { announce } from '#kernel/web/parts/announce.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { Version } from '../../records/version.ts';
import type { CommentKind } from '../api/answers.ts';
import { ProblemMessage } from '../parts/ProblemMessage.tsx';
import { useEdmsT } from '../texts.ts';
import css from './Comments.module.css';
import { type Place, placeToApi } from './places.ts';

const kinds = ['general', 'suggestion', 'question', 'error', 'critical'] as const satisfies readonly CommentKind[];

interface WriteCommentProps {
  readonly versionId: string;
  /** Absent for a comment about the whole version. */
  readonly place?: Place;
  readonly onDone?: (() => void) | undefined;
}

/** Writes a comment, on a place of a page or about the whole version. */
export function WriteComment({ versionId, place, onDone }: WriteCommentProps) {
  const t = useT();
  const e = useEdmsT();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [kind, setKind] = useState<CommentKind>('general');
  const add = useMutation({
    mutationFn: () =>
      request('POST', `/edms/versions/${versionId}/comments`, {
        body: { body: text.trim(), kind, ...(place ? placeToApi(place) : {}) },
      }),
    onSuccess: async () => {
      setText('');
      setKind('general');
      announce(e('comment.added'));
      await client.invalidateQueries({ queryKey: recordKeys.one(Version, versionId) });
      onDone?.();
    },
  });
  const problem = add.error instanceof ApiProblem ? add.error.problem : undefined;
  return (
    <form
      className={cx(css.write, place && css.onPage)}
      data-no-print=""
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || !onDone) return;
        event.preventDefault();
        onDone();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '' && !add.isPending) add.mutate();
      }}
    >
      <Textarea
        // A new marker takes the focus to its text.
        key={place ? 'place' : 'whole'}
        label={place ? e('comment.newOnPage', { page: place.page }) : e('comment.newWhole')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={2}
        autoFocus={place !== undefined}
      />
      <Select
        label={e('comment.kindLabel')}
        data={kinds.map((value) => ({ value, label: e(`comment.kind.${value}`) }))}
        value={kind}
        onChange={(value) => setKind(kinds.find((one) => one === value) ?? 'general')}
        allowDeselect={false}
        description={kind === 'critical' ? e('comment.criticalHint') : undefined}
      />
      {problem && <ProblemMessage problem={problem} />}
      <div className={cx(css.buttons)}>
        <Button type="submit" aria-disabled={add.isPending || text.trim() === ''}>
          {t('record.addComment')}
        </Button>
        {onDone && <Button onClick={onDone}>{t('common.cancel')}</Button>}
      </div>
    </form>
  );
}
