import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconArchive,
  IconArrowBackUp,
  IconArrowUpRight,
  IconCalendarTime,
  IconCircleCheck,
  IconHourglass,
  IconLock,
  IconPencil,
  IconPlayerPlay,
  IconSquareX,
  type TablerIcon,
} from '@tabler/icons-react';
import type { StateFamily } from '#kernel/schema';
import { cx } from './cx.ts';
import css from './StateBadge.module.css';

/** A finer icon inside a family: goes on in another record, was sent back, was ended by a decision. */
export type StateMark = 'continues' | 'returned' | 'crossed';

const icons: Record<StateFamily, TablerIcon> = {
  writing: IconPencil,
  waiting: IconHourglass,
  doing: IconPlayerPlay,
  valid: IconCircleCheck,
  scheduled: IconCalendarTime,
  attention: IconAlertTriangle,
  wrong: IconAlertOctagon,
  held: IconLock,
  ended: IconArchive,
};
const marked: Record<StateMark, TablerIcon> = { continues: IconArrowUpRight, returned: IconArrowBackUp, crossed: IconSquareX };

export interface StateBadgeProps {
  readonly family: StateFamily;
  /** Display name of the state; the icon only repeats it. */
  readonly label: string;
  readonly mark?: StateMark | undefined;
  /** `large` (24 px) in record headers. */
  readonly size?: 'normal' | 'large';
}

/** A state as icon, word and tint. The tint groups; a grey print reads the same. */
export function StateBadge({ family, label, mark, size = 'normal' }: StateBadgeProps) {
  const Icon = mark ? marked[mark] : icons[family];
  return (
    <span className={cx(css.badge, css[family], size === 'large' && css.large)} data-edge="">
      <Icon size={size === 'large' ? 15 : 13} stroke={1.7} aria-hidden="true" />
      {label}
    </span>
  );
}
