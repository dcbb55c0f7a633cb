import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { root } from './place.ts';
import { runProgram } from './program.ts';
import { UserError } from './user-error.ts';

const SOURCES = [
  'apps/web/**/*',
  'kernel/web/**/*',
  'kernel/schema/**/*',
  'kernel/values/**/*',
  'modules/*/web/**/*',
  'modules/*/records/**/*',
  'modules/*/*.ts',
  'modules/*.ts',
  'vite.config.ts',
  'package-lock.json',
];

/** Folder the built web application is served from. */
export const webRoot: string = join(root, 'dist/web');
const STAMP = join(root, 'dist/web.stamp');

/**
 * Builds the web application when its sources have changed since the last build, or always with `force`.
 * @returns true when it was built. @throws UserError when the build fails; the last good build stays in place.
 */
export async function buildWeb(options: { force: boolean; quiet: boolean }): Promise<boolean> {
  const hash = await sourceHash();
  if (!options.force && (await isCurrent(hash))) return false;
  const next = join(root, `dist/web-${process.pid}`);
  const vite = [
    'node_modules/vite/bin/vite.js',
    'build',
    '--outDir',
    next,
    '--emptyOutDir',
    ...(options.quiet ? ['--logLevel', 'warn'] : []),
  ];
  try {
    await mkdir(join(root, 'dist'), { recursive: true });
    const result = await runProgram(vite);
    if (result !== 0) throw new UserError('The web application could not be built; the messages of the build are above.');
    // Swapped in when complete: a server that is running never serves half a build.
    await rm(webRoot, { recursive: true, force: true });
    await rename(next, webRoot);
    await writeFile(STAMP, `${hash}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UserError(`The web application cannot be written to ${join(root, 'dist')}: ${error.message}.`, { cause: error });
  } finally {
    await rm(next, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isCurrent(hash: string): Promise<boolean> {
  const stamp = await readFile(STAMP, 'utf8').catch(() => '');
  const page = await stat(join(webRoot, 'index.html')).catch(() => undefined);
  return page !== undefined && stamp.trim() === hash;
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of await sourceFiles()) {
    hash.update(relative(root, path)).update('\0');
    hash.update(
      createHash('sha256')
        .update(await readFile(path))
        .digest(),
    );
  }
  return hash.digest('hex');
}

async function sourceFiles(): Promise<string[]> {
  const paths: string[] = [];
  for await (const entry of glob(SOURCES, { cwd: root, withFileTypes: true })) {
    if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) paths.push(join(entry.parentPath, entry.name));
  }
  return paths.sort();
}
