import { cx } from './cx.ts';
import css from './Severity.module.css';

export interface SeverityProps {
  /** Filled bars: 0 informational, 1 minor, 2 major, 3 critical. */
  readonly level: 0 | 1 | 2 | 3;
  readonly label: string;
}

const bars = [
  { x: 1, y: 9, height: 4 },
  { x: 5.5, y: 5.5, height: 7.5 },
  { x: 10, y: 2, height: 11 },
] as const;

/** Class of an event as bars and word, so that "critical" and "late" cannot be mixed up in one row. */
export function Severity({ level, label }: SeverityProps) {
  return (
    <span className={cx(css.severity, level === 3 && css.critical)}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" className={cx(css.bars)}>
        {bars.map((bar, index) => (
          <rect
            key={bar.x}
            x={bar.x + 0.5}
            y={bar.y + 0.5}
            width={2.5}
            height={bar.height - 1}
            className={cx(index < level ? css.full : css.empty)}
          />
        ))}
      </svg>
      {label}
    </span>
  );
}
