import { Checkbox, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { FieldFacts } from '#kernel/schema';
import type { RefNames } from '../api/records.ts';
import { useClock } from '../i18n/clock.tsx';
import { useLabel, useT } from '../i18n/index.ts';
import { InstantInput } from './InstantInput.tsx';
import { JsonInput } from './JsonInput.tsx';
import { RefPicker } from './RefPicker.tsx';

export interface FieldInputProps {
  readonly name: string;
  readonly field: FieldFacts;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly onBlur?: () => void;
  readonly error?: string | undefined;
  readonly isDisabled?: boolean;
  readonly refs: RefNames;
}

/** The input of a field, by its kind. Optional ones are marked, required ones are not. */
export function FieldInput({ name, field, value, onChange, onBlur, error, isDisabled = false, refs }: FieldInputProps) {
  const t = useT();
  const clock = useClock();
  const text = useLabel();
  const label = field.isOptional ? `${text(field.label)} (${t('common.optional')})` : text(field.label);
  const hint = field.help ? text(field.help) : undefined;
  const typed = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const common = {
    label,
    description: hint,
    error,
    disabled: isDisabled,
    required: !field.isOptional,
    name,
    ...(onBlur ? { onBlur } : {}),
  };
  switch (field.kind) {
    case 'text':
      return field.lines && field.lines > 1 ? (
        <Textarea
          {...common}
          value={typed}
          onChange={(event) => onChange(event.currentTarget.value)}
          minRows={field.lines}
          autosize
          maxRows={16}
        />
      ) : (
        <TextInput {...common} value={typed} onChange={(event) => onChange(event.currentTarget.value)} />
      );
    case 'integer':
    case 'decimal':
      return (
        <TextInput
          {...common}
          inputMode={field.kind === 'integer' ? 'numeric' : 'decimal'}
          value={typed}
          onChange={(event) => onChange(event.currentTarget.value.replace(',', '.').trim())}
        />
      );
    case 'day':
      return <TextInput {...common} type="date" value={typed} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'instant':
      return <InstantInput {...common} zone={clock.zone} zoneName={clock.zoneName()} value={typed} onChange={onChange} />;
    case 'flag':
      return (
        <Checkbox
          label={text(field.label)}
          description={hint}
          error={error}
          disabled={isDisabled}
          name={name}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          placeholder={t('form.choose')}
          data={Object.entries(field.choices ?? {}).map(([key, choice]) => ({ value: key, label: text(choice) }))}
          value={typed === '' ? null : typed}
          onChange={onChange}
          clearable={field.isOptional}
          allowDeselect={field.isOptional}
        />
      );
    case 'ref':
    case 'refs':
      return (
        <RefPicker
          label={text(field.label)}
          hint={hint}
          error={error}
          to={field.to ?? ''}
          isMany={field.kind === 'refs'}
          value={value}
          onChange={onChange}
          onBlur={onBlur}
          isOptional={field.isOptional}
          isDisabled={isDisabled}
          refs={refs}
        />
      );
    case 'texts':
      return (
        <TagsInput
          {...common}
          description={hint ?? t('form.addItem')}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
        />
      );
    case 'json':
      return <JsonInput {...common} value={value} onChange={onChange} />;
  }
}
