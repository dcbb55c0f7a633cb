import type { ReactNode } from 'react';
import { cx } from '../parts/cx.ts';
import css from './JsonValue.module.css';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const plain = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** A structured value without a part of its own: rows as a table, an object as pairs. */
export function JsonValue({ value, form }: { readonly value: unknown; readonly form: 'cell' | 'full' }): ReactNode {
  if (form === 'cell') return Array.isArray(value) ? String(value.length) : plain(value);
  if (Array.isArray(value) && value.length > 0 && value.every(isRecord)) {
    const keys = [...new Set(value.flatMap((row) => Object.keys(row)))];
    return (
      <table className={cx(css.table)}>
        <thead>
          <tr>
            {keys.map((key) => (
              <th key={key} scope="col">
                {key}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {value.map((row) => (
            <tr key={JSON.stringify(row)}>
              {keys.map((key) => (
                <td key={key}>{plain(row[key])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    );
  }
  if (Array.isArray(value)) return value.length > 0 ? value.map(plain).join(', ') : '–';
  if (!isRecord(value)) return plain(value);
  return Object.entries(value)
    .map(([key, item]) => `${key}: ${plain(item)}`)
    .join(', ');
}
