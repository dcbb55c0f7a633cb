import { IconShieldCheck } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { useClock } from '../i18n/clock.tsx';
import { useT } from '../i18n/index.ts';
import { cx } from './cx.ts';
import { UrgencyMark, urgencyOf } from './Deadline.tsx';
import css from './NowLine.module.css';
import { PersonAvatar } from './PersonAvatar.tsx';

export interface NowLineProps {
  /** Who acts next; absent when nobody does. */
  readonly who?: { readonly name: string; readonly isReader: boolean } | undefined;
  /** What they do, as it follows the name: "approve or reject next", "reviews next". */
  readonly what?: string | undefined;
  /** In which capacity: "as named QA approver". */
  readonly capacity?: string | undefined;
  /** ISO day or instant. */
  readonly due?: string | undefined;
  /** Day n of m since the record opened. */
  readonly dayOf?: readonly [number, number] | undefined;
  /** A closed record says when and by whom instead. */
  readonly closed?: { readonly what: string; readonly at: string; readonly by: string; readonly isSealed: boolean } | undefined;
}

/** Who acts next, what, in which capacity and by when, in one sentence. */
export function NowLine({ who, what, capacity, due, dayOf, closed }: NowLineProps) {
  const t = useT();
  const clock = useClock();
  const parts: ReactNode[] = closed ? closedParts(closed) : openParts();
  return (
    <p className={cx(css.line)}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts are fixed in number and order
        <Fragment key={index}>
          {index > 0 && (
            <span className={cx(css.dot)} aria-hidden="true">
              ·
            </span>
          )}
          {part}
        </Fragment>
      ))}
    </p>
  );

  function openParts(): ReactNode[] {
    return [
      who && (
        <span className={cx(css.who)}>
          <PersonAvatar name={who.name} />
          <span>
            <strong>{who.isReader ? t('now.you') : who.name}</strong> {what}
            {capacity ? `, ${capacity}` : ''}
          </span>
        </span>
      ),
      due && dueWords(due),
      dayOf && <span className={cx(css.day)}>{t('now.dayOf', { day: dayOf[0], of: dayOf[1] })}</span>,
    ].filter(Boolean);
  }
  function dueWords(day: string): ReactNode {
    const days = clock.daysUntil(day);
    const urgency = urgencyOf(days);
    const relative =
      days < 0
        ? t('deadline.late', { count: -days })
        : days === 0
          ? t('deadline.today')
          : days === 1
            ? t('deadline.tomorrow')
            : t('deadline.in', { count: days });
    return (
      <span className={cx(css.due, css[urgency])}>
        <UrgencyMark urgency={urgency} />
        {t('now.due', { date: clock.longDay(day, { hasWeekday: true }), relative })}
      </span>
    );
  }
  function closedParts(end: NonNullable<NowLineProps['closed']>): ReactNode[] {
    return [
      <span key="by">
        <strong>{end.what}</strong> {t('now.closedBy', { date: clock.moment(end.at), name: end.by })}
      </span>,
      end.isSealed && (
        <span key="seal" className={cx(css.due)}>
          <IconShieldCheck size={15} stroke={1.7} className={cx(css.sealed)} aria-hidden="true" />
          {t('seal.sealed')}
        </span>
      ),
    ].filter(Boolean);
  }
}
