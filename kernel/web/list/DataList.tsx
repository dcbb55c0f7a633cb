import { useElementSize, useMediaQuery } from '@mantine/hooks';
import type { RowSelectionState } from '@tanstack/react-table';
import { useMemo, useRef, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { EmptyState } from '../parts/EmptyState.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Message } from '../parts/Message.tsx';
import { SkeletonRows } from '../parts/SkeletonRows.tsx';
import css from './DataList.module.css';
import { FilterBar } from './FilterBar.tsx';
import { ListFoot } from './ListFoot.tsx';
import { ListHead } from './ListHead.tsx';
import { ListTable } from './ListTable.tsx';
import { emptyQuery } from './list-query.ts';
import type { DataListProps } from './types.ts';
import { useListKeys } from './useListKeys.ts';
import { fitColumns, useListLook } from './useListLook.ts';

/** Before the first measurement every column is taken to fit. */
const UNMEASURED = 2000;

/**
 * A list after the recipe: header line with saved views, filter line, virtual table, footer totals and bulk bar. It knows nothing
 * of records: columns, filters and a source of rows describe it.
 */
export function DataList<R extends object>(props: DataListProps<R> & { readonly initialSort: string }) {
  const { columns, source, rowId, views, viewKey, create, bulk = [], totals = [], rowHref, onOpen, storageKey } = props;
  const look = useListLook(storageKey, columns);
  const room = useElementSize();
  const isNarrow = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const scroller = useRef<HTMLDivElement>(null);
  const findField = useRef<HTMLInputElement>(null);
  const [selection, setSelection] = useState<RowSelectionState>({});
  const [focused, setFocused] = useState(-1);
  const [isAdding, setAdding] = useState(false);
  const shown = useMemo(
    () => (isNarrow ? look.chosen.filter((column) => column.role) : fitColumns(look.chosen, room.width || UNMEASURED)),
    [isNarrow, look.chosen, room.width],
  );
  const selected = useMemo(() => source.rows.filter((row) => selection[rowId(row)]), [source.rows, selection, rowId]);
  const viewQuery = views.find((view) => view.key === viewKey)?.query ?? emptyQuery;

  const toggle = (index: number): void => {
    const row = source.rows[index];
    if (!row) return;
    const { [rowId(row)]: was, ...others } = selection;
    setSelection(was ? others : { ...others, [rowId(row)]: true });
  };
  useListKeys({
    count: source.rows.length,
    focused,
    onFocused: setFocused,
    onOpen: (index, isNewTab) => {
      const row = source.rows[index];
      if (row && isNewTab) window.open(rowHref(row), '_blank', 'noopener');
      else if (row) onOpen(row);
    },
    onToggle: toggle,
    onSelectAll: () => setSelection(Object.fromEntries(source.rows.map((row) => [rowId(row), true]))),
    onCreate: create?.ability.ok ? create.onAct : undefined,
    onAddFilter: () => setAdding(true),
    findField,
    scroller,
  });

  return (
    <div className={cx(css.list)}>
      <ListHead {...props} />
      <FilterBar {...props} viewQuery={viewQuery} look={look} findField={findField} isAdding={isAdding} onAdding={setAdding} />
      <div className={cx(css.scroller)} ref={scroller}>
        <div ref={room.ref} className={cx(css.measure)} />
        {source.rows.length > 0 ? (
          <ListTable
            {...props}
            columns={shown}
            density={look.density}
            isNarrow={isNarrow}
            isSelectable={bulk.length > 0}
            selection={selection}
            onSelection={setSelection}
            focused={focused}
            onFocused={setFocused}
            scroller={scroller}
          />
        ) : (
          <NoRows {...props} widths={shown.map((column) => (column.width === undefined ? '16rem' : `${column.width / 16}rem`))} />
        )}
        {source.rows.length > 0 && source.status === 'failed' && <Failed source={source} />}
      </div>
      <ListFoot source={source} selected={selected} onClear={() => setSelection({})} bulk={bulk} totals={totals} />
    </div>
  );
}

interface NoRowsProps<R> extends Pick<DataListProps<R>, 'source' | 'query' | 'onQuery' | 'create'> {
  readonly widths: readonly string[];
}

function NoRows<R>({ source, query, onQuery, create, widths }: NoRowsProps<R>) {
  const t = useT();
  if (source.status === 'loading') return <SkeletonRows rows={12} widths={widths} />;
  if (source.status === 'failed') return <Failed source={source} />;
  const filterCount = query.filters.length + (query.q ? 1 : 0);
  if (filterCount === 0) {
    return (
      <EmptyState title={t('list.empty')}>
        {create?.ability.ok && <LinkButton onClick={create.onAct}>{create.label}</LinkButton>}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t('list.emptyFiltered')} icon={null}>
      {source.totalUnfiltered !== undefined && t('list.withoutFilters', { count: source.totalUnfiltered })}{' '}
      <LinkButton onClick={() => onQuery({ ...emptyQuery, sort: query.sort })}>
        {t('list.clearFilters', { count: filterCount })}
      </LinkButton>
    </EmptyState>
  );
}

function Failed<R>({ source }: Pick<DataListProps<R>, 'source'>) {
  const t = useT();
  return (
    <div className={cx(css.failed)}>
      <Message
        tone="bad"
        role="alert"
        title={t('list.failed')}
        action={<LinkButton onClick={source.retry}>{t('common.retry')}</LinkButton>}
      >
        {source.problem?.detail} {source.problem?.requestId && t('error.reference', { code: source.problem.requestId })}
      </Message>
    </div>
  );
}
