import { cx } from '../parts/cx.ts';
import css from './Mark.module.css';

/** The plumb line: cord and bob. Decorative beside the name. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" className={cx(css.mark)}>
      <path className={cx(css.cord)} d="M3.5 1.9h13M10 1.9v8.3" />
      <path className={cx(css.bob)} d="M6.6 9.6h6.8v3.6L10 19.2l-3.4-6z" />
    </svg>
  );
}
