import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTest, root, type SourceFile } from './source.ts';
import { idsAtHead, testsOf } from './test-shape.ts';

/** `EDMS-01..34` → EDMS-01, EDMS-02 … EDMS-34, keeping the width of the first number. A plain id stands for itself. */
export function expand(entry: string): string[] {
  const [, head = '', first = '', last = ''] = /^(.*-)(\d+)\.\.(\d+)$/.exec(entry) ?? [];
  if (!last) return [entry];
  const [from, to] = [Number(first), Number(last)];
  if (to < from) throw new Error(`${entry} runs backwards`);
  return Array.from({ length: to - from + 1 }, (_, step) => `${head}${String(from + step).padStart(first.length, '0')}`);
}

/** Requirement ids this release promises, from checks/requirements-issue.json. */
export function promisedRequirements(): string[] {
  const entries: readonly string[] = JSON.parse(readFileSync(join(root, 'checks/requirements-issue.json'), 'utf8'));
  return entries.flatMap(expand);
}

/** Requirement id → the tests (path: title) whose title, or the title of a group around them, begins with it. */
export function coveredRequirements(files: readonly SourceFile[]): Map<string, string[]> {
  const covered = new Map<string, string[]>();
  // The checks' own tests plant titles; they prove the scanner, not a requirement.
  for (const file of files.filter(
    (candidate) => isTest(candidate.path) && /\.tsx?$/.test(candidate.path) && !candidate.path.startsWith('checks/'),
  )) {
    for (const test of testsOf(file)) {
      if (!test.asserts) continue;
      for (const id of new Set([...test.groups, test.title].flatMap(idsAtHead))) {
        covered.set(id, [...(covered.get(id) ?? []), `${file.path}: ${test.title}`]);
      }
    }
  }
  return covered;
}

/** The ids of `promised` no test begins with, in the given order. */
export function missingRequirements(files: readonly SourceFile[], promised: readonly string[]): string[] {
  const covered = coveredRequirements(files);
  return promised.filter((id) => !covered.has(id));
}
