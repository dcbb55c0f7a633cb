/** The moment and place of the story that the specimens tell: deviation DEV-2026-0147, seen by its approver. */
export const NOW = '2026-11-20T07:42:00Z';
export const ZONE = 'Africa/Kampala';
