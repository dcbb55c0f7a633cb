import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, root } from './source.ts';

/**
 * Frozen violations by check: key → how often it occurs. The file may only shrink: a new key fails its check, and so does a
 * key that no longer occurs, so that a repaired violation cannot come back unnoticed.
 */
export type Baseline = Readonly<Record<string, Readonly<Record<string, number>>>>;

const file = join(root, 'checks/baseline.json');

export function readBaseline(): Baseline {
  return JSON.parse(readFileSync(file, 'utf8'));
}

export function writeBaseline(baseline: Baseline): void {
  const sorted = Object.fromEntries(
    Object.entries(baseline)
      .filter(([, keys]) => Object.keys(keys).length > 0)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([check, keys]) => [
        check,
        Object.fromEntries(Object.entries(keys).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))),
      ]),
  );
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
}

/** Line numbers move with every edit above them, so a finding is known by rule, file and detail. */
export function keyOf(finding: Finding): string {
  return `${finding.rule} ${finding.path} ${finding.detail}`;
}

export function count(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

export interface Difference {
  /** Found now, not frozen: repair it. */
  readonly fresh: string[];
  /** Frozen, no longer found: run `node checks/refresh.ts`. */
  readonly stale: string[];
}

/** Compares what a check finds with what is frozen for it. Both lists empty means the check passes. */
export function ratchet(check: string, keys: readonly string[], baseline: Baseline = readBaseline()): Difference {
  const now = count(keys);
  const frozen = baseline[check] ?? {};
  return {
    fresh: Object.keys(now).filter((key) => (now[key] ?? 0) > (frozen[key] ?? 0)),
    stale: Object.keys(frozen).filter((key) => (frozen[key] ?? 0) > (now[key] ?? 0)),
  };
}

/** What refreshing keeps: the smaller of frozen and found, never anything new. */
export function shrink(check: string, keys: readonly string[], baseline: Baseline): Record<string, number> {
  const now = count(keys);
  return Object.fromEntries(
    Object.entries(baseline[check] ?? {})
      .map(([key, frozen]): [string, number] => [key, Math.min(frozen, now[key] ?? 0)])
      .filter(([, left]) => left > 0),
  );
}

/** Findings as one readable line each; the message of a failing check. */
export function report(findings: readonly Finding[], difference: Difference): string {
  const fresh = new Set(difference.fresh);
  return [
    ...findings.filter((finding) => fresh.has(keyOf(finding))).map((f) => `${f.path}:${f.line} ${f.rule}: ${f.detail}`),
    ...difference.stale.map((key) => `repaired, run \`node checks/refresh.ts\`: ${key}`),
  ].join('\n');
}
