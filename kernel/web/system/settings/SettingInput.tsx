import { Checkbox, Select, TextInput } from '@mantine/core';
import { cx } from '../../parts/cx.ts';
import { useSystemText } from '../texts.ts';
import { kindOf, originals, type SettingLine } from './answers.ts';
import css from './settings.module.css';

export interface SettingInputProps {
  readonly line: SettingLine;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error: string | undefined;
  readonly isDisabled: boolean;
}

/** The input of a setting, by the kind of its value; its bounds stand below. */
export function SettingInput({ line, value, onChange, error, isDisabled }: SettingInputProps) {
  const s = useSystemText();
  const hint = [line.help, s('settings.within', { bounds: line.bounds })].filter(Boolean).join(' ');
  const typed = typeof value === 'string' ? value : '';
  switch (kindOf(line)) {
    case 'words': {
      const chosen = Array.isArray(value) ? value.map(String) : [];
      const known = Array.isArray(line.default) ? line.default.map(String) : [];
      return (
        <fieldset className={cx(css.choices)} disabled={isDisabled}>
          <legend>{line.label}</legend>
          {[...new Set([...known, ...chosen])].map((word) => (
            <Checkbox
              key={word}
              label={word}
              checked={chosen.includes(word)}
              onChange={(event) =>
                onChange(event.currentTarget.checked ? [...chosen, word] : chosen.filter((one) => one !== word))
              }
            />
          ))}
          {error && <span role="alert">{error}</span>}
        </fieldset>
      );
    }
    case 'choice':
      return (
        <Select
          label={line.label}
          data={originals.map((one) => ({ value: one, label: s(`settings.original.${one}`) }))}
          value={typed}
          allowDeselect={false}
          disabled={isDisabled}
          error={error}
          onChange={onChange}
        />
      );
    case 'whole':
    case 'numbers':
      return (
        <TextInput
          data-autofocus
          label={line.label}
          description={hint}
          inputMode={kindOf(line) === 'whole' ? 'numeric' : 'text'}
          value={typed}
          disabled={isDisabled}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <TextInput
          data-autofocus
          label={line.label}
          description={hint}
          value={typed}
          disabled={isDisabled}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
