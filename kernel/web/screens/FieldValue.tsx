import type { ReactNode } from 'react';
import type { RefNames } from '../api/records.ts';
import { useClock } from '../i18n/clock.tsx';
import { useLabel, useT } from '../i18n/index.ts';
import { Deadline } from '../parts/Deadline.tsx';
import { JsonValue } from './JsonValue.tsx';
import { RefLink } from './RefLink.tsx';
import { type FieldShape, isDeadline } from './standard-fields.ts';

export interface FieldValueProps {
  readonly name: string;
  readonly shape: FieldShape;
  readonly value: unknown;
  readonly refs: RefNames;
  /** `cell`: short, one line; `full`: everything. */
  readonly form: 'cell' | 'full';
  /** The record is finished: a passed deadline is no longer late. */
  readonly isOver?: boolean;
}

/** A value as people read it, by the kind of its field. */
export function FieldValue({ name, shape, value, refs, form, isOver = false }: FieldValueProps): ReactNode {
  const t = useT();
  const clock = useClock();
  const label = useLabel();
  if (value === null || value === undefined || value === '') return '–';
  switch (shape.kind) {
    case 'text':
    case 'decimal':
      return form === 'cell' ? <span title={String(value)}>{String(value)}</span> : String(value);
    case 'integer':
      return typeof value === 'number' ? clock.count(value) : String(value);
    case 'flag':
      return value === true ? t('common.yes') : t('common.no');
    case 'choice': {
      const chosen = shape.choices?.[String(value)];
      return chosen ? label(chosen) : String(value);
    }
    case 'day':
    case 'instant':
      if (isDeadline(name) && !isOver) return <Deadline due={String(value)} form={form === 'cell' ? 'auto' : 'both'} />;
      if (form === 'cell') return <span title={clock.moment(String(value))}>{clock.shortDay(String(value))}</span>;
      return clock.moment(String(value));
    case 'ref':
      return <RefLink id={String(value)} type={shape.to ?? ''} refs={refs} />;
    case 'texts':
      return Array.isArray(value) && value.length > 0 ? value.join(', ') : '–';
    case 'refs':
      return Array.isArray(value) && value.length > 0 ? <Refs ids={value.map(String)} type={shape.to ?? ''} refs={refs} /> : '–';
    case 'json':
      return <JsonValue value={value} form={form} />;
  }
}

function Refs({ ids, type, refs }: { readonly ids: readonly string[]; readonly type: string; readonly refs: RefNames }) {
  return ids.map((id, index) => (
    <span key={id}>
      {index > 0 && ', '}
      <RefLink id={id} type={type} refs={refs} />
    </span>
  ));
}
