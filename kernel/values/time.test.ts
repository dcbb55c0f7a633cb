import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addElapsed,
  addMonths,
  addYears,
  compareDays,
  compareInstants,
  type Day,
  day,
  daysBetween,
  endOfDay,
  type Instant,
  instant,
  instantOfMillis,
  isDay,
  isInstant,
  isZone,
  localTime,
  microsBetween,
  millisOf,
  startOfDay,
  today,
  ValueError,
  weekday,
} from './index.ts';

const KAMPALA = 'Africa/Kampala';
const zones = [
  KAMPALA,
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Pacific/Apia',
];

const code = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof ValueError ? error.code : `unexpected ${String(error)}`;
  }
};

const someDay: fc.Arbitrary<Day> = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays(day('1950-01-01'), n));
const someInstant: fc.Arbitrary<Instant> = fc
  .record({ millis: fc.integer({ min: -6e11, max: 4e12 }), microseconds: fc.nat(999) })
  .map(({ millis, microseconds }) => addElapsed(instantOfMillis(millis), { microseconds }));

describe('instant', () => {
  it('is UTC with microseconds, whatever offset it was written with', () => {
    expect(instant('2026-11-20T19:00:00+03:00')).toBe('2026-11-20T16:00:00.000000Z');
    expect(instant('2026-11-20T16:00:00.123456Z')).toBe('2026-11-20T16:00:00.123456Z');
    expect(instant('2026-11-20 16:00:00.5-05:30')).toBe('2026-11-20T21:30:00.500000Z');
    expect(instantOfMillis(0)).toBe('1970-01-01T00:00:00.000000Z');
  });

  it('refuses text without offset, of no real time, finer than it keeps, or out of range', () => {
    const bad = [
      '',
      'now',
      '2026-11-20',
      '2026-11-20T16:00:00',
      '2026-11-20T16:00Z',
      '2026-02-30T00:00:00Z',
      '2026-11-20T24:00:00Z',
      '2026-11-20T16:00:00.1234567Z',
      '2026-12-31T23:59:60Z',
      '0000-01-01T00:00:00+14:00',
      '2026-11-20T16:00:00[Europe/Berlin]',
    ];
    for (const text of bad)
      expect(
        code(() => instant(text)),
        text,
      ).toBe('INSTANT_INVALID');
    expect(code(() => instantOfMillis(1e15))).toBe('INSTANT_INVALID');
    expect(code(() => instantOfMillis(0.5))).toBe('INSTANT_INVALID');
    expect(code(() => addElapsed(instant('9999-12-31T23:59:59Z'), { seconds: 1 }))).toBe('INSTANT_INVALID');
    expect(isInstant('2026-11-20T16:00:00Z')).toBe(false);
    expect(isInstant('2026-13-20T16:00:00.000000Z')).toBe(false);
    expect(isInstant('2026-11-20T16:00:00.000000Z')).toBe(true);
  });

  it('counts elapsed time exactly, and its text order is time order', () => {
    fc.assert(
      fc.property(someInstant, fc.integer({ min: -1e12, max: 1e12 }), (at, microseconds) => {
        const later = addElapsed(at, { microseconds });
        expect(microsBetween(at, later)).toBe(BigInt(microseconds));
        expect(compareInstants(at, later)).toBe(-Math.sign(microseconds) + 0);
        expect(isInstant(later)).toBe(true);
        expect(millisOf(instantOfMillis(millisOf(at)))).toBe(millisOf(at));
      }),
    );
    expect(addElapsed(instant('2026-03-29T00:30:00Z'), { hours: 1, minutes: -15 })).toBe('2026-03-29T01:15:00.000000Z');
  });
});

