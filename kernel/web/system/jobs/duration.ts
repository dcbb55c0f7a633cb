/** Time a run took: "840 ms", "12 s", "3 min 20 s". */
export function durationText(from: string | null, to: string | null): string {
  if (!from || !to) return '–';
  const ms = Math.max(0, Date.parse(to) - Date.parse(from));
  if (ms < 1000) return `${ms} ms`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
