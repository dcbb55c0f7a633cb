import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPrinter, IconStar, IconStarFilled } from '@tabler/icons-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { AbilityBar, type BarAction } from './AbilityBar.tsx';
import { cx } from './cx.ts';
import { NowLine, type NowLineProps } from './NowLine.tsx';
import css from './RecordHeader.module.css';
import { StateBadge, type StateBadgeProps } from './StateBadge.tsx';

export interface RecordHeaderProps {
  /** Links from the module down to the list, in order. */
  readonly trail: readonly { readonly key: string; readonly node: ReactNode }[];
  /** Place in the list the reader came from. */
  readonly pager?:
    | { readonly at: number; readonly of: number; readonly onPrevious?: () => void; readonly onNext?: () => void }
    | undefined;
  readonly number: string;
  readonly title: string;
  readonly state?: StateBadgeProps | undefined;
  /** "Revision 2", "Version 2.3, becomes 3.0". */
  readonly version?: string | undefined;
  readonly star?: { readonly isOn: boolean; readonly onToggle: () => void } | undefined;
  readonly now: NowLineProps;
  readonly actions: readonly BarAction[];
}

/** Number, title, state, version and now line of a record; folds to one line of 40 px when it scrolls away. */
export function RecordHeader(props: RecordHeaderProps) {
  const { trail, pager, number, title, state, version, star, now, actions } = props;
  const t = useT();
  const end = useRef<HTMLDivElement>(null);
  const isFolded = useScrolledPast(end);
  return (
    <>
      <header className={cx(css.header)}>
        <div className={cx(css.top)}>
          <nav aria-label={t('record.trail')}>
            <ol className={cx(css.trail)}>
              {trail.map((step) => (
                <li key={step.key}>{step.node}</li>
              ))}
            </ol>
          </nav>
          {pager && (
            <div className={cx(css.pager)} data-no-print="">
              <span>{t('record.pager', { at: pager.at, of: pager.of })}</span>
              <ActionIcon size="sm" aria-label={t('record.previous')} disabled={!pager.onPrevious} onClick={pager.onPrevious}>
                <IconChevronLeft size={15} stroke={1.7} />
              </ActionIcon>
              <ActionIcon size="sm" aria-label={t('record.next')} disabled={!pager.onNext} onClick={pager.onNext}>
                <IconChevronRight size={15} stroke={1.7} />
              </ActionIcon>
            </div>
          )}
        </div>
        <div className={cx(css.main)}>
          <div className={cx(css.identity)}>
            <h1 className={cx(css.heading)}>
              <span className={cx(css.numberLine)}>
                <span className={cx(css.number)}>{number}</span>
                {state && <StateBadge {...state} size="large" />}
                {version && <span className={cx(css.version)}>{version}</span>}
              </span>
              <span className={cx(css.title)}>{title}</span>
            </h1>
            {star && (
              <ActionIcon
                className={cx(css.star)}
                size="sm"
                aria-pressed={star.isOn}
                aria-label={t('record.star')}
                onClick={star.onToggle}
              >
                {star.isOn ? <IconStarFilled size={15} /> : <IconStar size={15} stroke={1.7} />}
              </ActionIcon>
            )}
          </div>
          <div className={cx(css.actions)}>
            <AbilityBar
              actions={actions}
              extra={
                <Tooltip label={t('record.print')}>
                  <ActionIcon size="lg" aria-label={t('record.print')} onClick={() => window.print()}>
                    <IconPrinter size={16} stroke={1.7} />
                  </ActionIcon>
                </Tooltip>
              }
            />
          </div>
        </div>
        <NowLine {...now} />
        <div ref={end} />
      </header>
      {isFolded && (
        <div className={cx(css.folded)} data-no-print="">
          <div className={cx(css.foldedLine)}>
            <span className={cx(css.foldedNumber)}>{number}</span>
            {state && <StateBadge {...state} />}
            <span className={cx(css.foldedTitle)}>{title}</span>
            <AbilityBar actions={actions.filter((action) => action.isPrimary && action.ability.ok)} />
          </div>
        </div>
      )}
    </>
  );
}

/** Height of the strip and the top bar together, at the default text size. */
const BARS_PX = 70;

/** Whether an element has scrolled above the top bars. */
function useScrolledPast(target: RefObject<HTMLElement | null>): boolean {
  const [isPast, setPast] = useState(false);
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      ([entry]) => setPast(entry !== undefined && !entry.isIntersecting && entry.boundingClientRect.top < BARS_PX),
      { rootMargin: `-${BARS_PX}px 0px 0px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [target]);
  return isPast;
}
