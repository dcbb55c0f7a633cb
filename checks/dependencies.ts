import { manifestOf } from './places.ts';
import { type Finding, lineOf, type SourceFile } from './source.ts';

const table = 'docs/dependencies.md';

/** Packages that only work together at one version. */
const families: readonly RegExp[] = [/^@mantine\//, /^react(?:-dom)?$/, /^@simplewebauthn\//];
/** `@simplewebauthn` keeps its halves compatible within a major version. */
const byMajor = /^@simplewebauthn\//;

/**
 * package.json against docs/dependencies.md: `undocumented-dependency`, `documented-stranger` (a line whose package is gone),
 * `dependency-without-reason`, `unpinned-dependency` (a range instead of a version) and `family-version`.
 */
export function dependencyViolations(files: readonly SourceFile[]): Finding[] {
  const manifest = manifestOf(files);
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  const text = files.find((file) => file.path === table)?.text ?? '';
  const documented = new Map<string, { readonly line: number; readonly reason: string }>();
  for (const match of text.matchAll(/^\| `([^`]+)` \|(.*)\|\s*$/gm)) {
    documented.set(match[1] ?? '', { line: lineOf(text, match.index), reason: (match[2] ?? '').trim() });
  }
  const findings: Finding[] = [];
  for (const [name, version] of Object.entries(wanted)) {
    const entry = documented.get(name);
    if (!entry) findings.push({ rule: 'undocumented-dependency', path: 'package.json', line: 1, detail: name });
    else if (!entry.reason) findings.push({ rule: 'dependency-without-reason', path: table, line: entry.line, detail: name });
    if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
      findings.push({ rule: 'unpinned-dependency', path: 'package.json', line: 1, detail: `${name} ${version}` });
  }
  for (const [name, { line }] of documented)
    if (!(name in wanted)) findings.push({ rule: 'documented-stranger', path: table, line, detail: name });
  return [...findings, ...familyViolations(wanted)];
}

function familyViolations(wanted: Readonly<Record<string, string>>): Finding[] {
  return families.flatMap((family) => {
    const members = Object.entries(wanted).filter(([name]) => family.test(name));
    const versions = new Set(members.map(([name, version]) => (byMajor.test(name) ? version.split('.')[0] : version)));
    if (versions.size <= 1) return [];
    const detail = members.map(([name, version]) => `${name} ${version}`).join(', ');
    return [{ rule: 'family-version', path: 'package.json', line: 1, detail }];
  });
}