describe('day', () => {
  it('is a day of the calendar in one form', () => {
    expect(day('2024-02-29')).toBe('2024-02-29');
    for (const bad of [
      '',
      '2026-02-29',
      '2026-13-01',
      '2026-1-1',
      '20260101',
      '2026-01-01T00:00',
      '-00001-01-01',
      ' 2026-01-01',
    ]) {
      expect(
        code(() => day(bad)),
        bad,
      ).toBe('DAY_INVALID');
      expect(isDay(bad)).toBe(false);
    }
    expect(code(() => addDays(day('9999-12-31'), 1))).toBe('DAY_INVALID');
  });

  it('adds days, months and years by the calendar', () => {
    expect(addDays(day('2026-02-28'), 1)).toBe('2026-03-01');
    expect(addMonths(day('2026-01-31'), 1)).toBe('2026-02-28');
    expect(addMonths(day('2024-01-31'), 1)).toBe('2024-02-29');
    expect(addMonths(day('2026-03-31'), -1)).toBe('2026-02-28');
    expect(addMonths(day('2026-11-20'), 14)).toBe('2028-01-20');
    expect(addYears(day('2024-02-29'), 1)).toBe('2025-02-28');
    expect(weekday(day('2026-11-20'))).toBe(5);
  });

  it('adds and counts days as inverse of each other, and its text order is day order', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -9000, max: 9000 }), (from, days) => {
        const to = addDays(from, days);
        expect(daysBetween(from, to)).toBe(days);
        expect(compareDays(from, to)).toBe(-Math.sign(days) + 0);
        expect(weekday(to)).toBe(((((weekday(from) - 1 + days) % 7) + 7) % 7) + 1);
      }),
    );
  });
});

describe('days in a zone', () => {
  it('begins and ends when the site says, in Kampala three hours before UTC', () => {
    expect(today(KAMPALA, instant('2026-11-20T20:59:59.999999Z'))).toBe('2026-11-20');
    expect(today(KAMPALA, instant('2026-11-20T21:00:00Z'))).toBe('2026-11-21');
    expect(startOfDay(day('2026-11-20'), KAMPALA)).toBe('2026-11-19T21:00:00.000000Z');
    expect(endOfDay(day('2026-11-20'), KAMPALA)).toBe('2026-11-20T20:59:59.000000Z');
    expect(localTime(instant('2026-11-20T16:00:00.9Z'), KAMPALA)).toEqual({
      day: '2026-11-20',
      time: '19:00:00',
      offset: '+03:00',
    });
  });

  it('has 23 and 25 hours when clocks change', () => {
    const length = (text: string, zone: string): bigint =>
      microsBetween(startOfDay(day(text), zone), endOfDay(day(text), zone)) / 1_000_000n + 1n;
    expect(length('2026-03-29', 'Europe/Berlin')).toBe(23n * 3600n);
    expect(length('2026-10-25', 'Europe/Berlin')).toBe(25n * 3600n);
    expect(length('2026-03-08', 'America/New_York')).toBe(23n * 3600n);
    expect(length('2026-03-29', KAMPALA)).toBe(24n * 3600n);
    expect(endOfDay(day('2026-03-29'), 'Europe/Berlin')).toBe('2026-03-29T21:59:59.000000Z');
  });

  it('ends right when clocks change at midnight, or skip the day', () => {
    // Cairo goes from 00:00 to 01:00: the day before ends at 23:59:59 as ever, the day itself begins at one.
    expect(localTime(startOfDay(day('2024-04-26'), 'Africa/Cairo'), 'Africa/Cairo').time).toBe('01:00:00');
    expect(localTime(endOfDay(day('2024-04-25'), 'Africa/Cairo'), 'Africa/Cairo').time).toBe('23:59:59');
    // In the autumn 23:00 to 24:00 comes twice: the second one ends the day.
    expect(endOfDay(day('2024-10-31'), 'Africa/Cairo')).toBe('2024-10-31T21:59:59.000000Z');
    // Samoa left out 30 December 2011.
    expect(endOfDay(day('2011-12-29'), 'Pacific/Apia')).toBe('2011-12-30T09:59:59.000000Z');
    expect(endOfDay(day('2011-12-30'), 'Pacific/Apia')).toBe('2011-12-30T09:59:59.000000Z');
  });

  it('covers every instant once, in every zone', () => {
    fc.assert(
      fc.property(someInstant, fc.constantFrom(...zones), (at, zone) => {
        const now = today(zone, at);
        expect(compareInstants(startOfDay(now, zone), at)).toBeLessThanOrEqual(0);
        expect(compareInstants(at, addElapsed(endOfDay(now, zone), { seconds: 1 }))).toBe(-1);
        expect(localTime(at, zone).day).toBe(now);
      }),
      { numRuns: 300 },
    );
  });

  it('knows zones by their names only', () => {
    for (const zone of zones) expect(isZone(zone)).toBe(true);
    for (const zone of ['', '+03:00', 'Kampala', 'Europe/Nowhere', 'Europe/Berlin ']) expect(isZone(zone), zone).toBe(false);
    expect(code(() => today('Europe/Nowhere', instant('2026-11-20T16:00:00Z')))).toBe('ZONE_INVALID');
    expect(code(() => endOfDay(day('2026-11-20'), '+03:00'))).toBe('ZONE_INVALID');
  });
});
