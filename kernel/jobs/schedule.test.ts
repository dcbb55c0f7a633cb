import { describe, expect, test } from 'vitest';
import { instant } from '#kernel/values';
import { latestOccurrence, nextOccurrence, scheduleFault } from './schedule.ts';

const at = (text: string) => instant(text);
const minute = (text: string) => text.slice(0, 16);

describe('schedules', () => {
  test('every so many minutes stand on a fixed grid', () => {
    expect(minute(latestOccurrence({ everyMinutes: 15 }, 'UTC', at('2030-03-04T10:29:59Z')))).toBe('2030-03-04T10:15');
    expect(minute(latestOccurrence({ everyMinutes: 15 }, 'UTC', at('2030-03-04T10:30:00Z')))).toBe('2030-03-04T10:30');
    expect(minute(nextOccurrence({ everyMinutes: 15 }, 'UTC', at('2030-03-04T10:30:00Z')))).toBe('2030-03-04T10:45');
  });

  test('daily times are UTC, today or the day before', () => {
    expect(minute(latestOccurrence({ dailyAt: '02:00' }, 'Asia/Tokyo', at('2030-03-04T01:59:59Z')))).toBe('2030-03-03T02:00');
    expect(minute(nextOccurrence({ dailyAt: '02:00' }, 'Asia/Tokyo', at('2030-03-04T01:59:59Z')))).toBe('2030-03-04T02:00');
    expect(minute(nextOccurrence({ dailyAt: '02:00' }, 'Asia/Tokyo', at('2030-03-04T02:00:00Z')))).toBe('2030-03-05T02:00');
  });

  test('midnight is local, one minute on', () => {
    expect(minute(latestOccurrence({ at: 'midnight' }, 'Africa/Kampala', at('2030-03-04T21:00:59Z')))).toBe('2030-03-03T21:01');
    expect(minute(latestOccurrence({ at: 'midnight' }, 'Africa/Kampala', at('2030-03-04T21:01:00Z')))).toBe('2030-03-04T21:01');
    expect(minute(nextOccurrence({ at: 'midnight' }, 'Africa/Kampala', at('2030-03-04T21:01:00Z')))).toBe('2030-03-05T21:01');
  });

  test('where clocks go forward at midnight the day begins at one, and runs still follow each other by a day', () => {
    // Beirut, 31 March 2024: 00:00 does not exist.
    expect(minute(latestOccurrence({ at: 'midnight' }, 'Asia/Beirut', at('2024-03-31T09:00:00Z')))).toBe('2024-03-30T22:01');
    expect(minute(nextOccurrence({ at: 'midnight' }, 'Asia/Beirut', at('2024-03-31T09:00:00Z')))).toBe('2024-03-31T21:01');
  });

  test('a schedule that means nothing is named', () => {
    const job = { code: 'probe.x', label: { en: 'x', fr: 'x' }, module: 'probe', run: () => Promise.resolve() };
    expect(scheduleFault({ ...job, schedule: { dailyAt: '24:00' } })).toBe('probe.x: 24:00 is not HH:MM');
    expect(scheduleFault({ ...job, schedule: { everyMinutes: 0 } })).toContain('probe.x');
    expect(scheduleFault({ ...job, schedule: { everyMinutes: 5 } })).toBeUndefined();
    expect(scheduleFault(job)).toBeUndefined();
  });
});
