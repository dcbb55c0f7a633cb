import { TextInput, type TextInputProps } from '@mantine/core';

/** Offset of `zone` from UTC at an instant, in minutes. */
export function offsetOf(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return Math.round((wall - Math.floor(instant / 1000) * 1000) / 60_000);
}

/** "2026-11-20T07:45" on the wall of `zone` as an ISO instant in UTC; empty when it is no time. */
export function wallToInstant(wall: string, zone: string): string {
  // Browsers read almost anything as some date; only a whole wall time counts.
  const guess = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wall) ? Date.parse(`${wall}:00Z`) : Number.NaN;
  if (Number.isNaN(guess)) return '';
  // Twice, because the offset may differ on the other side of a clock change.
  const first = guess - offsetOf(guess, zone) * 60_000;
  return new Date(guess - offsetOf(first, zone) * 60_000).toISOString();
}

/** An ISO instant as wall time of `zone`, to the minute. */
export function instantToWall(instant: string, zone: string): string {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? '' : new Date(at + offsetOf(at, zone) * 60_000).toISOString().slice(0, 16);
}

export interface InstantInputProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  readonly zone: string;
  readonly zoneName: string;
  /** ISO instant. */
  readonly value: string;
  readonly onChange: (instant: string) => void;
}

/** A point in time, typed as wall time of the site; the zone stands beside it. */
export function InstantInput({ zone, zoneName, value, onChange, ...rest }: InstantInputProps) {
  return (
    <TextInput
      {...rest}
      type="datetime-local"
      value={instantToWall(value, zone)}
      onChange={(event) => onChange(wallToInstant(event.currentTarget.value, zone))}
      rightSection={<span style={{ color: 'var(--text-3)' }}>{zoneName}</span>}
      rightSectionWidth={64}
    />
  );
}
