import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { useClock } from '../i18n/clock.tsx';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { Kbd } from '../parts/Kbd.tsx';
import { useKeys } from '../shell/keys.ts';
import css from './Tabs.module.css';

export interface RecordTab {
  readonly key: string;
  readonly label: string;
  readonly count?: number | undefined;
  readonly content: ReactNode;
}

export interface TabsProps {
  readonly tabs: readonly RecordTab[];
  readonly value: string;
  readonly onChange: (key: string) => void;
}

/** Parts of a record. The digits 1 to 9 lead to them from anywhere on the page; arrows move between them. */
export function Tabs({ tabs, value, onChange }: TabsProps) {
  const t = useT();
  const clock = useClock();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = tabs.find((tab) => tab.key === value) ?? tabs[0];
  useKeys(
    tabs.slice(0, 9).map((tab, index) => ({
      keys: String(index + 1),
      label: t('keys.tab', { n: index + 1, name: tab.label }),
      group: 'record',
      run: () => onChange(tab.key),
    })),
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((tab) => tab.key === current?.key);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChange(next.key);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };
  return (
    <>
      <div className={cx(css.bar)} data-no-print="">
        <div className={cx(css.tabs)} role="tablist" aria-label={t('record.tabs')} ref={list} onKeyDown={onKeyDown}>
          {tabs.map((tab) => {
            const isCurrent = tab.key === current?.key;
            return (
              <button
                key={tab.key}
                type="button"
                role="tab"
                id={`${id}-${tab.key}`}
                aria-selected={isCurrent}
                aria-controls={isCurrent ? `${id}-panel` : undefined}
                tabIndex={isCurrent ? 0 : -1}
                className={cx(css.tab)}
                onClick={() => onChange(tab.key)}
              >
                {tab.label}
                {tab.count !== undefined && <span className={cx(css.count)}>{clock.count(tab.count)}</span>}
              </button>
            );
          })}
        </div>
        <span className={cx(css.hint)} aria-hidden="true">
          <Kbd>1</Kbd> – <Kbd>{tabs.length}</Kbd> {t('record.tabKeys')}
        </span>
      </div>
      {current && (
        <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current.key}`} className={cx(css.panel)}>
          {current.content}
        </div>
      )}
    </>
  );
}
