import { type ComboboxItem, MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import type { Candidate } from '../api/answers.ts';
import { useCandidates } from '../api/queries.ts';
import css from './AskDialog.module.css';

const TYPING_MS = 200;

interface PersonSelectProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** Path of the version or document whose task is given. */
  readonly path: string;
  readonly stage: 'review' | 'approval' | undefined;
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  /** Several people act on one step. */
  readonly isMany?: boolean;
  readonly error?: string | undefined;
  readonly isDisabled: boolean;
  readonly hasFocus?: boolean;
}

const workOf = (person: Candidate): string => [person.jobTitle, person.department].filter(Boolean).join(', ');

/** Chooses people with their work beside them; those the task may not be given to stand there disabled, with the reason. */
export function PersonSelect(props: PersonSelectProps) {
  const { label, hint, path, stage, value, onChange, isMany = false, error, isDisabled, hasFocus = false } = props;
  const t = useT();
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed, TYPING_MS);
  const [seen, setSeen] = useState<ReadonlyMap<string, Candidate>>(new Map());
  // The text of the chosen person is no search.
  const isName = [...seen.values()].some((person) => person.name === words);
  const found = useCandidates(path, stage, isName ? '' : words.trim());
  const people = found.data?.items ?? [];
  const personOf = (id: string): Candidate | undefined => people.find((person) => person.id === id) ?? seen.get(id);
  const listed = [...value.flatMap((id) => (people.some((person) => person.id === id) ? [] : (personOf(id) ?? []))), ...people];
  const data = listed.map((person) => ({ value: person.id, label: person.name, disabled: !person.fit.ok }));
  const take = (ids: readonly string[]): void => {
    const known = ids.flatMap((id): [string, Candidate][] => {
      const person = personOf(id);
      return person ? [[id, person]] : [];
    });
    setSeen(new Map([...seen, ...known]));
    onChange(ids);
  };
  const common = {
    label,
    description: hint,
    error,
    data,
    searchable: true,
    disabled: isDisabled,
    required: true,
    placeholder: t('form.choose'),
    nothingFoundMessage: t('form.nothingFound'),
    onSearchChange: setTyped,
    maxDropdownHeight: 280,
    withScrollArea: false,
    styles: { options: { maxHeight: 280, overflowY: 'auto' as const } },
    classNames: { option: cx(css.option) },
    // The server has already searched, by work too.
    filter: ({ options }: { options: (typeof data)[number][] }) => options,
    renderOption: ({ option }: { option: ComboboxItem }) => {
      const person = personOf(option.value);
      return (
        <span className={cx(css.person)}>
          {option.label}
          {person && <span>{person.fit.ok ? workOf(person) : person.fit.why}</span>}
        </span>
      );
    },
    ...(hasFocus ? { 'data-autofocus': true } : {}),
  };
  if (isMany) return <MultiSelect {...common} filter={({ options }) => options} value={[...value]} onChange={take} />;
  return (
    <Select
      {...common}
      filter={({ options }) => options}
      value={value[0] ?? null}
      onChange={(id) => take(id ? [id] : [])}
      allowDeselect={false}
    />
  );
}
