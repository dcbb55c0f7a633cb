import { IconAlertOctagonFilled, IconTriangleFilled } from '@tabler/icons-react';
import { useClock } from '../i18n/clock.tsx';
import { hoursUntil } from '../i18n/format.ts';
import { useT } from '../i18n/index.ts';
import { cx } from './cx.ts';
import css from './Deadline.module.css';

/** From this many days on a deadline is calm; below, it asks for attention; past it is late. */
const CALM_DAYS = 7;
/** A calm deadline further away than this reads better as its date. */
const NEAR_DAYS = 14;

export type Urgency = 'calm' | 'soon' | 'late';

/** Urgency of a deadline that many calendar days away. */
export function urgencyOf(days: number, calmDays: number = CALM_DAYS): Urgency {
  if (days < 0) return 'late';
  return days < calmDays ? 'soon' : 'calm';
}

/** Shape of an urgency: ring, triangle, octagon with an exclamation mark. Decorative: the words beside it say the same. */
export function UrgencyMark({ urgency, size = 13 }: { readonly urgency: Urgency; readonly size?: number }) {
  const shape = { className: cx(css.mark, css[`${urgency}Mark`]), width: size, height: size, 'aria-hidden': true } as const;
  if (urgency === 'late') return <IconAlertOctagonFilled {...shape} />;
  if (urgency === 'soon') return <IconTriangleFilled {...shape} />;
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: decorative, hidden from assistive technology
    <svg {...shape} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="2.6">
      <circle cx="8" cy="8" r="5.8" />
    </svg>
  );
}

export interface DeadlineProps {
  /** ISO day or instant. */
  readonly due: string;
  /** `words`: "in 5 days"; `both` adds the date; `date`: date only; `auto`: words when near, date when far. */
  readonly form?: 'words' | 'both' | 'date' | 'auto';
  /** How often it was moved; shown in words. */
  readonly extensions?: number;
  /** Days below which it counts as soon; a setting of the site. */
  readonly calmDays?: number;
}

/** A deadline as shape, words and date. The absolute date is always in the tooltip. */
export function Deadline({ due, form = 'auto', extensions = 0, calmDays = CALM_DAYS }: DeadlineProps) {
  const t = useT();
  const clock = useClock();
  const days = clock.daysUntil(due);
  const urgency = urgencyOf(days, calmDays);
  const words = deadlineWords();
  const date = clock.shortDay(due);
  const isDate = form === 'date' || (form === 'auto' && days >= NEAR_DAYS);
  return (
    <span className={cx(css.deadline, css[urgency])} title={clock.longDay(due, { hasWeekday: true })}>
      <UrgencyMark urgency={urgency} />
      <span className={cx(css.words)}>{isDate ? date : words}</span>
      {form === 'both' && <span className={cx(css.date)}>{date}</span>}
    </span>
  );

  function deadlineWords(): string {
    const base = baseWords();
    return extensions > 0 ? `${base}, ${t('deadline.extended', { count: extensions })}` : base;
  }
  function baseWords(): string {
    if (days < 0) return t('deadline.late', { count: -days });
    if (days === 1) return t('deadline.tomorrow');
    if (days > 1) return t('deadline.in', { count: days });
    return due.includes('T') ? t('deadline.todayHours', { hours: hoursUntil(due, clock.now) }) : t('deadline.today');
  }
}
