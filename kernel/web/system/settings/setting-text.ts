import { useCallback } from 'react';
import { useClock } from '../../i18n/clock.tsx';
import { useSystemText } from '../texts.ts';
import { kindOf, originals, type SettingLine } from './answers.ts';

/** A value of a setting as people read it. */
export function useSettingText(): (line: Pick<SettingLine, 'key' | 'default'>, value: unknown) => string {
  const s = useSystemText();
  const clock = useClock();
  return useCallback(
    (line, value) => {
      if (value === '' || value === null || value === undefined) return s('settings.none');
      switch (kindOf(line)) {
        case 'whole':
          return typeof value === 'number' ? clock.count(value) : String(value);
        case 'numbers':
        case 'words':
          return Array.isArray(value) && value.length > 0 ? value.join(', ') : s('settings.none');
        case 'choice': {
          const known = originals.find((one) => one === value);
          return known ? s(`settings.original.${known}`) : String(value);
        }
        case 'logo':
          return s('settings.logoSet');
        case 'text':
          return String(value);
      }
    },
    [s, clock],
  );
}
