import { describe, expect, it } from 'vitest';
import { durationText } from './duration.ts';

describe('duration of a run', () => {
  it('is in ms, seconds, or minutes and seconds', () => {
    expect(durationText('2026-11-20T10:00:00.100Z', '2026-11-20T10:00:00.940Z')).toBe('840 ms');
    expect(durationText('2026-11-20T10:00:00Z', '2026-11-20T10:00:12Z')).toBe('12 s');
    expect(durationText('2026-11-20T10:00:00Z', '2026-11-20T10:03:20Z')).toBe('3 min 20 s');
  });
  it('is a dash while the run has not ended', () => {
    expect(durationText('2026-11-20T10:00:00Z', null)).toBe('–');
    expect(durationText(null, null)).toBe('–');
  });
});
