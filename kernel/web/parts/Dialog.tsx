import { Modal } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useT } from '../i18n/index.ts';
import { layers } from '../theme/tokens.ts';
import { cx } from './cx.ts';
import css from './Dialog.module.css';

export interface DialogProps {
  readonly title: ReactNode;
  readonly icon?: TablerIcon;
  /** CSS width. */
  readonly size: string;
  readonly onClose: () => void;
  /** Neither key nor button closes it while something runs. */
  readonly isBusy?: boolean;
  /** There is no way around it: no close button, no Escape. */
  readonly isForced?: boolean;
  readonly zIndex?: number;
  readonly children: ReactNode;
}

/** The frame of every dialog: named by its title, focus inside, never closed by a click beside it. Mounted only while open. */
export function Dialog({
  title,
  icon: Icon,
  size,
  onClose,
  isBusy = false,
  isForced = false,
  zIndex = layers.dialog,
  children,
}: DialogProps) {
  const t = useT();
  return (
    <Modal.Root
      opened
      onClose={() => !isBusy && !isForced && onClose()}
      size={size}
      classNames={{ content: cx(css.content) }}
      zIndex={zIndex}
      closeOnClickOutside={false}
      closeOnEscape={!isBusy && !isForced}
      transitionProps={{ duration: 120, transition: 'fade' }}
    >
      <Modal.Overlay className={cx(css.scrim)} />
      <Modal.Content>
        {/* Not a header element: inside a dialog it would count as a second banner of the page. */}
        <div className={cx(css.head)}>
          <Modal.Title className={cx(css.title)}>
            {Icon && <Icon size={17} stroke={1.7} aria-hidden="true" />}
            {title}
          </Modal.Title>
          {!isForced && <Modal.CloseButton aria-label={t('common.close')} disabled={isBusy} />}
        </div>
        {children}
      </Modal.Content>
    </Modal.Root>
  );
}

/** Buttons of a dialog, which stay in sight while its content scrolls. */
export function DialogFoot({ note, children }: { readonly note?: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={cx(css.foot)}>
      {note ? <p>{note}</p> : <span className={cx(css.gap)} />}
      {children}
    </div>
  );
}

/** Content of a dialog between head and foot. */
export function DialogBody({ children }: { readonly children: ReactNode }) {
  return <div className={cx(css.body)}>{children}</div>;
}
