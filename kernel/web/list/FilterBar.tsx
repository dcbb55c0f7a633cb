import { Button, Menu, Popover, TextInput } from '@mantine/core';
import { IconColumns3, IconFilter, IconLineHeight, IconSearch, IconX } from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';
import { useClock } from '../i18n/clock.tsx';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { Kbd } from '../parts/Kbd.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { ColumnChooser } from './ColumnChooser.tsx';
import css from './FilterBar.module.css';
import { FilterEditor, useFilterWords } from './FilterEditor.tsx';
import { isSameQuery, type ListFilter, type ListQuery, withFilter } from './list-query.ts';
import type { DataListProps, Density } from './types.ts';
import type { useListLook } from './useListLook.ts';

const TYPING_MS = 250;
const densities: readonly Density[] = ['compact', 'normal', 'comfortable'];

export interface FilterBarProps<R>
  extends Pick<DataListProps<R>, 'query' | 'onQuery' | 'filters' | 'columns' | 'source' | 'onSaveView'> {
  /** Query of the chosen view, to say whether this one differs. */
  readonly viewQuery: ListQuery;
  readonly look: ReturnType<typeof useListLook<R>>;
  readonly findField: RefObject<HTMLInputElement | null>;
  readonly isAdding: boolean;
  readonly onAdding: (isOn: boolean) => void;
}

/** Find, filter chips, what differs from the view, row count, columns and density: 40 px. */
export function FilterBar<R>(props: FilterBarProps<R>) {
  const { query, onQuery, filters, columns, source, onSaveView, viewQuery, look, findField, isAdding, onAdding } = props;
  const t = useT();
  const clock = useClock();
  const [typed, setTyped] = useState(query.q);
  useEffect(() => setTyped(query.q), [query.q]);
  useEffect(() => {
    if (typed === query.q) return;
    const timer = setTimeout(() => onQuery({ ...query, q: typed }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, query, onQuery]);
  const total = clock.count(source.total);
  return (
    <search className={cx(css.bar)} data-no-print="">
      <TextInput
        ref={findField}
        size="xs"
        type="search"
        aria-label={t('list.find')}
        placeholder={t('list.find')}
        className={cx(css.find)}
        leftSection={<IconSearch size={14} stroke={1.7} aria-hidden="true" />}
        rightSection={typed === '' && <Kbd>/</Kbd>}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          const last = query.filters.at(-1);
          if (event.key === 'Backspace' && typed === '' && last) onQuery(withFilter(query, { ...last, values: [] }));
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      {query.filters.map((filter) => (
        <FilterChip
          key={`${filter.field}.${filter.op}`}
          filter={filter}
          fields={filters}
          onChange={(next) => onQuery(withFilter(query, next))}
        />
      ))}
      <AddFilter fields={filters} isOpen={isAdding} onOpen={onAdding} onAdd={(filter) => onQuery(withFilter(query, filter))} />
      {!isSameQuery(query, viewQuery) && (
        <span className={cx(css.differs)}>
          {t('list.differs')} {onSaveView && <LinkButton onClick={onSaveView}>{t('list.saveView')}</LinkButton>}{' '}
          <LinkButton onClick={() => onQuery(viewQuery)}>{t('list.reset')}</LinkButton>
        </span>
      )}
      <span className={cx(css.end)}>
        <span className={cx(css.count)} role="status">
          {source.status === 'ready' &&
            t('list.ofTotal', {
              shown: clock.count(source.rows.length),
              total: source.isEstimated ? t('list.about', { total }) : total,
            })}
        </span>
        <ColumnChooser columns={columns} isShown={look.isShown} onShown={look.setShown}>
          <Button size="xs" leftSection={<IconColumns3 size={15} stroke={1.7} aria-hidden="true" />} className={cx(css.quiet)}>
            {t('list.columns')}
          </Button>
        </ColumnChooser>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              size="xs"
              leftSection={<IconLineHeight size={15} stroke={1.7} aria-hidden="true" />}
              className={cx(css.quiet)}
            >
              {t(`list.densities.${look.density}`)}
            </Button>
          </Menu.Target>
          <Menu.Dropdown aria-label={t('list.density')}>
            {densities.map((density) => (
              <Menu.Item
                key={density}
                role="menuitemradio"
                aria-checked={density === look.density}
                onClick={() => look.setDensity(density)}
              >
                {t(`list.densities.${density}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </span>
    </search>
  );
}

interface FilterChipProps {
  readonly filter: ListFilter;
  readonly fields: FilterBarProps<never>['filters'];
  readonly onChange: (filter: ListFilter) => void;
}

function FilterChip({ filter, fields, onChange }: FilterChipProps) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const field = fields.find((f) => f.key === filter.field);
  const words = useFilterWords()(filter, field);
  return (
    <span className={cx(css.chip)} data-edge="">
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus>
        <Popover.Target>
          <button type="button" className={cx(css.chipBody)} onClick={() => setOpen(!isOpen)}>
            {words.field} <strong>{words.value}</strong>
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          {field && (
            <FilterEditor
              field={field}
              filter={filter}
              onApply={(next) => {
                onChange(next);
                setOpen(false);
              }}
            />
          )}
        </Popover.Dropdown>
      </Popover>
      <button
        type="button"
        className={cx(css.chipRemove)}
        aria-label={t('list.removeFilter', { filter: `${words.field} ${words.value}` })}
        onClick={() => onChange({ ...filter, values: [] })}
      >
        <IconX size={13} stroke={1.7} />
      </button>
    </span>
  );
}

interface AddFilterProps {
  readonly fields: FilterBarProps<never>['filters'];
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onAdd: (filter: ListFilter) => void;
}

function AddFilter({ fields, isOpen, onOpen, onAdd }: AddFilterProps) {
  const t = useT();
  const [picked, setPicked] = useState<string | null>(null);
  const field = fields.find((f) => f.key === picked);
  const close = (): void => {
    onOpen(false);
    setPicked(null);
  };
  if (fields.length === 0) return null;
  return (
    <Popover opened={isOpen} onChange={(isOn) => (isOn ? onOpen(true) : close())} position="bottom-start" trapFocus>
      <Popover.Target>
        <button type="button" className={cx(css.add)} onClick={() => (isOpen ? close() : onOpen(true))}>
          <IconFilter size={14} stroke={1.7} aria-hidden="true" />
          {t('list.addFilter')} <Kbd>F</Kbd>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        {field ? (
          <FilterEditor
            field={field}
            onApply={(filter) => {
              onAdd(filter);
              close();
            }}
          />
        ) : (
          <ul className={cx(css.fields)} aria-label={t('list.addFilter')}>
            {fields.map((f) => (
              <li key={f.key}>
                <button type="button" onClick={() => setPicked(f.key)}>
                  {f.label}
                </button>
              </li>
            ))}
          </ul>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
