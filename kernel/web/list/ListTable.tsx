import { Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import {
  columnVisibilityFeature,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useMemo } from 'react';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import css from './ListTable.module.css';
import { sortOf, toggleSort } from './list-query.ts';
import type { DataListProps, Density, ListColumn } from './types.ts';

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });
const rowHeights: Record<Density, number> = { compact: 28, normal: 32, comfortable: 40 };
const TWO_LINES = 52;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 20;

export interface ListTableProps<R>
  extends Pick<DataListProps<R>, 'name' | 'source' | 'rowId' | 'rowName' | 'isFaded' | 'query' | 'onQuery' | 'onOpen'> {
  readonly columns: readonly ListColumn<R>[];
  readonly density: Density;
  readonly isNarrow: boolean;
  /** Sort of the list when nothing else is asked. */
  readonly initialSort: string;
  readonly isSelectable: boolean;
  readonly selection: RowSelectionState;
  readonly onSelection: (selection: RowSelectionState) => void;
  readonly focused: number;
  readonly onFocused: (index: number) => void;
  readonly scroller: RefObject<HTMLDivElement | null>;
}

/** The rows of a list as a real table: sticky head, sort marks, only the rows in sight in the document, one row in the tab order. */
export function ListTable<R extends object>(props: ListTableProps<R>) {
  const { name, source, rowId, rowName, isFaded, query, onQuery, onOpen, columns, density, isNarrow, initialSort } = props;
  const { isSelectable, selection, onSelection, focused, onFocused, scroller } = props;
  const t = useT();
  const data = source.rows as R[];
  const defs = useMemo(() => columns.map((column) => ({ id: column.key, accessorFn: (row: R) => row })), [columns]);
  const table = useTable({
    features,
    data,
    columns: defs,
    getRowId: rowId,
    state: { rowSelection: selection, columnVisibility: {} },
    onRowSelectionChange: (updater) => onSelection(typeof updater === 'function' ? updater(selection) : updater),
    enableRowRangeSelection: true,
  });
  const rows = table.getRowModel().rows;
  const height = isNarrow ? TWO_LINES : rowHeights[density];
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are measured again when the height of all rows changes
  useEffect(() => virtual.measure(), [height]);
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  const { hasMore, isLoadingMore, loadMore } = source;
  useEffect(() => {
    if (hasMore && !isLoadingMore && lastShown >= rows.length - AHEAD) loadMore();
  }, [hasMore, isLoadingMore, loadMore, lastShown, rows.length]);
  // The row that the keyboard moves to must be in the document before it can take the focus.
  useEffect(() => {
    const host = scroller.current;
    if (focused < 0 || !host) return;
    virtual.scrollToIndex(focused, { align: 'auto' });
    if (!host.contains(document.activeElement)) return;
    requestAnimationFrame(() => host.querySelector<HTMLElement>(`tr[data-index="${focused}"]`)?.focus({ preventScroll: true }));
  }, [focused, scroller, virtual]);

  const before = items[0]?.start ?? 0;
  const after = Math.max(0, virtual.getTotalSize() - (items.at(-1)?.end ?? 0));
  const span = columns.length + (isSelectable ? 1 : 0);
  const isAll = rows.length > 0 && table.getIsAllRowsSelected();
  return (
    <table
      className={cx(css.table, css[density], isNarrow && css.narrow)}
      aria-rowcount={source.isEstimated ? -1 : source.total + 1}
      aria-label={t('list.summary', { name })}
    >
      <colgroup>
        {isSelectable && <col style={{ width: '2.5rem' }} />}
        {columns.map((column) => (
          <col key={column.key} style={column.width === undefined ? undefined : { width: `${column.width / 16}rem` }} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {isSelectable && (
            <th scope="col" className={cx(css.select)}>
              <Checkbox
                aria-label={t('list.selectAll')}
                checked={isAll}
                indeterminate={!isAll && Object.keys(selection).length > 0}
                onChange={() => table.toggleAllRowsSelected(!isAll)}
              />
            </th>
          )}
          {columns.map((column) => {
            const sorted = sortOf(query, column.sortKey, initialSort);
            return (
              <th key={column.key} scope="col" aria-sort={sorted} data-align={column.align}>
                {column.sortKey ? (
                  <button
                    type="button"
                    onClick={() => onQuery(toggleSort(query, column.sortKey ?? ''))}
                    title={t('list.sortBy', { column: column.label })}
                  >
                    {column.label}
                    {sorted === 'ascending' && <IconArrowUp size={13} stroke={1.7} aria-hidden="true" />}
                    {sorted === 'descending' && <IconArrowDown size={13} stroke={1.7} aria-hidden="true" />}
                  </button>
                ) : (
                  column.label
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {before > 0 && <Spacer height={before} span={span} />}
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const isSelected = row.getIsSelected();
          const isFocused = item.index === focused;
          return (
            <tr
              key={row.id}
              data-index={item.index}
              aria-rowindex={item.index + 2}
              tabIndex={isFocused || (focused < 0 && item.index === 0) ? 0 : -1}
              className={cx(css.row, isSelected && css.selected, isFocused && css.focused, isFaded?.(row.original) && css.faded)}
              style={{ height: `${height / 16}rem` }}
              onFocus={() => onFocused(item.index)}
              onDoubleClick={() => onOpen(row.original)}
            >
              {isSelectable && (
                <td className={cx(css.select)}>
                  <Checkbox
                    aria-label={t('list.selectRow', { name: rowName(row.original) })}
                    checked={isSelected}
                    tabIndex={isFocused ? 0 : -1}
                    onChange={row.getToggleSelectedHandler()}
                  />
                </td>
              )}
              {columns.map((column) => (
                <td key={column.key} data-role={column.role} data-align={column.align}>
                  <div className={cx(css.cell)}>{column.cell(row.original)}</div>
                </td>
              ))}
            </tr>
          );
        })}
        {after > 0 && <Spacer height={after} span={span} />}
      </tbody>
    </table>
  );
}

/** Stands for the rows above or below those in the document. */
function Spacer({ height, span }: { readonly height: number; readonly span: number }) {
  return (
    <tr>
      <td colSpan={span} style={{ height: `${height}px`, padding: 0, border: 0 }} />
    </tr>
  );
}
