import type { Language } from '#kernel/schema';

/** Region whose habits match ours: day before month, 24-hour clock. */
const regions: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR' };
const DAY_MS = 86_400_000;

// Making an Intl formatter costs about 50 µs; a list of 1 000 rows formats several thousand values.
const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language}|${zone}|${JSON.stringify(options)}`;
  const known = cache.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(regions[language], { ...options, timeZone: zone });
  cache.set(key, made);
  return made;
}

const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value);
const millis = (value: string): number => Date.parse(isDay(value) ? `${value}T00:00:00Z` : value);

/** Days since 1970-01-01 of the calendar day that `value` (an ISO instant, or a day) falls on in `zone`. */
export function dayNumber(value: string, zone: string): number {
  if (isDay(value)) return millis(value) / DAY_MS;
  const parts = formatter('en', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(millis(value));
  const part = (type: string): string => parts.find((p) => p.type === type)?.value ?? '';
  return Date.parse(`${part('year')}-${part('month')}-${part('day')}T00:00:00Z`) / DAY_MS;
}

/** Whole calendar days from now to `value` in `zone`; negative when it has passed. It changes at midnight of the zone. */
export function daysUntil(value: string, now: string, zone: string): number {
  return dayNumber(value, zone) - dayNumber(now, zone);
}

/** Whole hours left until the instant `value`, never negative; for a day, until its end in `zone` is not known here and 24 counts. */
export function hoursUntil(value: string, now: string): number {
  return Math.max(0, Math.floor((millis(value) - millis(now)) / 3_600_000));
}

/** "25 Nov", and "25 Nov 2027" where the year differs from that of `now`. */
export function shortDay(value: string, now: string, zone: string, language: Language): string {
  const year = formatter(language, zone, { year: 'numeric' });
  const isSameYear = year.format(millis(value)) === year.format(millis(now));
  return longDay(value, zone, language, { hasYear: !isSameYear });
}

/** "25 Nov 2026", optionally with its weekday: "Wed 25 Nov 2026". */
export function longDay(
  value: string,
  zone: string,
  language: Language,
  { hasYear = true, hasWeekday = false }: { hasYear?: boolean; hasWeekday?: boolean } = {},
): string {
  const text = formatter(language, isDay(value) ? 'UTC' : zone, {
    day: 'numeric',
    month: 'short',
    ...(hasYear ? { year: 'numeric' } : {}),
    ...(hasWeekday ? { weekday: 'short' } : {}),
  }).format(millis(value));
  return text.replace(',', '');
}

/** "10:42" in `zone`. */
export function clockTime(value: string, zone: string, language: Language): string {
  return formatter(language, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(millis(value));
}

/** Short name of the zone at that moment: "EAT" where the region has one, else "GMT+3". */
export function zoneName(value: string, zone: string, language: Language): string {
  const named = (locale: string): string =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' })
      .formatToParts(millis(value))
      .find((p) => p.type === 'timeZoneName')?.value ?? '';
  const own = named(regions[language]);
  return own.startsWith('GMT') || own.startsWith('UTC') ? named(zone.startsWith('Africa/') ? 'en-ZA' : regions[language]) : own;
}

/** "26 Oct 2026, 09:41 EAT". */
export function moment(value: string, zone: string, language: Language): string {
  if (isDay(value)) return longDay(value, zone, language);
  return `${longDay(value, zone, language)}, ${clockTime(value, zone, language)} ${zoneName(value, zone, language)}`;
}

/** "2026-11-16 11:52:07.318 UTC": how evidence writes time. */
export function evidenceTime(value: string): string {
  const iso = new Date(millis(value)).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)} UTC`;
}

/** Number with the separators of the language; groups are set with a thin space as in "18 231". */
export function count(value: number, language: Language): string {
  return new Intl.NumberFormat(regions[language]).format(value).replace(/[,\s]/g, '\u202f');
}
