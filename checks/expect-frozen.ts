import { expect } from 'vitest';
import { keyOf, ratchet, report } from './baseline.ts';
import type { Finding } from './source.ts';

/** Fails the running test unless the findings are exactly those frozen for `check`; the message lists file, line and rule. */
export function expectOnlyFrozen(check: string, findings: readonly Finding[]): void {
  const difference = ratchet(check, findings.map(keyOf));
  expect(difference, report(findings, difference)).toEqual({ fresh: [], stale: [] });
}
