import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Language } from '#kernel/schema';
import * as format from './format.ts';
import { useLanguage } from './index.ts';

interface ClockValue {
  /** The present, an ISO instant. */
  readonly now: string;
  /** IANA zone of the site the person works at. */
  readonly zone: string;
}

const ClockContext = createContext<ClockValue>({ now: new Date().toISOString(), zone: 'UTC' });

export interface ClockProviderProps {
  readonly zone: string;
  /** Server clock minus device clock in ms, so that deadlines agree with the server. */
  readonly offset?: number;
  /** Holds the clock still at this ISO instant. */
  readonly fixed?: string;
  readonly children: ReactNode;
}

/** Gives deadlines and dates one present and one zone; moves on every minute. */
export function ClockProvider({ zone, offset = 0, fixed, children }: ClockProviderProps) {
  const [ticked, setTicked] = useState(() => new Date(Date.now() + offset).toISOString());
  useEffect(() => {
    if (fixed) return;
    const tick = () => setTicked(new Date(Date.now() + offset).toISOString());
    tick();
    const timer = setInterval(tick, 60_000);
    return () => clearInterval(timer);
  }, [fixed, offset]);
  const now = fixed ?? ticked;
  const value = useMemo(() => ({ now, zone }), [now, zone]);
  return <ClockContext value={value}>{children}</ClockContext>;
}

export interface Clock extends ClockValue {
  readonly language: Language;
  daysUntil(value: string): number;
  shortDay(value: string): string;
  longDay(value: string, options?: { hasYear?: boolean; hasWeekday?: boolean }): string;
  time(value: string): string;
  moment(value: string): string;
  zoneName(): string;
  /** Number with the separators of the language. */
  count(value: number): string;
}

/** The present, the site's zone, and dates written in the language in use. */
export function useClock(): Clock {
  const { now, zone } = useContext(ClockContext);
  const language = useLanguage();
  return useMemo(
    () => ({
      now,
      zone,
      language,
      daysUntil: (value) => format.daysUntil(value, now, zone),
      shortDay: (value) => format.shortDay(value, now, zone, language),
      longDay: (value, options) => format.longDay(value, zone, language, options),
      time: (value) => format.clockTime(value, zone, language),
      moment: (value) => format.moment(value, zone, language),
      zoneName: () => format.zoneName(now, zone, language),
      count: (value) => format.count(value, language),
    }),
    [now, zone, language],
  );
}
