import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program of the operating system that tests use. */
export interface Tool {
  /** Names it goes by; the first is the usual one. */
  names: string[];
  /** Debian packages that bring it. */
  packages: string[];
  /** What needs it. */
  neededFor: string;
  /** The test step that cannot run without it. */
  step: 'tests' | 'journeys';
}

/** All programs beyond npm's packages that a full test run uses. */
export const tools: Tool[] = [
  {
    names: ['chromium', 'chromium-browser'],
    packages: ['chromium', 'fonts-liberation'],
    neededFor: 'the browser journeys',
    step: 'journeys',
  },
  {
    names: ['soffice'],
    packages: ['libreoffice-writer-nogui', 'fonts-liberation'],
    neededFor: 'the tests that convert office files to PDF',
    step: 'tests',
  },
  { names: ['pdfsig'], packages: ['poppler-utils'], neededFor: 'the tests that verify signed PDF files', step: 'tests' },
  { names: ['qpdf'], packages: ['qpdf'], neededFor: 'the tests that check the structure of PDF files', step: 'tests' },
];

/** Full path of the first of `names` found in the folders of PATH. */
export function findProgram(names: string[], path: string = process.env.PATH ?? ''): string | undefined {
  for (const name of names) {
    for (const folder of path.split(delimiter).filter(Boolean)) {
      const candidate = join(folder, name);
      try {
        accessSync(candidate, constants.X_OK);
        return candidate;
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined;
}

/** Prints what is present, and installs what is missing where this process may (root on Debian). @returns what is still missing. */
export function provideTools(wanted: Tool[]): Tool[] {
  const missing = report(wanted);
  const isRoot = process.getuid?.() === 0;
  if (missing.length === 0 || !isRoot || findProgram(['apt-get']) === undefined) return missing;
  process.stdout.write(`Installing ${packagesOf(missing).join(' ')} ...\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) => spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0;
  if (apt('update', '-q')) apt('install', '-q', '-y', '--no-install-recommends', ...packagesOf(missing));
  return report(missing);
}

/** The Debian packages of some tools, each once. */
export function packagesOf(some: Tool[]): string[] {
  return [...new Set(some.flatMap((tool) => tool.packages))];
}

function report(wanted: Tool[]): Tool[] {
  return wanted.filter((tool) => {
    const path = findProgram(tool.names);
    process.stdout.write(`  ${(tool.names[0] ?? '').padEnd(10)}${path ?? `missing, needed for ${tool.neededFor}`}\n`);
    return path === undefined;
  });
}
