import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Row } from '#kernel/schema';
import { useT } from '#kernel/web/i18n/index.ts';
import type { FormPanelProps, InputProps, RecordPanelProps } from '#kernel/web/screens/screens-for.ts';
import type { Placeholder } from '../../records/catalogue.ts';
import { useEdmsT } from '../texts.ts';
import { Preview } from './Preview.tsx';

const TYPING_MS = 250;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Preview below the form: it follows what is typed. */
export function PlaceholderFormPreview({ values }: FormPanelProps) {
  const definition = {
    token: text(values.token),
    dataSource: text(values.dataSource),
    field: text(values.field),
    format: text(values.format),
  };
  const [settled] = useDebouncedValue(JSON.stringify(definition), TYPING_MS);
  return <Preview {...(JSON.parse(settled) as typeof definition)} />;
}

/** Preview on the page of a placeholder. */
export function PlaceholderPreview({ row }: RecordPanelProps<typeof Placeholder>) {
  const { token, dataSource, field, format } = row as Row<typeof Placeholder>;
  return <Preview token={token} dataSource={dataSource} field={field} format={format ?? ''} />;
}

/** Formats are a closed list, so they are chosen. */
export function FormatInput({ value, onChange, label, error, isDisabled }: InputProps) {
  const t = useT();
  const e = useEdmsT();
  return (
    <Select
      label={`${label} (${t('common.optional')})`}
      error={error}
      disabled={isDisabled}
      data={[
        { value: '', label: e('placeholder.formatNone') },
        { value: 'upper', label: e('placeholder.formatUpper') },
        { value: 'lower', label: e('placeholder.formatLower') },
        { value: 'date', label: e('placeholder.formatDate') },
      ]}
      value={text(value)}
      onChange={(next) => onChange(next ? next : null)}
      allowDeselect={false}
    />
  );
}
