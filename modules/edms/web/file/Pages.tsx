import { ActionIcon, Button, Select, Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp, IconMessagePlus } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { cx } from '#kernel/web/parts/cx.ts';
import { Message } from '#kernel/web/parts/Message.tsx';
import { SkeletonRows } from '#kernel/web/parts/SkeletonRows.tsx';
import { useEdmsT } from '../texts.ts';
import css from './FileView.module.css';
import type { FileViewProps } from './FileView.tsx';
import { PageSlot } from './PageSlot.tsx';
import { PdfDocument } from './pdf-library.ts';
import { inReadingOrder } from './places.ts';

/** Widest a page is drawn at "fit"; longer lines read badly. In CSS px. */
const WIDEST = 900;
const MARGIN = 40;
const A4 = 297 / 210;
const zooms = ['fit', '100', '125', '150', '200'] as const;
/** CSS px per point of a PDF at 100 %. */
const PX_PER_POINT = 96 / 72;

interface PagesProps extends Omit<FileViewProps, 'file'> {
  readonly blob: Blob;
}

/** Pages of a PDF one below the other, drawn when they come near, with the comments that stand on them. */
export function Pages({ version, blob, comments, chosen, onChoose, place, onPlace }: PagesProps) {
  const e = useEdmsT();
  const { ref: stage, width } = useElementSize<HTMLDivElement>();
  const [pageCount, setPageCount] = useState(0);
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState<string>('fit');
  const [size, setSize] = useState({ points: 595, ratio: A4 });
  const slots = useRef(new Map<number, HTMLElement>());
  const placed = useMemo(() => inReadingOrder(comments), [comments]);
  const fit = Math.max(240, Math.min(WIDEST, width - MARGIN));
  const drawn = zoom === 'fit' ? fit : (size.points * PX_PER_POINT * Number(zoom)) / 100;
  const goTo = (to: number): void => {
    const wanted = Math.min(pageCount, Math.max(1, to));
    slots.current.get(wanted)?.scrollIntoView({ block: 'start' });
    setPage(wanted);
  };

  // A comment chosen in the list, or by a link, is led to on its page.
  const target = placed.find(({ comment }) => comment.id === chosen)?.place;
  const targetPage = target?.page;
  useEffect(() => {
    if (targetPage === undefined || pageCount === 0) return;
    slots.current.get(targetPage)?.querySelector<HTMLElement>(`[data-comment="${chosen}"]`)?.scrollIntoView({ block: 'center' });
  }, [targetPage, chosen, pageCount]);

  useEffect(() => {
    if (pageCount === 0) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const top = entries.filter((entry) => entry.isIntersecting).sort((a, b) => b.intersectionRatio - a.intersectionRatio)[0];
        const number = Number(top?.target.getAttribute('data-page'));
        if (number > 0) setPage(number);
      },
      { threshold: [0.25, 0.5, 0.75] },
    );
    for (const slot of slots.current.values()) observer.observe(slot);
    return () => observer.disconnect();
  }, [pageCount]);

  return (
    <div className={cx(css.viewer)} ref={stage}>
      <div className={cx(css.toolbar)} data-no-print="">
        <Tooltip label={e('file.previousPage')}>
          <ActionIcon aria-label={e('file.previousPage')} disabled={page <= 1} onClick={() => goTo(page - 1)}>
            <IconChevronUp size={16} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={e('file.nextPage')}>
          <ActionIcon aria-label={e('file.nextPage')} disabled={page >= pageCount} onClick={() => goTo(page + 1)}>
            <IconChevronDown size={16} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
        <span className={cx(css.pageOf)} role="status">
          {pageCount > 0 && e('file.pageOf', { page, of: pageCount })}
        </span>
        <Select
          className={cx(css.zoom)}
          aria-label={e('file.zoom')}
          data={zooms.map((value) => ({ value, label: value === 'fit' ? e('file.fit') : `${value} %` }))}
          value={zoom}
          onChange={(value) => setZoom(value ?? 'fit')}
          allowDeselect={false}
        />
        <span className={cx(css.hint)}>{e('comment.hint')}</span>
        <Button
          leftSection={<IconMessagePlus size={15} stroke={1.7} aria-hidden="true" />}
          onClick={() => onPlace({ page, x: 0.5, y: 0.2 })}
        >
          {e('comment.onPage', { page })}
        </Button>
      </div>
      <div className={cx(css.stage)}>
        <PdfDocument
          file={blob}
          onLoadSuccess={async (pdf) => {
            setPageCount(pdf.numPages);
            const [, , points = 595, height = 842] = (await pdf.getPage(1)).view;
            setSize({ points, ratio: height / points });
          }}
          loading={<SkeletonRows rows={12} widths={['36rem']} />}
          error={
            <Message tone="bad" role="alert">
              {e('file.unreadable')}
            </Message>
          }
        >
          {width > 0 &&
            Array.from({ length: pageCount }, (_, index) => {
              const number = index + 1;
              return (
                <PageSlot
                  key={number}
                  page={number}
                  width={drawn}
                  ratio={size.ratio}
                  name={e('file.page', { page: number, number: version.number ?? '', label: version.label ?? '' })}
                  marks={placed.flatMap((one, at) => (one.place.page === number ? [{ ...one, n: at + 1 }] : []))}
                  chosen={chosen}
                  onChoose={onChoose}
                  place={place?.page === number ? place : null}
                  onPlace={onPlace}
                  onSlot={(element) => {
                    if (element) slots.current.set(number, element);
                    else slots.current.delete(number);
                  }}
                />
              );
            })}
        </PdfDocument>
      </div>
    </div>
  );
}
