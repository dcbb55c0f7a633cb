/**
 * An instant as it is printed: `2026-03-01 13:05:12 UTC`.
 * @param instant ISO 8601 with offset or Z
 * @throws RangeError when it is not an instant
 */
export function printedUtc(instant: string): string {
  return `${clock(Temporal.Instant.from(instant).toZonedDateTimeISO('UTC'))} UTC`;
}

function clock(time: Temporal.ZonedDateTime): string {
  return `${time.toPlainDate()} ${time.toPlainTime().toString({ smallestUnit: 'second', roundingMode: 'trunc' })}`;
}

/** The same instant as the signer's clock showed it, with offset and zone: `2026-03-01 14:05:12 UTC+01:00`, `Europe/Berlin`. */
export function printedLocal(instant: string, zone: string): readonly [time: string, zone: string] {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  return [`${clock(local)} UTC${local.offset}`, zone];
}

/** The instant as a JavaScript date, for the properties of a file. */
export function fileDate(instant: string): Date {
  return new Date(Temporal.Instant.from(instant).epochMilliseconds);
}
