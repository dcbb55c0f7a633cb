import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconChevronDown, IconSearch, IconX } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { Kbd } from '../../parts/Kbd.tsx';
import { useKeys } from '../../shell/keys.ts';
import { useSystemText } from '../texts.ts';
import css from './filters.module.css';

export interface FilterChipProps {
  readonly label: string;
  /** What is chosen, in words; absent when nothing is. */
  readonly value: string | undefined;
  readonly onClear: () => void;
  /** Editor of the filter. */
  readonly children: (close: () => void) => ReactNode;
}

/** One filter as field and value; a click opens its editor, the cross takes it away. */
export function FilterChip({ label, value, onClear, children }: FilterChipProps) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <span className={cx(css.chip, value !== undefined && css.on)} data-edge="">
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus withinPortal>
        <Popover.Target>
          <button type="button" className={cx(css.body)} onClick={() => setOpen(!isOpen)} aria-haspopup="dialog">
            {label} <strong>{value ?? t('history.any')}</strong>
            {value === undefined && <IconChevronDown size={14} stroke={1.7} aria-hidden="true" />}
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={label}>{children(close)}</Popover.Dropdown>
      </Popover>
      {value !== undefined && (
        <button
          type="button"
          className={cx(css.remove)}
          aria-label={t('list.removeFilter', { filter: `${label} ${value}` })}
          onClick={onClear}
        >
          <IconX size={13} stroke={1.7} />
        </button>
      )}
    </span>
  );
}

export interface ChoicesProps {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onApply: (chosen: readonly string[]) => void;
}

/** Any of several values. */
export function Choices({ options, chosen, onApply }: ChoicesProps) {
  const t = useT();
  const [values, setValues] = useState(chosen);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onApply(values);
  };
  return (
    <form onSubmit={submit} className={cx(css.editor)}>
      <div className={cx(css.choices)}>
        {options.map((option, index) => (
          <Checkbox
            key={option.value}
            label={option.label}
            data-autofocus={index === 0 || undefined}
            checked={values.includes(option.value)}
            onChange={(event) =>
              setValues(
                event.currentTarget.checked ? [...values, option.value] : values.filter((value) => value !== option.value),
              )
            }
          />
        ))}
      </div>
      <Button type="submit" size="xs" variant="filled">
        {t('list.apply')}
      </Button>
    </form>
  );
}

/** Words or a number. */
export function TextChoice({
  label,
  initial,
  onApply,
}: {
  readonly label: string;
  readonly initial: string;
  readonly onApply: (text: string) => void;
}) {
  const t = useT();
  const [text, setText] = useState(initial);
  return (
    <form
      className={cx(css.editor)}
      onSubmit={(event) => {
        event.preventDefault();
        onApply(text.trim());
      }}
    >
      <TextInput label={label} data-autofocus value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Button type="submit" size="xs" variant="filled">
        {t('list.apply')}
      </Button>
    </form>
  );
}

export interface PeriodProps {
  readonly from: string;
  readonly to: string;
  /** Today at the site. */
  readonly today: string;
  readonly onApply: (period: { readonly from: string | undefined; readonly to: string | undefined }) => void;
}

/** Day of that number since 1970-01-01, as YYYY-MM-DD. */
export const dayText = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10);

/** Day before or after a day, as YYYY-MM-DD. */
export const dayFrom = (day: string, by: number): string => dayText(Date.parse(`${day}T00:00:00Z`) / 86_400_000 + by);

/** From a day to a day, both included; usual spans at one press. */
export function PeriodChoice({ from, to, today, onApply }: PeriodProps) {
  const t = useT();
  const s = useSystemText();
  const [first, setFirst] = useState(from);
  const [last, setLast] = useState(to);
  const isWrong = first !== '' && last !== '' && last < first;
  return (
    <form
      className={cx(css.editor)}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong) onApply({ from: first || undefined, to: last || undefined });
      }}
    >
      <div className={cx(css.spans)}>
        {([0, 7, 30, 90] as const).map((days) => (
          <Button
            key={days}
            size="xs"
            onClick={() => onApply({ from: dayFrom(today, days === 0 ? 0 : 1 - days), to: undefined })}
          >
            {days === 0 ? t('history.today') : s('filter.lastDays', { count: days })}
          </Button>
        ))}
      </div>
      <TextInput
        label={s('filter.from')}
        type="date"
        value={first}
        max={today}
        onChange={(event) => setFirst(event.currentTarget.value)}
      />
      <TextInput
        label={s('filter.to')}
        type="date"
        value={last}
        onChange={(event) => setLast(event.currentTarget.value)}
        error={isWrong ? s('filter.order') : undefined}
      />
      <Button type="submit" size="xs" variant="filled">
        {t('list.apply')}
      </Button>
    </form>
  );
}

const TYPING_MS = 300;

/** Find field of a page; `/` leads to it. What is typed counts after a short pause. */
export function FindField({
  label,
  value,
  onFind,
}: {
  readonly label: string;
  readonly value: string;
  readonly onFind: (text: string) => void;
}) {
  const t = useT();
  const field = useRef<HTMLInputElement>(null);
  const latest = useRef(onFind);
  latest.current = onFind;
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => latest.current(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, value]);
  useKeys([{ keys: '/', label: t('keys.find'), group: 'list', run: () => field.current?.focus() }]);
  return (
    <TextInput
      ref={field}
      size="xs"
      type="search"
      aria-label={label}
      placeholder={label}
      className={cx(css.find)}
      leftSection={<IconSearch size={14} stroke={1.7} aria-hidden="true" />}
      rightSection={typed === '' && <Kbd>/</Kbd>}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
    />
  );
}
