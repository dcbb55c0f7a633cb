import { ValueError } from './errors.ts';
import { Temporal } from './temporal.ts';

declare const brand: unique symbol;

/**
 * A point in time as UTC text with microseconds, `2026-11-20T16:00:00.123456Z`: the precision of PostgreSQL, one text per
 * instant, and text order is time order.
 */
export type Instant = string & { readonly [brand]: 'Instant' };

const FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/**
 * Makes an instant from RFC 3339 text with any offset. Text without offset names no instant; digits beyond microseconds would
 * be lost, and a leap second (:60) would become the second before it: all are refused.
 *
 * @throws ValueError `INSTANT_INVALID`
 * @example instant('2026-11-20T19:00:00+03:00') === '2026-11-20T16:00:00.000000Z'
 */
export function instant(text: string): Instant {
  if (!/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:[0-5]\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)$/.test(text)) throw invalid();
  try {
    return settled(Temporal.Instant.from(text));
  } catch {
    throw invalid();
  }
}

/** Whether a text is an instant exactly as `instant` would write it. */
export function isInstant(text: string): text is Instant {
  if (!FORM.test(text)) return false;
  try {
    return instant(text) === text;
  } catch {
    return false;
  }
}

/** The instant a number of milliseconds after 1970 began, as `Date.now()` counts. */
export function instantOfMillis(millis: number): Instant {
  if (!Number.isSafeInteger(millis)) throw invalid();
  try {
    return settled(Temporal.Instant.fromEpochMilliseconds(millis));
  } catch {
    throw invalid();
  }
}

/** Whole milliseconds since 1970, for timers and for libraries that want a `Date`. */
export function millisOf(at: Instant): number {
  return Temporal.Instant.from(at).epochMilliseconds;
}

/** -1, 0 or 1 as a is before, at or after b. */
export function compareInstants(a: Instant, b: Instant): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Elapsed time to add; days are not here, because a day is not always 24 hours: use `addDays` of a day. */
export interface Elapsed {
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly milliseconds?: number;
  readonly microseconds?: number;
}

/** The instant so much later; negative parts count back. Parts are whole numbers. */
export function addElapsed(at: Instant, elapsed: Elapsed): Instant {
  try {
    // One part after the other, because Temporal refuses parts of different signs in one duration.
    const later = Object.entries(elapsed).reduce((sum, [unit, count]) => sum.add({ [unit]: count }), Temporal.Instant.from(at));
    return settled(later);
  } catch {
    throw invalid();
  }
}

/** Whole microseconds from a to b, negative when b is earlier. */
export function microsBetween(a: Instant, b: Instant): bigint {
  return (Temporal.Instant.from(b).epochNanoseconds - Temporal.Instant.from(a).epochNanoseconds) / 1000n;
}

/** Writes a Temporal instant, cutting what is below a microsecond. For the other files of this folder. */
export function settled(at: Temporal.Instant): Instant {
  const text = at.toString({ smallestUnit: 'microsecond', roundingMode: 'floor' });
  // Years before 0 and after 9999 are written with sign and six digits, which would break text order.
  if (!FORM.test(text)) throw invalid();
  return text as Instant;
}

const invalid = (): ValueError => new ValueError('INSTANT_INVALID', 'not an instant with an offset');
