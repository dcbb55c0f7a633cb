import { Button, Menu, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconFileExport, IconWritingSign } from '@tabler/icons-react';
import { Fragment, type ReactNode, useMemo, useState } from 'react';
import { useClock } from '../i18n/clock.tsx';
import { dayNumber } from '../i18n/format.ts';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { EmptyState } from '../parts/EmptyState.tsx';
import css from './HistoryTable.module.css';
import { filterHistory, groupByDay, type HistoryFilter, type HistoryRow, noFilter } from './history-entry.ts';
import { SealMark } from './SealMark.tsx';

export interface HistoryTableProps {
  readonly rows: readonly HistoryRow[];
  readonly onExport?: ((filter: HistoryFilter) => void) | undefined;
  /** The seal sentence, between filters and rows. */
  readonly seal?: ReactNode;
}

const COLUMNS = 6;

/** Who changed what, from what to what, when, why, and its seal; groups by day, newest first. `Enter` opens the evidence of a row. */
export function HistoryTable({ rows, onExport, seal }: HistoryTableProps) {
  const t = useT();
  const clock = useClock();
  const [filter, setFilter] = useState<HistoryFilter>(noFilter);
  const [open, setOpen] = useState<string | null>(null);
  const shown = useMemo(() => filterHistory(rows, filter), [rows, filter]);
  const groups = useMemo(() => groupByDay(shown, (at) => dayNumber(at, clock.zone)), [shown, clock.zone]);
  const today = dayNumber(clock.now, clock.zone);
  return (
    <>
      <HistoryFilterBar rows={rows} shown={shown.length} filter={filter} onFilter={setFilter} onExport={onExport} />
      {seal}
      {shown.length === 0 ? (
        <EmptyState title={t('history.none')} icon={null} />
      ) : (
        <div className={cx(css.scroll)}>
          <table className={cx(css.table)}>
            <thead>
              <tr>
                <th scope="col">{t('history.when')}</th>
                <th scope="col">{t('history.who')}</th>
                <th scope="col">{t('history.field')}</th>
                <th scope="col">{t('history.change')}</th>
                <th scope="col">{t('history.why')}</th>
                <th scope="col">{t('history.seal')}</th>
              </tr>
            </thead>
            {groups.map((group) => (
              <tbody key={group.day}>
                <tr className={cx(css.day)}>
                  <th scope="rowgroup" colSpan={COLUMNS}>
                    {group.day === today ? t('history.today') : clock.shortDay(group.rows[0]?.at ?? '')}
                  </th>
                </tr>
                {group.rows.map((row) => (
                  <Entry
                    key={row.key}
                    row={row}
                    isOpen={open === row.key}
                    onToggle={() => setOpen(open === row.key ? null : row.key)}
                  />
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
    </>
  );
}

interface EntryProps {
  readonly row: HistoryRow;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Entry({ row, isOpen, onToggle }: EntryProps) {
  const t = useT();
  const clock = useClock();
  const empty = t('history.empty');
  return (
    <>
      <tr className={cx(css.row, isOpen && css.open)}>
        <td>
          <button
            type="button"
            className={cx(css.when)}
            aria-expanded={isOpen}
            aria-label={t('history.details', { entry: row.entry ?? clock.time(row.at) })}
            title={clock.moment(row.at)}
            onClick={onToggle}
          >
            {clock.time(row.at)}
          </button>
        </td>
        <td>{row.who}</td>
        <td className={cx(css.field)}>
          {row.isSigned && <IconWritingSign size={14} stroke={1.7} aria-label={t('history.signedMark')} role="img" />} {row.field}
        </td>
        <td>
          {row.text !== undefined ? (
            row.text
          ) : (
            <>
              <span aria-hidden="true">
                {row.from !== null && (
                  <>
                    <del>{row.from}</del>
                    <span className={cx(css.arrow)}>→</span>
                  </>
                )}
                {row.to === null ? <em>{empty}</em> : <ins>{row.to}</ins>}
              </span>
              <VisuallyHidden>{t('history.fromTo', { from: row.from ?? empty, to: row.to ?? empty })}</VisuallyHidden>
            </>
          )}
        </td>
        <td className={cx(css.why)}>{row.why ?? '–'}</td>
        <td>
          <SealMark seal={row.seal} entry={row.entry} />
        </td>
      </tr>
      {isOpen && (
        <tr className={cx(css.evidence)}>
          <td colSpan={COLUMNS}>
            <dl>
              {row.facts.map((fact) => (
                <Fragment key={fact.key}>
                  <dt>{fact.label}</dt>
                  <dd>{fact.isCode ? <code>{fact.value}</code> : fact.value}</dd>
                </Fragment>
              ))}
            </dl>
          </td>
        </tr>
      )}
    </>
  );
}

interface HistoryFilterBarProps {
  readonly rows: readonly HistoryRow[];
  readonly shown: number;
  readonly filter: HistoryFilter;
  readonly onFilter: (filter: HistoryFilter) => void;
  readonly onExport: HistoryTableProps['onExport'];
}

function HistoryFilterBar({ rows, shown, filter, onFilter, onExport }: HistoryFilterBarProps) {
  const t = useT();
  const fields = useMemo(() => [...new Map(rows.map((row) => [row.fieldKey, row.field]))], [rows]);
  const people = useMemo(() => [...new Map(rows.map((row) => [row.personId, row.who]))], [rows]);
  return (
    <div className={cx(css.bar)} data-no-print="">
      <Picker
        label={t('history.filterField')}
        options={fields}
        value={filter.field}
        onPick={(field) => onFilter({ ...filter, field })}
      />
      <Picker
        label={t('history.filterPerson')}
        options={people}
        value={filter.person}
        onPick={(person) => onFilter({ ...filter, person })}
      />
      <Button
        size="xs"
        aria-pressed={filter.isSignaturesOnly}
        className={cx(css.quiet, filter.isSignaturesOnly && css.on)}
        leftSection={<IconWritingSign size={14} stroke={1.7} aria-hidden="true" />}
        onClick={() => onFilter({ ...filter, isSignaturesOnly: !filter.isSignaturesOnly })}
      >
        {t('history.signaturesOnly')}
      </Button>
      <span className={cx(css.count)} role="status">
        {t('history.entries', { count: shown })}
      </span>
      {onExport && (
        <Button
          size="xs"
          className={cx(css.export)}
          leftSection={<IconFileExport size={15} stroke={1.7} aria-hidden="true" />}
          onClick={() => onExport(filter)}
        >
          {t('history.export')}
        </Button>
      )}
    </div>
  );
}

interface PickerProps {
  readonly label: string;
  readonly options: readonly (readonly [string, string])[];
  readonly value: string | null;
  readonly onPick: (value: string | null) => void;
}

function Picker({ label, options, value, onPick }: PickerProps) {
  const t = useT();
  const current = options.find(([key]) => key === value)?.[1] ?? t('history.any');
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          size="xs"
          className={cx(css.quiet, value !== null && css.on)}
          rightSection={<IconChevronDown size={14} stroke={1.7} aria-hidden="true" />}
        >
          <span>
            {label} <strong>{current}</strong>
          </span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="20rem" style={{ overflowY: 'auto' }}>
        <Menu.Item onClick={() => onPick(null)}>{t('history.any')}</Menu.Item>
        {options.map(([key, text]) => (
          <Menu.Item key={key} onClick={() => onPick(key)}>
            {text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
