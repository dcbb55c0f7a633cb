import { describe, expect, it } from 'vitest';
import { clockTime, count, daysUntil, evidenceTime, longDay, moment, shortDay } from './format.ts';

const now = '2026-11-20T07:42:00Z';
const zone = 'Africa/Kampala';

describe('days until a deadline', () => {
  it('counts calendar days of the site, not spans of 24 hours', () => {
    expect(daysUntil('2026-11-25', now, zone)).toBe(5);
    expect(daysUntil('2026-11-17', now, zone)).toBe(-3);
  });
  it('changes at midnight of the site, three hours before midnight UTC', () => {
    expect(daysUntil('2026-11-21', '2026-11-20T20:59:59Z', zone)).toBe(1);
    expect(daysUntil('2026-11-21', '2026-11-20T21:00:00Z', zone)).toBe(0);
  });
});

describe('dates and times as people read them', () => {
  it('leaves the year out only where it is that of the present', () => {
    expect(shortDay('2026-11-25', now, zone, 'en')).toBe('25 Nov');
    expect(shortDay('2027-02-17', now, zone, 'en')).toBe('17 Feb 2027');
  });
  it('writes weekday, time and zone', () => {
    expect(longDay('2026-11-25', zone, 'en', { hasWeekday: true })).toBe('Wed 25 Nov 2026');
    expect(clockTime(now, zone, 'en')).toBe('10:42');
    expect(moment('2026-10-26T06:41:00Z', zone, 'en')).toMatch(/^26 Oct 2026, 09:41 (EAT|GMT\+3)$/);
  });
  it('writes evidence in UTC with milliseconds', () => {
    expect(evidenceTime('2026-11-16T11:52:07.318204Z')).toBe('2026-11-16 11:52:07.318 UTC');
  });
  it('groups thousands alike in both languages', () => {
    expect([count(18231, 'en'), count(18231, 'fr')]).toEqual(['18\u202f231', '18\u202f231']);
  });
});
