import type { ReactNode } from 'react';
import { cx } from '../../parts/cx.ts';
import { AppLink } from '../../shell/AppLink.tsx';
import { Mark } from '../../shell/Mark.tsx';
import { useSystemText } from '../texts.ts';
import css from './sign-in.module.css';

/** A page before sign-in: mark, title, one column, and the way back. */
export function DoorPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const s = useSystemText();
  return (
    <main className={cx(css.page)}>
      <div className={cx(css.column)}>
        <Mark size={24} />
        <h1>{title}</h1>
        {children}
        <p className={cx(css.back)}>
          <AppLink href="/sign-in">{s('door.back')}</AppLink>
        </p>
      </div>
    </main>
  );
}
