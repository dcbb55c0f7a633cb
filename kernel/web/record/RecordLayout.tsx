import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { RecordHeader, type RecordHeaderProps } from '../parts/RecordHeader.tsx';
import { Timeline, type TimelineStep } from '../parts/Timeline.tsx';
import { useKeys } from '../shell/keys.ts';
import css from './RecordLayout.module.css';
import { type RecordTab, Tabs } from './Tabs.tsx';

export interface RecordLayoutProps {
  readonly header: RecordHeaderProps;
  readonly steps: readonly TimelineStep[];
  readonly tabs: readonly RecordTab[];
  readonly tab: string;
  readonly onTab: (key: string) => void;
  /** What you may do, deadlines, tasks, links, in this order. */
  readonly rail: ReactNode;
  /** Tabs that take the whole width, such as History. */
  readonly wideTabs?: readonly string[];
  /** Who prints and what the paper is worth. */
  readonly printFoot?: ReactNode;
}

const RAIL_TAB = 'rail';

/** A record: folding header, timeline, tabs, right rail. Under 1440 px the rail becomes a tab of its own. */
export function RecordLayout({ header, steps, tabs, tab, onTab, rail, wideTabs = ['history'], printFoot }: RecordLayoutProps) {
  const t = useT();
  const hasRoom = useMediaQuery('(min-width: 90em)', true, { getInitialValueInEffect: false });
  const [isRailOpen, setRailOpen] = useState(true);
  useKeys(hasRoom ? [{ keys: ']', label: t('keys.rail'), group: 'record', run: () => setRailOpen((was) => !was) }] : []);
  const shown = hasRoom
    ? tabs
    : [...tabs, { key: RAIL_TAB, label: t('record.tab.tasks'), content: <div className={cx(css.railTab)}>{rail}</div> }];
  const isRail = hasRoom && isRailOpen && !wideTabs.includes(tab);
  return (
    <article className={cx(css.record)}>
      <RecordHeader {...header} />
      {steps.length > 1 && <Timeline steps={steps} />}
      <div className={cx(css.body, isRail && css.withRail)}>
        <div className={cx(css.main)}>
          <Tabs tabs={shown} value={tab} onChange={onTab} />
        </div>
        {isRail && (
          <aside className={cx(css.rail)} aria-label={t('record.tab.tasks')} data-no-print="">
            {rail}
          </aside>
        )}
      </div>
      {printFoot && (
        <footer className={cx(css.printFoot)} data-print-only="">
          {printFoot}
        </footer>
      )}
    </article>
  );
}
