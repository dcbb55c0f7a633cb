import { IconCheck, IconCircleCheckFilled, IconHourglass, IconLock } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import type { Ability } from '#kernel/schema';
import { useClock } from '../i18n/clock.tsx';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { UrgencyMark, urgencyOf } from '../parts/Deadline.tsx';
import { Section } from '../parts/Section.tsx';
import { StateBadge, type StateBadgeProps } from '../parts/StateBadge.tsx';
import css from './rail.module.css';

export interface AbilityLine {
  readonly key: string;
  readonly label: string;
  readonly ability: Ability;
  /** Why it is allowed, or what it will ask. */
  readonly note?: string | undefined;
}

/** What you may do: allowed actions with a check, refused ones with their reason. */
export function AbilitySection({ lines }: { readonly lines: readonly AbilityLine[] }) {
  const t = useT();
  return (
    <Section place="rail" title={t('ability.may')}>
      <ul className={cx(css.abilities)}>
        {lines.map(({ key, label, ability, note }) => (
          <li key={key} className={cx(ability.ok ? css.allowed : css.refused)}>
            {ability.ok ? (
              <IconCheck size={15} stroke={1.7} aria-hidden="true" />
            ) : (
              <IconLock size={15} stroke={1.7} aria-hidden="true" />
            )}
            <span>
              <span className={cx(css.action)}>{label}</span>
              {ability.ok ? note && `: ${note}` : `: ${ability.why}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export interface DeadlineLine {
  readonly key: string;
  readonly label: string;
  readonly note?: string | undefined;
  /** ISO day or instant. */
  readonly due: string;
  readonly isOver?: boolean;
}

/** Deadlines of the record, the next first. */
export function DeadlineSection({ lines }: { readonly lines: readonly DeadlineLine[] }) {
  const t = useT();
  const clock = useClock();
  if (lines.length === 0) return null;
  return (
    <Section place="rail" title={t('record.deadlines')}>
      <dl className={cx(css.deadlines)}>
        {lines.map((line) => {
          const urgency = line.isOver ? 'calm' : urgencyOf(clock.daysUntil(line.due));
          return (
            <Fragment key={line.key}>
              <dt>
                <UrgencyMark urgency={urgency} />
                <span>
                  {line.label}
                  {line.note && <span className={cx(css.note)}>{line.note}</span>}
                </span>
              </dt>
              <dd className={cx(css[urgency])} title={clock.longDay(line.due)}>
                {clock.longDay(line.due, { hasYear: false, hasWeekday: true })}
              </dd>
            </Fragment>
          );
        })}
      </dl>
    </Section>
  );
}

export interface TaskLine {
  readonly key: string;
  readonly what: string;
  readonly who: string;
  readonly isReader: boolean;
  readonly isDone: boolean;
  /** "now", "16 Nov". */
  readonly when: string;
}

/** Open and finished tasks of the record. */
export function TaskSection({ lines }: { readonly lines: readonly TaskLine[] }) {
  const t = useT();
  if (lines.length === 0) return null;
  return (
    <Section place="rail" title={t('record.tasks')}>
      <ul className={cx(css.tasks)}>
        {lines.map((line) => (
          <li key={line.key} className={cx(line.isDone ? css.done : css.open)}>
            {line.isDone ? (
              <IconCircleCheckFilled size={15} aria-hidden="true" />
            ) : (
              <IconHourglass size={15} stroke={1.7} aria-hidden="true" />
            )}
            <span>
              <span className={cx(css.what)}>{line.what}</span> {line.isReader ? t('now.you') : line.who}
            </span>
            <span className={cx(css.when)}>{line.when}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export interface LinkLine {
  readonly key: string;
  /** Link to the record, by its number. */
  readonly link: ReactNode;
  readonly note?: string | undefined;
  readonly state?: StateBadgeProps | undefined;
}

/** Records that this one is linked with. */
export function LinkSection({ lines }: { readonly lines: readonly LinkLine[] }) {
  const t = useT();
  if (lines.length === 0) return null;
  return (
    <Section place="rail" title={t('record.links')}>
      <ul className={cx(css.links)}>
        {lines.map((line) => (
          <li key={line.key}>
            {line.link}
            <span className={cx(css.linkNote)} title={line.note}>
              {line.note}
            </span>
            {line.state && <StateBadge {...line.state} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}
