import { Textarea, type TextareaProps } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../i18n/index.ts';

export interface JsonInputProps extends Omit<TextareaProps, 'value' | 'onChange'> {
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** A structured value as text, for the few fields whose module brings no input of its own. */
export function JsonInput({ value, onChange, error, ...rest }: JsonInputProps) {
  const t = useT();
  const [text, setText] = useState(() => (value === undefined || value === null ? '' : JSON.stringify(value, null, 2)));
  const [isFaulty, setFaulty] = useState(false);
  const change = (next: string): void => {
    setText(next);
    try {
      onChange(next.trim() === '' ? null : JSON.parse(next));
      setFaulty(false);
    } catch {
      setFaulty(true);
    }
  };
  return (
    <Textarea
      {...rest}
      error={isFaulty ? t('form.notJson') : error}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      autosize
      minRows={4}
      maxRows={20}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.75rem' } }}
    />
  );
}
