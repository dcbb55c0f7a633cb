import { describe, expect, it } from 'vitest';
import { deviceName } from './device-name.ts';

describe('name of a device', () => {
  it('is browser and system', () => {
    expect(deviceName('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0')).toBe(
      'Firefox, Windows',
    );
    expect(
      deviceName(
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
      ),
    ).toBe('Edge, Windows');
    expect(
      deviceName(
        'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      ),
    ).toBe('Safari, iPad');
  });
  it('is the header itself where it names neither, and a dash without one', () => {
    expect(deviceName('curl/8.10')).toBe('curl/8.10');
    expect(deviceName(null)).toBe('–');
  });
});
