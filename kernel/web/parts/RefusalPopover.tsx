import { Popover, VisuallyHidden } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { cloneElement, type HTMLAttributes, type ReactElement, useId, useRef, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { announce } from './announce.ts';
import { cx } from './cx.ts';
import css from './RefusalPopover.module.css';

export interface Refusal {
  /** Stable id of the rule that refuses. */
  readonly rule: string;
  /** The cause as a fact, with person and date. */
  readonly why: string;
  /** Who or what lifts it. */
  readonly way?: string | undefined;
}

export interface RefusalPopoverProps {
  /** Name of the refused action: "Edit report". */
  readonly action: string;
  readonly refusal: Refusal;
  /** The refused control; it receives the handlers and its description. */
  readonly children: ReactElement<HTMLAttributes<HTMLElement>>;
}

/** Explains a refused action when its control is clicked, focused or hovered; the same sentence is the control's description. */
export function RefusalPopover({ action, refusal, children }: RefusalPopoverProps) {
  const t = useT();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const hover = useRef<ReturnType<typeof setTimeout>>(undefined);
  const title = t('refusal.title', { action });
  const sentence = [title, refusal.why, refusal.way && `${t('refusal.toChange')} ${refusal.way}`].filter(Boolean).join('. ');
  const target = cloneElement(children, {
    'aria-describedby': id,
    onFocus: () => setOpen(true),
    onBlur: () => setOpen(false),
    onMouseEnter: () => {
      hover.current = setTimeout(() => setOpen(true), 150);
    },
    onMouseLeave: (event) => {
      clearTimeout(hover.current);
      if (event.currentTarget !== document.activeElement) setOpen(false);
    },
    onClick: (event) => {
      event.preventDefault();
      setOpen(true);
      announce(sentence, 'assertive');
    },
    onKeyDown: (event) => {
      if (event.key !== 'Escape' || !isOpen) return;
      event.stopPropagation();
      setOpen(false);
    },
  });
  return (
    <>
      <Popover
        opened={isOpen}
        position="bottom-end"
        width={288}
        withinPortal
        closeOnEscape={false}
        returnFocus={false}
        offset={8}
      >
        <Popover.Target>{target}</Popover.Target>
        <Popover.Dropdown className={cx(css.box)} aria-label={title}>
          <p className={cx(css.title)}>
            <IconLock size={15} stroke={1.7} aria-hidden="true" />
            {title}
          </p>
          <p className={cx(css.why)}>{refusal.why}</p>
          {refusal.way && (
            <p className={cx(css.way)}>
              <strong>{t('refusal.toChange')}</strong> {refusal.way}
            </p>
          )}
          <p className={cx(css.rule)}>{t('refusal.rule', { rule: refusal.rule })}</p>
        </Popover.Dropdown>
      </Popover>
      <VisuallyHidden id={id}>{sentence}</VisuallyHidden>
    </>
  );
}
