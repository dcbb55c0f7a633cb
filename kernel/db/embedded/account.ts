import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ACCOUNT = 'plumbline';

/** The operating system account PostgreSQL runs as when this process is root. */
export interface Account {
  uid: number;
  gid: number;
}

/** True when this process is root, which PostgreSQL refuses to run as. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The owner of an existing data folder: a database must always be run by the account that created it. */
export async function ownerOf(path: string): Promise<Account> {
  const { uid, gid } = await stat(path);
  return { uid, gid };
}

/**
 * The account to run PostgreSQL as: undefined for an ordinary user (it runs as that user); for root the system user
 * `plumbline`, created on first use, or `nobody` where no user can be created.
 */
export async function serverAccount(): Promise<Account | undefined> {
  if (!isRoot()) return undefined;
  const existing = await lookUp(ACCOUNT);
  if (existing !== undefined) return existing;
  const attempts: [string, string[]][] = [
    [
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--home-dir', '/var/lib/plumbline', '--shell', '/bin/false', ACCOUNT],
    ],
    ['adduser', ['-S', '-D', '-H', '-h', '/var/lib/plumbline', ACCOUNT]],
  ];
  for (const [command, args] of attempts) {
    // A failure is either a missing command or another process creating the same user; both are settled by looking again.
    await run(command, args).catch(() => undefined);
    const created = await lookUp(ACCOUNT);
    if (created !== undefined) return created;
  }
  return (await lookUp('nobody')) ?? { uid: 65534, gid: 65534 };
}

async function lookUp(name: string): Promise<Account | undefined> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find(([user]) => user === name);
  if (fields === undefined) return undefined;
  const uid = Number(fields[2]);
  const gid = Number(fields[3]);
  return Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0 ? { uid, gid } : undefined;
}
