import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { cx } from '../../parts/cx.ts';
import css from './system.module.css';

export interface PageProps {
  readonly title: string;
  /** Small words beside the title. */
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  /** Tables take the whole width; forms and text do not. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A page of administration: its name, what can be done, its parts. */
export function Page({ title, note, actions, isWide = false, children }: PageProps) {
  return (
    <div className={cx(css.page, isWide && css.wide)}>
      <div className={cx(css.head)}>
        <h1>{title}</h1>
        {note && <p className={cx(css.note)}>{note}</p>}
        {actions && (
          <div className={cx(css.actions)} data-no-print="">
            {actions}
          </div>
        )}
      </div>
      {children}
    </div>
  );
}

export interface Column {
  readonly key: string;
  readonly label: string;
  /** CSS width. */
  readonly width?: string;
  readonly isHidden?: boolean;
  /** Figures stand at the end of their column. */
  readonly isNumber?: boolean;
}

export interface PlainTableProps {
  readonly label: string;
  readonly columns: readonly Column[];
  /** CSS width below which it scrolls sideways. */
  readonly minWidth?: string;
  readonly children: ReactNode;
}

/** A table with a heading row; rows come as children. Where the page is narrow it scrolls sideways by itself, and then the keyboard reaches it. */
export function PlainTable({ label, columns, minWidth, children }: PlainTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const isScrolling = useScrolls(scroller);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div ref={scroller} role="group" className={cx(css.scroll)} aria-label={label} tabIndex={isScrolling ? 0 : undefined}>
      <table className={cx(css.table)} style={minWidth ? { minWidth } : undefined}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={cx(column.isNumber && css.number)}
                style={column.width ? { width: column.width } : undefined}
              >
                {column.isHidden ? <span className={cx(css.unseen)}>{column.label}</span> : column.label}
              </th>
            ))}
          </tr>
        </thead>
        {children}
      </table>
    </div>
  );
}

/** Whether an element's content is wider than it. */
export function useScrolls(target: RefObject<HTMLElement | null>): boolean {
  const [isScrolling, setScrolling] = useState(false);
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    const measure = (): void => setScrolling(element.scrollWidth > element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [target]);
  return isScrolling;
}
