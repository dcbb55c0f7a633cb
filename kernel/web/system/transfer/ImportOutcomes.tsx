import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { AnyRecord, StateFamily } from '#kernel/schema';
import { pageOf } from '../../api/resource.ts';
import { useClock } from '../../i18n/clock.tsx';
import { cx } from '../../parts/cx.ts';
import { StateBadge } from '../../parts/StateBadge.tsx';
import { useFieldName } from '../../screens/names.ts';
import { AppLink } from '../../shell/AppLink.tsx';
import { PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useSystemText } from '../texts.ts';
import type { ImportPlan, ImportRow } from './import-source.ts';
import css from './transfer.module.css';

const families: Record<ImportRow['outcome'], StateFamily> = {
  create: 'scheduled',
  created: 'valid',
  duplicate: 'attention',
  invalid: 'wrong',
};
/** Rows drawn at most; more make a dialog slow and are read in the file anyway. */
const SHOWN = 200;

const words = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** What becomes of each row, with its faults beside the values they are about. */
export function ImportOutcomes({ record, plan }: { readonly record: AnyRecord; readonly plan: ImportPlan }) {
  const s = useSystemText();
  const clock = useClock();
  const fieldName = useFieldName();
  const hasFaults = plan.counts.invalid + plan.counts.duplicate > 0;
  const [isFaultyOnly, setFaultyOnly] = useState(false);
  const rows = plan.rows.filter((row) => !isFaultyOnly || row.outcome === 'invalid' || row.outcome === 'duplicate');
  const hasValues = plan.rows.some((row) => row.diff.length > 0 || row.id !== undefined);
  if (plan.rows.length === 0) return null;
  return (
    <>
      {hasFaults && plan.rows.some((row) => row.outcome === 'create') && (
        <Checkbox
          label={s('import.faultyOnly')}
          checked={isFaultyOnly}
          onChange={(event) => setFaultyOnly(event.currentTarget.checked)}
        />
      )}
      <PlainTable
        label={s('import.outcomes')}
        minWidth="44rem"
        columns={[
          { key: 'line', label: s('import.line'), width: '5rem' },
          { key: 'outcome', label: s('import.outcome'), width: '11rem' },
          ...(hasValues ? [{ key: 'values', label: s('import.values') }] : []),
          { key: 'faults', label: s('import.faults'), ...(hasValues ? { width: '22rem' } : {}) },
        ]}
      >
        <tbody>
          {rows.slice(0, SHOWN).map((row) => (
            <tr key={row.line} style={{ verticalAlign: 'top' }}>
              <th scope="row">{clock.count(row.line)}</th>
              <td>
                <StateBadge family={families[row.outcome]} label={s(`import.outcomeOf.${row.outcome}`)} />
              </td>
              {hasValues && (
                <td className={cx(css.values)}>
                  {row.id && <AppLink href={pageOf(record, row.id)}>{row.number ?? s('import.open')}</AppLink>}{' '}
                  {row.diff.map((one) => `${fieldName(record, one.field)}: ${words(one.after)}`).join(', ')}
                </td>
              )}
              <td>
                {row.errors.length > 0 ? (
                  <ul className={cx(css.faults)}>
                    {row.errors.map((fault) => (
                      <li key={`${fault.path} ${fault.message}`}>
                        {fault.path && `${fieldName(record, fault.path)}: `}
                        {fault.message}
                      </li>
                    ))}
                  </ul>
                ) : row.outcome === 'duplicate' ? (
                  s('import.exists')
                ) : (
                  <span className={cx(parts.muted)}>–</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {rows.length > SHOWN && <p className={cx(parts.muted)}>{s('import.more', { count: rows.length - SHOWN })}</p>}
    </>
  );
}
