import { ValueError } from './errors.ts';
import { type Instant, settled as settledInstant } from './instant.ts';
import { Temporal } from './temporal.ts';
import { checkZone } from './zone.ts';

declare const brand: unique symbol;

/**
 * A calendar day, `2026-11-20`: a date of birth, effectiveness or expiry. It is not a point in time; which instants belong to it
 * depends on a zone. Text order is day order.
 */
export type Day = string & { readonly [brand]: 'Day' };

/**
 * Makes a day from `YYYY-MM-DD`.
 *
 * @throws ValueError `DAY_INVALID` for other forms and for days that no calendar has
 */
export function day(text: string): Day {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw invalid();
  return settled(() => Temporal.PlainDate.from(text, { overflow: 'reject' }));
}

/** Whether a text is a day. */
export function isDay(text: string): text is Day {
  try {
    return day(text) === text;
  } catch {
    return false;
  }
}

/** The day so many days later; earlier when negative. */
export function addDays(of: Day, days: number): Day {
  return settled(() => Temporal.PlainDate.from(of).add({ days }));
}

/**
 * The same day so many months later, or the last of that month when it is shorter: 31 January plus one month is 28 or 29
 * February. Always count from the first date (`addMonths(start, 2)`): adding one month twice can lose days.
 */
export function addMonths(of: Day, months: number): Day {
  return settled(() => Temporal.PlainDate.from(of).add({ months }, { overflow: 'constrain' }));
}

/** The same day so many years later; 29 February becomes 28 February where there is none. */
export function addYears(of: Day, years: number): Day {
  return addMonths(of, years * 12);
}

/** Days from a to b, negative when b is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return Temporal.PlainDate.from(a).until(b, { largestUnit: 'day' }).days;
}

/** -1, 0 or 1 as a is before, equal to or after b. */
export function compareDays(a: Day, b: Day): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekday(of: Day): number {
  return Temporal.PlainDate.from(of).dayOfWeek;
}

/**
 * The day it is in a zone at an instant. The instant is given, never read from the machine's clock: the database clock stamps
 * everything.
 */
export function today(zone: string, at: Instant): Day {
  checkZone(zone);
  return settled(() => Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate());
}

/** What calendar and clock in a zone show at an instant, to the second; `offset` as in `+03:00`. */
export function localTime(at: Instant, zone: string): { day: Day; time: string; offset: string } {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(checkZone(zone));
  const time = local.toPlainTime().toString({ smallestUnit: 'second', roundingMode: 'trunc' });
  return { day: settled(() => local.toPlainDate()), time, offset: local.offset };
}

/** The first instant of a day in a zone; not midnight where clocks are put forward at midnight. */
export function startOfDay(of: Day, zone: string): Instant {
  return settledInstant(start(Temporal.PlainDate.from(of), zone));
}

/** The last whole second of a day in a zone, 23:59:59: when a deadline without a time of day ends. */
export function endOfDay(of: Day, zone: string): Instant {
  // Counted back from the next day, so that it is right when clocks change around midnight: where 23:59:59 occurs twice, the
  // second counts.
  return settledInstant(start(Temporal.PlainDate.from(of).add({ days: 1 }), zone).subtract({ seconds: 1 }));
}

function start(date: Temporal.PlainDate, zone: string): Temporal.Instant {
  return date.toZonedDateTime({ timeZone: checkZone(zone) }).toInstant();
}

function settled(make: () => Temporal.PlainDate): Day {
  let text: string;
  try {
    text = make().toString();
  } catch {
    throw invalid();
  }
  // Years before 0 and after 9999 are written with sign and six digits, which would break text order.
  if (text.length !== 10) throw invalid();
  return text as Day;
}

const invalid = (): ValueError => new ValueError('DAY_INVALID', 'not a calendar day');
