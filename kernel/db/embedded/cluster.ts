import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Account, isRoot, ownerOf, serverAccount } from './account.ts';
import { type Binaries, prepareBinaries } from './binaries.ts';
import { asSentence, EmbeddedPostgresError, explainOutput } from './errors.ts';
import { configuration } from './settings.ts';

const run = promisify(execFile);

/** Where root keeps programs and databases: a home folder with mode 0700 hides the clone from the database's own account. */
const SYSTEM_FOLDER = '/var/lib/plumbline';

/** One database cluster on disk. */
export interface Cluster {
  /** Folder that holds everything of this cluster. */
  home: string;
  /** PostgreSQL's data directory inside it. */
  data: string;
  log: string;
  password: string;
  binaries: Binaries;
  /** Account to run the programs as; undefined is the current user. */
  account: Account | undefined;
}

interface Place {
  home: string;
  account: Account | undefined;
}

/**
 * Opens the cluster that belongs to `dataDir`, creating it on first use (UTF-8, built-in C.UTF-8 locale, data checksums,
 * scram-sha-256, random superuser password readable by its owner only).
 * @throws EmbeddedPostgresError with a sentence fit to print.
 */
export async function openCluster(
  dataDir: string,
  options: { durable: boolean; settings: Record<string, string> },
): Promise<Cluster> {
  try {
    await mkdir(dataDir, { recursive: true });
    const { home, account } = await findPlace(await realpath(dataDir));
    const binaries = await prepareBinaries(isRoot() ? SYSTEM_FOLDER : undefined, dirname(home));
    const data = join(home, 'pgdata');
    const cluster = { home, data, log: join(home, 'server.log'), binaries, account };
    const passwordFile = join(home, 'superuser.password');
    if (!(await exists(data))) await initialize({ ...cluster, passwordFile, durable: options.durable });
    const password = (await readFile(passwordFile, 'utf8')).trim();
    await writeOwned(join(data, 'plumbline.conf'), configuration(options), account);
    return { ...cluster, password };
  } catch (error) {
    throw asSentence(error, dataDir);
  }
}

/** Where the cluster of `dataDir` is kept, or undefined when it has none yet. */
export async function homeOf(dataDir: string): Promise<string | undefined> {
  if (await exists(join(dataDir, 'pgdata'))) return dataDir;
  return (await readFile(join(dataDir, 'location'), 'utf8').catch(() => undefined))?.trim();
}

async function findPlace(dataDir: string): Promise<Place> {
  const home = await homeOf(dataDir);
  if (home === undefined) {
    const account = await serverAccount();
    return account === undefined ? { home: dataDir, account } : { home: await newSystemHome(dataDir, account), account };
  }
  if (home === dataDir) return { home, account: isRoot() ? await ownerOf(join(home, 'pgdata')) : undefined };
  if (!isRoot()) {
    throw new EmbeddedPostgresError(
      `The database of ${dataDir} was created by root in ${home}: start as root, or use another data folder.`,
    );
  }
  if (!(await exists(home))) {
    throw new EmbeddedPostgresError(
      `The database of ${dataDir} was kept in ${home}, which is gone: delete ${dataDir} to begin anew.`,
    );
  }
  await claim(home, dataDir);
  return { home, account: await ownerOf(home) };
}

async function newSystemHome(dataDir: string, account: Account): Promise<string> {
  const label = basename(dirname(dataDir)).replaceAll(/[^A-Za-z0-9_-]/g, '') || 'data';
  const home = join(SYSTEM_FOLDER, 'clusters', `${label}-${randomBytes(6).toString('hex')}`);
  await mkdir(dirname(home), { recursive: true, mode: 0o755 });
  await mkdir(home, { mode: 0o700 });
  await writeFile(join(home, 'belongs-to'), `${dataDir}\n`);
  await chown(home, account.uid, account.gid);
  await writeFile(join(dataDir, 'location'), `${home}\n`);
  return home;
}

/** A data folder may be moved, but a copy of it must not open the same database a second time. */
async function claim(home: string, dataDir: string): Promise<void> {
  const owner = (await readFile(join(home, 'belongs-to'), 'utf8').catch(() => '')).trim();
  if (owner === dataDir) return;
  const ownersHome = owner === '' ? undefined : await homeOf(owner);
  if (ownersHome === home) {
    throw new EmbeddedPostgresError(
      `${dataDir} is a copy of ${owner} and its database belongs to the original: delete ${dataDir} to begin anew.`,
    );
  }
  await writeFile(join(home, 'belongs-to'), `${dataDir}\n`);
}

async function initialize(cluster: Omit<Cluster, 'password'> & { passwordFile: string; durable: boolean }): Promise<void> {
  const { home, data, account, binaries, passwordFile } = cluster;
  await removeInterrupted(home);
  const partial = join(home, `initializing-${randomBytes(4).toString('hex')}`);
  await writeOwned(passwordFile, `${randomBytes(24).toString('base64url')}\n`, account);
  const locale = ['--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const safety = ['--data-checksums', ...(cluster.durable ? [] : ['--no-sync'])];
  try {
    await run(binaries.initdb, ['-D', partial, ...locale, ...access, ...safety], { cwd: home, ...account });
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw output === '' ? error : explainOutput(output, home);
  }
  const main = join(partial, 'postgresql.conf');
  await writeOwned(main, `${await readFile(main, 'utf8')}\ninclude_if_exists = 'plumbline.conf'\n`, account);
  // The rename makes the cluster exist all at once: an interrupted first start begins again.
  await rename(partial, data);
}

async function removeInterrupted(home: string): Promise<void> {
  const anHourAgo = Date.now() - 3_600_000;
  for (const name of await readdir(home)) {
    if (!name.startsWith('initializing-')) continue;
    const path = join(home, name);
    if ((await stat(path)).mtimeMs < anHourAgo) await rm(path, { recursive: true, force: true });
  }
}

async function writeOwned(path: string, content: string, account: Account | undefined): Promise<void> {
  await writeFile(path, content, { mode: 0o600 });
  if (account !== undefined) await chown(path, account.uid, account.gid);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
