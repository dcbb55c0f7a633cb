import { expect } from 'vitest';
import { checks } from './all.ts';
import { keyOf, ratchet, report } from './baseline.ts';
import { repository } from './source.ts';

/** Fails the running test unless the check finds in the repository exactly what is frozen for it; the message lists file, line and rule. */
export function expectOnlyFrozen(check: keyof typeof checks): void {
  const findings = checks[check](repository());
  // The report is empty exactly when nothing is fresh and nothing is stale, and reads better in a failure than the keys.
  expect(report(findings, ratchet(check, findings.map(keyOf)))).toBe('');
}
