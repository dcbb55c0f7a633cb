import { Checkbox, Popover } from '@mantine/core';
import type { ReactElement } from 'react';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import css from './FilterEditor.module.css';
import type { ListColumn } from './types.ts';

interface ColumnChooserProps<R> {
  readonly columns: readonly ListColumn<R>[];
  readonly isShown: (column: ListColumn<R>) => boolean;
  readonly onShown: (key: string, isOn: boolean) => void;
  readonly children: ReactElement;
}

/** Which columns are shown; number and title always are. */
export function ColumnChooser<R>({ columns, isShown, onShown, children }: ColumnChooserProps<R>) {
  const t = useT();
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown>
        <fieldset className={cx(css.columns)} aria-label={t('list.columns')}>
          {columns.map((column) => (
            <Checkbox
              key={column.key}
              label={column.label}
              checked={isShown(column)}
              disabled={column.role === 'number' || column.role === 'title'}
              onChange={(event) => onShown(column.key, event.currentTarget.checked)}
            />
          ))}
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  );
}
