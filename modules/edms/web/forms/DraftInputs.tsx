import { Select, Textarea } from '@mantine/core';
import { RefPicker } from '#kernel/web/form/RefPicker.tsx';
import { useLabel, useLanguage, useT } from '#kernel/web/i18n/index.ts';
import type { InputProps } from '#kernel/web/screens/screens-for.ts';
import { sources } from '../../records/version.ts';
import { useEdmsT } from '../texts.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Where the file comes from: a draft may leave it open, a submission may not. */
export function SourceInput({ value, onChange, label: name, error, isDisabled }: InputProps) {
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  return (
    <Select
      label={name}
      description={e('draft.needed')}
      error={error}
      disabled={isDisabled}
      placeholder={t('form.choose')}
      data={Object.entries(sources).map(([key, choice]) => ({ value: key, label: label(choice) }))}
      value={text(value) || null}
      onChange={onChange}
      allowDeselect={false}
    />
  );
}

/** Languages that documents are written in where our users work; another one a document already has stays. */
const written = ['en', 'fr', 'sw', 'lg', 'rw', 'am', 'ar', 'pt', 'es', 'de', 'it', 'nl', 'zh', 'ja', 'hi'] as const;

/** Language of the document by its name in the reader's language. */
export function LanguageInput({ value, onChange, label, error, isDisabled }: InputProps) {
  const language = useLanguage();
  const names = new Intl.DisplayNames([language], { type: 'language' });
  const present = text(value);
  const codes = [...new Set([...written, ...(present ? [present] : [])])];
  return (
    <Select
      label={label}
      error={error}
      disabled={isDisabled}
      searchable
      data={codes
        .map((code) => ({ value: code, label: names.of(code) ?? code }))
        .sort((a, b) => a.label.localeCompare(b.label, language))}
      value={present || null}
      onChange={onChange}
      allowDeselect={false}
    />
  );
}

/** Who compared the scan with the paper: a copy without that person is no true copy (EDMS-33). */
export function VerifierInput({ value, onChange, label, error, isDisabled, refs }: InputProps) {
  const e = useEdmsT();
  return (
    <RefPicker
      label={label}
      hint={e('draft.needed')}
      error={error}
      to="access.user"
      isMany={false}
      value={value}
      onChange={onChange}
      isOptional={false}
      isDisabled={isDisabled}
      refs={refs}
    />
  );
}

/** How the scan was compared with the paper. */
export function StatementInput({ value, onChange, label, error, isDisabled }: InputProps) {
  const e = useEdmsT();
  return (
    <Textarea
      label={label}
      description={e('draft.statementHint')}
      error={error}
      disabled={isDisabled}
      value={text(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
      minRows={2}
      maxRows={8}
      autosize
    />
  );
}
