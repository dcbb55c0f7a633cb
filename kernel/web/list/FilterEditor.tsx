import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClock } from '../i18n/clock.tsx';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { Segments } from '../parts/Segments.tsx';
import css from './FilterEditor.module.css';
import type { FilterOp, ListFilter } from './list-query.ts';
import type { FilterField } from './types.ts';

const opsOf: Record<FilterField['kind'], readonly FilterOp[]> = {
  choice: ['eq', 'ne'],
  flag: ['eq'],
  text: ['eq', 'ne'],
  day: ['gte', 'lte'],
  number: ['gte', 'lte', 'eq'],
};

const opKey = { eq: 'list.is', ne: 'list.isNot', gte: 'list.since', lte: 'list.until' } as const;
const numberOps = { eq: '=', ne: '≠', gte: '≥', lte: '≤' } as const;

/** A filter in words: "Reported", "since 1 Oct 2026". */
export function useFilterWords(): (
  filter: ListFilter,
  field: FilterField | undefined,
) => { readonly field: string; readonly value: string } {
  const t = useT();
  const clock = useClock();
  return (filter, field) => {
    const named = filter.values.map((value) => {
      if (field?.kind === 'day' && /^\d{4}-\d{2}-\d{2}/.test(value)) return clock.longDay(value);
      if (field?.kind === 'flag') return value === 'true' ? t('common.yes') : t('common.no');
      return field?.choices?.find((choice) => choice.value === value)?.label ?? value;
    });
    const op = field?.kind === 'number' ? numberOps[filter.op] : filter.op === 'eq' ? '' : t(opKey[filter.op]);
    return { field: field?.label ?? filter.field, value: `${op} ${named.join(', ')}`.trim() };
  };
}

export interface FilterEditorProps {
  readonly field: FilterField;
  readonly filter?: ListFilter;
  readonly onApply: (filter: ListFilter) => void;
}

/** Edits one filter: operator and values. */
export function FilterEditor({ field, filter, onApply }: FilterEditorProps) {
  const t = useT();
  const ops = opsOf[field.kind];
  const [op, setOp] = useState<FilterOp>(filter?.op ?? ops[0] ?? 'eq');
  const [values, setValues] = useState<readonly string[]>(filter?.values ?? []);
  const choices =
    field.kind === 'flag'
      ? [
          { value: 'true', label: t('common.yes') },
          { value: 'false', label: t('common.no') },
        ]
      : field.choices;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onApply({ field: field.key, op, values: values.filter((value) => value.trim() !== '') });
  };
  return (
    <form onSubmit={submit} className={cx(css.editor)} aria-label={field.label}>
      <p className={cx(css.title)}>{field.label}</p>
      {ops.length > 1 && (
        <Segments
          label={field.label}
          value={op}
          onChange={setOp}
          options={ops.map((value) => ({ value, label: field.kind === 'number' ? numberOps[value] : t(opKey[value]) }))}
        />
      )}
      {choices ? (
        <div className={cx(css.choices)}>
          {choices.map((choice, index) => (
            <Checkbox
              key={choice.value}
              label={choice.label}
              data-autofocus={index === 0 || undefined}
              checked={values.includes(choice.value)}
              onChange={(event) =>
                setValues(
                  event.currentTarget.checked ? [...values, choice.value] : values.filter((value) => value !== choice.value),
                )
              }
            />
          ))}
        </div>
      ) : (
        <TextInput
          aria-label={t('list.value')}
          type={field.kind === 'day' ? 'date' : 'text'}
          inputMode={field.kind === 'number' ? 'decimal' : undefined}
          data-autofocus
          value={values[0] ?? ''}
          onChange={(event) => setValues([event.currentTarget.value])}
        />
      )}
      <Button type="submit" size="xs" variant="filled">
        {t('list.apply')}
      </Button>
    </form>
  );
}
