import { ValueError } from './errors.ts';
import { Temporal } from './temporal.ts';

/** Whether a name is an IANA time zone this runtime knows, such as `Africa/Kampala`. Fixed offsets are no zones of a site. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** @throws ValueError `ZONE_INVALID` */
export function checkZone(zone: string): string {
  if (!isZone(zone)) throw new ValueError('ZONE_INVALID', `${zone} is not a time zone`);
  return zone;
}
