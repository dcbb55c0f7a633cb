import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './Kbd.module.css';

/** A key as printed on the keyboard. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return <kbd className={cx(css.kbd)}>{children}</kbd>;
}
