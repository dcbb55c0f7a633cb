import { useEffect, useRef } from 'react';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import type { Shown } from '../document/DocumentView.tsx';
import { useEdmsT } from '../texts.ts';
import { CommentItem } from './CommentItem.tsx';
import css from './Comments.module.css';
import { inReadingOrder, type Place } from './places.ts';
import { WriteComment } from './WriteComment.tsx';

interface CommentsPanelProps {
  readonly shown: Shown;
  readonly chosen?: string | undefined;
  readonly onChoose?: (commentId: string) => void;
  /** Where the comment being written will stand. */
  readonly place?: Place | null;
  readonly onPlaceDone?: () => void;
  /** Leads to the page of a comment, from where no pages are shown. */
  readonly onPlace?: (commentId: string) => void;
}

/** Comments on a version: those on its pages numbered as one reads, then those about the whole; answers stand under what they answer. */
export function CommentsPanel({ shown, chosen, onChoose, place = null, onPlaceDone, onPlace }: CommentsPanelProps) {
  const t = useT();
  const e = useEdmsT();
  const list = useRef<HTMLOListElement>(null);
  const { version, comments, refs } = shown;
  const placed = inReadingOrder(comments.filter((one) => one.parentId === null));
  const general = comments.filter((one) => one.parentId === null && !placed.some(({ comment }) => comment.id === one.id));
  const nameOf = (id: string): string => refs[id]?.title ?? t('common.unknownPerson');
  useEffect(() => {
    if (!chosen) return;
    list.current?.querySelector<HTMLElement>(`[data-item="${chosen}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const items = [
    ...placed.map(({ comment, place: where }, index) => ({ comment, number: index + 1, page: where.page })),
    ...general.map((comment) => ({ comment, number: undefined, page: comment.page ?? undefined })),
  ];
  return (
    <div className={cx(css.panel)}>
      {place && <WriteComment versionId={version.id} place={place} onDone={onPlaceDone} />}
      {items.length === 0 && !place && (
        <p className={cx(css.none)}>
          {t('record.noComments')}. {onChoose && e('comment.hint')}
        </p>
      )}
      {items.length > 0 && (
        <ol className={cx(css.list)} ref={list}>
          {items.map(({ comment, number, page }) => (
            <CommentItem
              key={comment.id}
              versionId={version.id}
              comment={comment}
              number={number}
              page={page}
              nameOf={nameOf}
              isChosen={comment.id === chosen}
              onChoose={onChoose ?? onPlace}
              answers={comments.filter((one) => one.parentId === comment.id)}
            />
          ))}
        </ol>
      )}
      {!place && <WriteComment versionId={version.id} />}
    </div>
  );
}
