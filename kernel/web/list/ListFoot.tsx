import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useClock } from '../i18n/clock.tsx';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { LinkButton } from '../parts/LinkButton.tsx';
import { RefusalPopover } from '../parts/RefusalPopover.tsx';
import css from './ListFoot.module.css';
import { KeyHint } from './ListHead.tsx';
import type { BulkAction, ListSource, ListTotal } from './types.ts';

export interface ListFootProps<R> {
  readonly source: ListSource<R>;
  readonly selected: readonly R[];
  readonly onClear: () => void;
  readonly bulk: readonly BulkAction<R>[];
  readonly totals: readonly ListTotal[];
}

/** Totals of the list; with a selection the bulk bar at the left. */
export function ListFoot<R>({ source, selected, onClear, bulk, totals }: ListFootProps<R>) {
  const t = useT();
  const clock = useClock();
  return (
    <footer className={cx(css.foot)} data-no-print="">
      {selected.length > 0 && (
        <section className={cx(css.bulk)} aria-label={t('list.selected', { count: selected.length })}>
          <strong role="status">{t('list.selected', { count: selected.length })}</strong>
          <LinkButton onClick={onClear}>{t('common.clear')}</LinkButton>
          <span className={cx(css.rule)} aria-hidden="true" />
          {bulk.map((action) => (
            <BulkButton key={action.key} action={action} rows={selected} />
          ))}
        </section>
      )}
      <p className={cx(css.totals)}>
        <span>{t('list.rows', { count: source.total })}</span>
        {totals.map((total) => (
          <span key={total.key} className={cx(total.tone && css[total.tone])}>
            {total.text}
          </span>
        ))}
      </p>
      <span className={cx(css.hints)}>
        {bulk.length > 0 && <KeyHint keys="X" text={t('list.select')} />}
        <KeyHint keys="?" text={t('list.keys')} />
      </span>
      {source.isLoadingMore && (
        <span className={cx(css.more)} role="status">
          {t('list.loadingMore')} {clock.count(source.rows.length)}
        </span>
      )}
    </footer>
  );
}

function BulkButton<R>({ action, rows }: { readonly action: BulkAction<R>; readonly rows: readonly R[] }) {
  const t = useT();
  const { takes, why } = action.assess(rows);
  const words = takes < rows.length ? t('list.takes', { takes, of: rows.length, why: why ?? t('list.refused') }) : undefined;
  if (takes === 0) {
    return (
      <span className={cx(css.refused)}>
        <RefusalPopover action={action.label} refusal={{ rule: action.key, why: words ?? '' }}>
          <Button
            size="xs"
            aria-disabled="true"
            className={cx(css.refusedButton)}
            leftSection={<IconLock size={15} stroke={1.7} aria-hidden="true" />}
          >
            {action.label}
          </Button>
        </RefusalPopover>
        {words}
      </span>
    );
  }
  return (
    <span className={cx(css.refused)}>
      <Button size="xs" leftSection={<action.icon size={15} stroke={1.7} aria-hidden="true" />} onClick={() => action.run(rows)}>
        {action.asksMore ? `${action.label}…` : action.label}
      </Button>
      {words}
    </span>
  );
}
