import { expect } from 'vitest';
import { keyOf, ratchet, report } from './baseline.ts';
import type { Finding } from './source.ts';

/** Fails the running test unless the findings are exactly those frozen for `check`; the message lists file, line and rule. */
export function expectOnlyFrozen(check: string, findings: readonly Finding[]): void {
  // The report is empty exactly when nothing is fresh and nothing is stale, and reads better in a failure than the keys.
  expect(report(findings, ratchet(check, findings.map(keyOf)))).toBe('');
}
