import type { ReactNode } from 'react';
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
}

/** A table with a heading row; rows come as children. Scrolls sideways by itself where the page is narrow. */
export function PlainTable({
  label,
  columns,
  minWidth,
  children,
}: {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly minWidth?: string;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable with the keyboard (WCAG 2.1.1)
    <section className={cx(css.scroll)} aria-label={label} tabIndex={0}>
      <table className={cx(css.table)} style={minWidth ? { minWidth } : undefined}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" style={column.width ? { width: column.width } : undefined}>
                {column.isHidden ? <span className={cx(css.unseen)}>{column.label}</span> : column.label}
              </th>
            ))}
          </tr>
        </thead>
        {children}
      </table>
    </section>
  );
}
