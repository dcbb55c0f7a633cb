import { IconInbox, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './EmptyState.module.css';

export interface EmptyStateProps {
  /** What is true: "No event matches these filters". */
  readonly title: string;
  /** The next useful thing, with its link or button. */
  readonly children?: ReactNode;
  readonly icon?: TablerIcon | null;
}

/** What is true where a list has nothing, then the next useful thing. */
export function EmptyState({ title, children, icon: Icon = IconInbox }: EmptyStateProps) {
  return (
    <div className={cx(css.empty)}>
      {Icon && <Icon size={16} stroke={1.7} className={cx(css.icon)} aria-hidden="true" />}
      <div>
        <p className={cx(css.title)}>{title}</p>
        {children && <p className={cx(css.next)}>{children}</p>}
      </div>
    </div>
  );
}
