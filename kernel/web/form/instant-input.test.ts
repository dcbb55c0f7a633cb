import { describe, expect, it } from 'vitest';
import { instantToWall, wallToInstant } from './InstantInput.tsx';

describe('wall time of a site', () => {
  it('is three hours ahead of UTC in Kampala', () => {
    expect(wallToInstant('2026-11-20T07:45', 'Africa/Kampala')).toBe('2026-11-20T04:45:00.000Z');
    expect(instantToWall('2026-11-20T04:45:00.000Z', 'Africa/Kampala')).toBe('2026-11-20T07:45');
  });

  it.each(['2026-03-29T00:30', '2026-03-29T03:30', '2026-10-25T00:30', '2026-10-25T04:30'])(
    'survives the clock change around %s',
    (wall) => {
      expect(instantToWall(wallToInstant(wall, 'Europe/Berlin'), 'Europe/Berlin')).toBe(wall);
    },
  );

  it('is empty for what is no time', () => {
    expect([wallToInstant('', 'UTC'), instantToWall('', 'UTC')]).toEqual(['', '']);
  });
});
