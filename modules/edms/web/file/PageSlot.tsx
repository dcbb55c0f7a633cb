import { IconPlus } from '@tabler/icons-react';
import { type MouseEvent, useEffect, useRef, useState } from 'react';
import { cx } from '#kernel/web/parts/cx.ts';
import type { PlacedComment } from '../api/answers.ts';
import { useEdmsT } from '../texts.ts';
import css from './FileView.module.css';
import { PdfPage } from './pdf-library.ts';
import { movedBy, type Place, placeAt } from './places.ts';

interface PageSlotProps {
  readonly page: number;
  /** Width in CSS px, and height as a multiple of it. */
  readonly width: number;
  readonly ratio: number;
  readonly name: string;
  /** Comments that stand on the page, with their numbers. */
  readonly marks: readonly { readonly comment: PlacedComment; readonly place: Place; readonly n: number }[];
  readonly chosen: string | undefined;
  readonly onChoose: (commentId: string) => void;
  /** Where a new comment of this page will stand. */
  readonly place: Place | null;
  readonly onPlace: (place: Place | null) => void;
  readonly onSlot: (element: HTMLElement | null) => void;
}

/** How far outside the window a page is drawn already. */
const AHEAD = '800px 0px';

/** One page: its room is kept from the start, it is drawn when it comes near. A click that selects nothing places a marker. */
export function PageSlot({ page, width, ratio, name, marks, chosen, onChoose, place, onPlace, onSlot }: PageSlotProps) {
  const e = useEdmsT();
  const slot = useRef<HTMLElement | null>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const element = slot.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), { rootMargin: AHEAD });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const putMark = (event: MouseEvent<HTMLElement>): void => {
    const isOnMark = event.target instanceof Element && event.target.closest('button') !== null;
    if (isOnMark || window.getSelection()?.isCollapsed === false) return;
    onPlace(placeAt(page, event, event.currentTarget.getBoundingClientRect()));
  };
  const at = ({ x, y }: Place) => ({ left: `${x * 100}%`, top: `${y * 100}%` });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button above the pages places a marker by keyboard, arrow keys move it
    <section
      ref={(element) => {
        slot.current = element;
        onSlot(element);
      }}
      data-page={page}
      className={cx(css.page)}
      style={{ width, height: width * ratio }}
      aria-label={name}
      onClick={putMark}
    >
      {isNear && <PdfPage pageNumber={page} width={width} renderAnnotationLayer={false} loading="" />}
      {marks.map(({ comment, place: where, n }) => (
        <button
          key={comment.id}
          type="button"
          data-comment={comment.id}
          className={cx(
            css.mark,
            comment.kind === 'critical' && css.critical,
            (comment.state === 'RESOLVED' || comment.state === 'DISMISSED') && css.settled,
            comment.id === chosen && css.chosen,
          )}
          style={at(where)}
          aria-label={e('comment.mark', { n, text: comment.body.slice(0, 80) })}
          onClick={() => onChoose(comment.id)}
        >
          {n}
        </button>
      ))}
      {place && (
        <button
          type="button"
          className={cx(css.mark, css.fresh)}
          style={at(place)}
          aria-label={e('comment.newMark')}
          onKeyDown={(event) => {
            const next = movedBy(event.key, place);
            if (!next) return;
            event.preventDefault();
            onPlace(next);
          }}
        >
          <IconPlus size={14} stroke={2.4} aria-hidden="true" />
        </button>
      )}
    </section>
  );
}
