import { IconAlertTriangle } from '@tabler/icons-react';
import { cx } from '../parts/cx.ts';
import css from './EnvironmentStrip.module.css';
import type { ShellEnvironment } from './types.ts';

/** Says above everything that this is not production, of what it is a copy and what signatures are worth. */
export function EnvironmentStrip({ environment }: { readonly environment: ShellEnvironment }) {
  return (
    <aside className={cx(css.strip)} aria-label={environment.name}>
      <IconAlertTriangle size={14} stroke={1.7} aria-hidden="true" />
      <span>{environment.notice ? `${environment.name}: ${environment.notice}` : environment.name}</span>
    </aside>
  );
}
