import { useClock } from '#kernel/web/i18n/clock.tsx';
import { dayNumber } from '#kernel/web/i18n/format.ts';

const DAY_MS = 86_400_000;

/** Today at the site, and days from it, as ISO days for date fields. */
export function useToday(): { readonly today: string; readonly inDays: (days: number) => string } {
  const { now, zone } = useClock();
  const inDays = (days: number): string => new Date((dayNumber(now, zone) + days) * DAY_MS).toISOString().slice(0, 10);
  return { today: inDays(0), inDays };
}
