import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasPinnedNode, LauncherError } from './runtime.mjs';

const STAMP = 'node_modules/.plumbline-lock';
const ARGUMENTS = [
  'ci',
  '--ignore-scripts',
  '--include=dev',
  '--include=optional',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/**
 * Installs the packages of package-lock.json below `root` unless they are installed already. PLUMBLINE_SKIP_INSTALL=1
 * leaves everything as it is, for images that bring their packages.
 */
export async function installIfStale(root) {
  if (process.env.PLUMBLINE_SKIP_INSTALL === '1') return;
  const lock = read(join(root, 'package-lock.json'));
  if (lock === undefined) throw new LauncherError(`package-lock.json is missing in ${root}: the project folder is not complete.`);
  const hash = createHash('sha256').update(lock).digest('hex');
  if (read(join(root, STAMP))?.trim() === hash && hasPinnedNode(root)) return;
  if (!matches(root, JSON.parse(lock))) install(root);
  try {
    writeFileSync(join(root, STAMP), `${hash}\n`);
  } catch {
    // Packages installed by another user are checked again next time, which only costs a moment.
  }
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Compares what npm says it installed with the lock file: the same packages were perhaps installed by hand. */
export function matches(root, lock) {
  const installed = read(join(root, 'node_modules/.package-lock.json'));
  if (installed === undefined || !hasPinnedNode(root)) return false;
  const present = JSON.parse(installed).packages ?? {};
  return Object.entries(lock.packages ?? {}).every(([path, wanted]) => {
    if (path === '') return true;
    const found = present[path];
    if (found === undefined) return wanted.optional === true || wanted.devOptional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function install(root) {
  process.stderr.write('Installing the packages of package-lock.json ...\n');
  const windows = process.platform === 'win32';
  // npm's progress goes to standard error, so that the output of the command itself stays clean.
  const result = spawnSync(windows ? 'npm.cmd' : 'npm', ARGUMENTS, { cwd: root, stdio: ['ignore', 2, 2], shell: windows });
  if (result.error?.code === 'ENOENT')
    throw new LauncherError('npm was not found: install Node.js with npm and run the command again.');
  if (result.error !== undefined) throw new LauncherError(`npm could not be run: ${result.error.message}.`);
  if (result.status !== 0) {
    throw new LauncherError(
      `The packages could not be installed (npm ended with ${result.signal ?? result.status}); its message is above.`,
    );
  }
}
