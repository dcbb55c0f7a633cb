import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useT } from '../i18n/index.ts';
import { cx } from './cx.ts';
import css from './SidePanel.module.css';

export interface SidePanelProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Buttons of the panel, at its foot. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/**
 * A panel of 480 px at the right; the list behind it stays live, so focus is led in but not held. `Esc` closes it and focus
 * returns to what had it. The caller keeps `?panel=` in the URL.
 */
export function SidePanel({ title, onClose, footer, children }: SidePanelProps) {
  const t = useT();
  const id = useId();
  const before = useRef<HTMLElement | null>(null);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    panel.current?.focus();
    return () => before.current?.focus();
  }, []);
  return (
    <aside
      ref={panel}
      className={cx(css.panel)}
      aria-labelledby={id}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className={cx(css.head)}>
        <h2 id={id}>{title}</h2>
        <ActionIcon aria-label={t('common.close')} onClick={onClose}>
          <IconX size={16} stroke={1.7} />
        </ActionIcon>
      </header>
      <div className={cx(css.body)}>{children}</div>
      {footer && <footer className={cx(css.foot)}>{footer}</footer>}
    </aside>
  );
}
