import { VisuallyHidden } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleDashed, IconHourglass } from '@tabler/icons-react';
import { useT } from '../i18n/index.ts';
import { cx } from './cx.ts';
import css from './Timeline.module.css';

export interface TimelineStep {
  readonly key: string;
  readonly label: string;
  readonly status: 'done' | 'now' | 'todo';
  /** Who signed and when; for the current one since when and due; for the last its effects. At most two are shown in full. */
  readonly lines: readonly string[];
}

const marks = { done: IconCircleCheckFilled, now: IconHourglass, todo: IconCircleDashed } as const;

/** The life of a record as one row of steps; vertical on narrow screens. */
export function Timeline({ steps }: { readonly steps: readonly TimelineStep[] }) {
  const t = useT();
  return (
    <ol className={cx(css.timeline)} aria-label={t('timeline.label')}>
      {steps.map((step) => {
        const Mark = marks[step.status];
        return (
          <li key={step.key} className={cx(css.step, css[step.status])} aria-current={step.status === 'now' ? 'step' : undefined}>
            <span className={cx(css.head)}>
              <Mark size={16} stroke={1.7} className={cx(css.mark)} aria-hidden="true" />
              <span className={cx(css.label)}>{step.label}</span>
              <VisuallyHidden>{t(`timeline.${step.status}`)}</VisuallyHidden>
            </span>
            {step.lines.map((line) => (
              <span key={line} className={cx(css.line)}>
                {line}
              </span>
            ))}
          </li>
        );
      })}
    </ol>
  );
}
