import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './Section.module.css';

export interface SectionProps {
  readonly title: string;
  /** Small words after the title: "5 whys". */
  readonly note?: ReactNode;
  readonly id?: string;
  /** Rail sections are separated by a hairline and have smaller headings. */
  readonly place?: 'page' | 'rail';
  readonly children: ReactNode;
}

/** A part of a page under its heading; no box. */
export function Section({ title, note, id, place = 'page', children }: SectionProps) {
  return (
    <section className={cx(css.section, place === 'rail' && css.rail)} id={id} aria-label={title}>
      <h2 className={cx(css.title)}>
        {title}
        {note && <span className={cx(css.note)}>{note}</span>}
      </h2>
      {children}
    </section>
  );
}

export interface LabelValue {
  readonly key: string;
  readonly label: string;
  readonly value: ReactNode;
  /** Long text takes the whole width. */
  readonly isWide?: boolean;
}

/** Labels and values in two columns where there is room. An absent value shows as an en dash. */
export function LabelValues({ items, columns = 2 }: { readonly items: readonly LabelValue[]; readonly columns?: 1 | 2 }) {
  return (
    <dl className={cx(css.list, columns === 1 && css.single)}>
      {items.map((item) => (
        <div key={item.key} className={cx(css.pair, item.isWide && css.wide)}>
          <dt>{item.label}</dt>
          <dd>{item.value === null || item.value === undefined || item.value === '' ? '–' : item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
