import type { TablerIcon } from '@tabler/icons-react';
import { useId } from 'react';
import { cx } from './cx.ts';
import css from './Segments.module.css';

export interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: TablerIcon;
  readonly count?: number;
}

export interface SegmentsProps<T extends string> {
  /** Name of the choice for assistive technology. */
  readonly label: string;
  readonly options: readonly Segment<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly isDisabled?: boolean;
}

/** A few exclusive choices side by side; radio buttons underneath, so arrow keys work. */
export function Segments<T extends string>({ label, options, value, onChange, isDisabled = false }: SegmentsProps<T>) {
  const name = useId();
  return (
    <fieldset className={cx(css.segments)} aria-label={label} disabled={isDisabled}>
      {options.map((option) => (
        <label key={option.value} className={cx(css.segment)}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.icon && <option.icon size={15} stroke={1.7} aria-hidden="true" />}
          {option.label}
          {option.count !== undefined && <span>{option.count}</span>}
        </label>
      ))}
    </fieldset>
  );
}
