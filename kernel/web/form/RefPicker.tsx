import { MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/client.ts';
import type { ListAnswer, RefNames } from '../api/records.ts';
import { resourceOf } from '../api/resource.ts';
import { useT } from '../i18n/index.ts';
import { definitionOf } from '../screens/definitions.ts';
import { refText } from '../screens/RefLink.tsx';

const TYPING_MS = 200;
const SHOWN = 20;

export interface RefPickerProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Type of the records to choose from, `module.record`. */
  readonly to: string;
  readonly isMany: boolean;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly onBlur?: (() => void) | undefined;
  readonly isOptional: boolean;
  readonly isDisabled: boolean;
  readonly refs: RefNames;
}

interface Option {
  readonly value: string;
  readonly label: string;
}

/** Chooses a record, or several, by number or words; the server says which ones the reader may see. */
export function RefPicker({
  label,
  hint,
  error,
  to,
  isMany,
  value,
  onChange,
  onBlur,
  isOptional,
  isDisabled,
  refs,
}: RefPickerProps) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed, TYPING_MS);
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(new Map());
  const record = definitionOf(to);
  const found = useQuery({
    queryKey: ['choose', to, words],
    queryFn: async ({ signal }): Promise<readonly Option[]> => {
      if (!record) return [];
      const { data } = await request<ListAnswer>('GET', resourceOf(record), { query: { q: words, limit: SHOWN }, signal });
      return data.items.map((row) => {
        const values: Readonly<Record<string, unknown>> = { ...row };
        const title = String(values[record.title] ?? '');
        return { value: row.id, label: [row.number, title].filter(Boolean).join(' ') };
      });
    },
    enabled: record !== undefined,
    staleTime: 60_000,
  });
  const chosen = isMany
    ? Array.isArray(value)
      ? value.map(String)
      : []
    : typeof value === 'string' && value !== ''
      ? [value]
      : [];
  const nameOf = (id: string): string =>
    found.data?.find((o) => o.value === id)?.label ?? seen.get(id) ?? refText(id, refs) ?? t('common.loading');
  const options = [
    ...chosen.filter((id) => !found.data?.some((o) => o.value === id)).map((id) => ({ value: id, label: nameOf(id) })),
    ...(found.data ?? []),
  ];
  const common = {
    label: isOptional ? `${label} (${t('common.optional')})` : label,
    description: hint,
    error,
    data: options,
    searchable: true,
    nothingFoundMessage: t('form.nothingFound'),
    onSearchChange: setTyped,
    // The server already filtered; the option's label may not contain what it matched.
    filter: ({ options: all }: { options: typeof options }) => all,
    disabled: isDisabled,
    required: !isOptional,
    ...(onBlur ? { onBlur } : {}),
  };
  const remember = (ids: readonly string[]): void =>
    setSeen(new Map([...seen, ...ids.map((id): [string, string] => [id, nameOf(id)])]));
  if (isMany) {
    return (
      <MultiSelect
        {...common}
        filter={({ options: all }) => all}
        value={[...chosen]}
        onChange={(ids) => {
          remember(ids);
          onChange(ids);
        }}
      />
    );
  }
  return (
    <Select
      {...common}
      filter={({ options: all }) => all}
      placeholder={t('form.choose')}
      clearable={isOptional}
      value={chosen[0] ?? null}
      onChange={(id) => {
        if (id) remember([id]);
        onChange(id);
      }}
    />
  );
}
