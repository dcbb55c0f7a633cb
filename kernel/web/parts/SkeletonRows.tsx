import { VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { cx } from './cx.ts';
import css from './SkeletonRows.module.css';

/** Anything quicker than this needs no sign of waiting. */
const QUIET_MS = 300;

export interface SkeletonRowsProps {
  readonly rows?: number;
  /** Widths of the real columns in CSS units. */
  readonly widths: readonly string[];
  /** Show at once instead of after 300 ms. */
  readonly isImmediate?: boolean;
}

/** Rows that stand where rows will come, with the widths of the real columns. */
export function SkeletonRows({ rows = 3, widths, isImmediate = false }: SkeletonRowsProps) {
  const t = useT();
  const [isShown, setShown] = useState(isImmediate);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isShown) return null;
  return (
    <div role="status">
      <VisuallyHidden>{t('list.loading')}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are identical
        <div key={row} className={cx(css.row)} aria-hidden="true">
          {widths.map((width, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns do not move
            <span key={column} style={{ width }}>
              <span className={cx(css.bar)} style={{ width: `${100 - ((row * 17 + column * 11) % 30)}%` }} />
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}
