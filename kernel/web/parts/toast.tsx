import { notifications } from '@mantine/notifications';
import { IconCircleCheckFilled, IconTriangleFilled } from '@tabler/icons-react';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './toast.module.css';

export interface ToastContent {
  /** What happened: "DEV-2026-0147 is closed". */
  readonly title: string;
  /** One line, with at most one link. */
  readonly text?: ReactNode;
  readonly tone?: 'good' | 'warn';
}

const SHOWN_MS = 8000;

/** Look of a toast, shared by the live ones and the story page. */
export function ToastBody({ title, text, tone = 'good' }: ToastContent) {
  const Icon = tone === 'good' ? IconCircleCheckFilled : IconTriangleFilled;
  return (
    <div className={cx(css.body)}>
      <Icon size={16} className={cx(css[tone])} aria-hidden="true" />
      <div>
        <p className={cx(css.title)}>{title}</p>
        {text && <p className={cx(css.text)}>{text}</p>}
      </div>
    </div>
  );
}

/**
 * Says what happened out of sight or can be undone. Never the only carrier of a refusal or a result. Stays 8 s, longer while
 * pointed at or focused; warnings stay until closed.
 */
export function toast(content: ToastContent): void {
  notifications.show({
    message: <ToastBody {...content} />,
    autoClose: content.tone === 'warn' ? false : SHOWN_MS,
    withBorder: true,
    closeButtonProps: { 'aria-label': i18next.t('common.close') },
    className: cx(css.toast),
  });
}
