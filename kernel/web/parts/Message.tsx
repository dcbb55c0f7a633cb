import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconCircleCheck,
  IconInfoCircle,
  IconPencil,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './Message.module.css';

export type MessageTone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

const icons: Record<MessageTone, TablerIcon> = {
  plain: IconInfoCircle,
  accent: IconPencil,
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconAlertOctagon,
};

export interface MessageProps {
  readonly tone: MessageTone;
  /** Its first words, in bold; they end the sentence themselves. */
  readonly title?: ReactNode;
  readonly icon?: TablerIcon;
  /** What can be done, at the end of the line. */
  readonly action?: ReactNode;
  /** Title above the text instead of before it. */
  readonly isStacked?: boolean;
  readonly role?: 'status' | 'alert' | 'note';
  readonly children?: ReactNode;
}

/** A message in place, beside what it is about. */
export function Message({ tone, title, icon, action, isStacked = false, role, children }: MessageProps) {
  const Icon = icon ?? icons[tone];
  return (
    <div className={cx(css.message, css[tone])} role={role} data-edge="">
      <Icon size={16} stroke={1.7} className={cx(css.icon)} aria-hidden="true" />
      <div className={cx(css.text, isStacked && css.stacked)}>
        {title && <strong>{title}</strong>} <span>{children}</span>
      </div>
      {action && <div className={cx(css.action)}>{action}</div>}
    </div>
  );
}
