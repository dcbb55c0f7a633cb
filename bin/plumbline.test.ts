import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const BIN = dirname(fileURLToPath(import.meta.url));
const PINNED = `node_modules/node-linux-${process.arch}/bin/node`;
const LOCK = { packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } };

/** A command that says how it was called, or waits for a signal. */
const MAIN = `
const [command, ...args] = process.argv.slice(2);
if (command === 'wait') {
  process.on('SIGTERM', () => { console.log('got SIGTERM'); process.exit(7); });
  process.on('disconnect', () => { require('node:fs').writeFileSync(args[0], 'launcher gone'); process.exit(0); });
  setInterval(() => undefined, 1000);
  console.log('waiting');
} else if (command === 'die') process.kill(process.pid, 'SIGKILL');
else {
  console.log(JSON.stringify({ command, args, node: process.execPath, path: process.env.PATH.split(':')[0] }));
  process.exit(Number(args[0] ?? 0));
}
`;

/** npm as the launcher sees it: records how it was called and installs what the lock file says. */
const NPM = `#!/bin/sh
echo "$@" >> "$PWD/npm-calls"
mkdir -p "$(dirname "$PWD/${PINNED}")"
ln -sf "${process.execPath}" "$PWD/${PINNED}"
cp package-lock.json node_modules/.package-lock.json
`;

let root: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plumbline-launcher-'));
  cpSync(BIN, join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, 'apps/cli'), { recursive: true });
  // No "type": the stand-in for the command line is CommonJS, which needs no type information.
  writeFileSync(join(root, 'apps/cli/main.ts'), MAIN);
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(LOCK));
  mkdirSync(join(root, 'tools'));
  writeFileSync(join(root, 'tools/npm'), NPM);
  chmodSync(join(root, 'tools/npm'), 0o755);
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

function environment(path = `${join(root, 'tools')}:/usr/bin:/bin`): NodeJS.ProcessEnv {
  return { PATH: path, HOME: root };
}

function launch(args: string[], env = environment()): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin/plumbline.mjs'), ...args], {
    cwd: '/',
    env,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

function npmCalls(): string[] {
  const file = join(root, 'npm-calls');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

function install(): void {
  mkdirSync(dirname(join(root, PINNED)), { recursive: true });
  symlinkSync(process.execPath, join(root, PINNED));
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify(LOCK));
}

async function start(args: string[]): Promise<{ child: ChildProcess; lines: AsyncIterator<string> }> {
  const child = spawn(process.execPath, [join(root, 'bin/plumbline.mjs'), ...args], {
    cwd: '/',
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('waiting');
  return { child, lines };
}

describe.runIf(process.platform === 'linux')('the launcher', () => {
  test('installs the packages of a fresh clone once, without install scripts, and runs the command with the pinned Node', () => {
    const first = launch(['show', '0', '--flag']);
    expect(first.err).toBe('Installing the packages of package-lock.json ...\n');
    expect(JSON.parse(first.out)).toMatchObject({ command: 'show', args: ['0', '--flag'], path: dirname(join(root, PINNED)) });
    expect(first.code).toBe(0);
    expect(launch(['show']).err).toBe('');
    expect(npmCalls()).toEqual(['ci --ignore-scripts --include=dev --include=optional --no-audit --no-fund --loglevel=error']);
  });

  test('accepts packages that were installed by hand, and notices when they do not match the lock file', () => {
    install();
    expect(launch(['show']).code).toBe(0);
    expect(npmCalls()).toEqual([]);
    const changed = { packages: { ...LOCK.packages, 'node_modules/a': { version: '1.0.1', integrity: 'sha512-b' } } };
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify(changed));
    expect(launch(['show']).code).toBe(0);
    expect(npmCalls()).toHaveLength(1);
  });

  test('installs again when the pinned Node has gone, and leaves everything alone when told to', () => {
    install();
    launch(['show']);
    rmSync(join(root, PINNED));
    const skipped = launch(['show'], { ...environment(), PLUMBLINE_SKIP_INSTALL: '1' });
    expect(skipped).toMatchObject({ code: 1, out: '' });
    expect(skipped.err).toMatch(/^The pinned Node\.js \(.*\) is missing: delete node_modules and run the command again\.\n$/);
    expect(launch(['show']).code).toBe(0);
    expect(npmCalls()).toHaveLength(1);
  });

  test('says in one sentence what is missing', () => {
    writeFileSync(join(root, 'tools/npm'), '#!/bin/sh\nexit 3\n');
    expect(launch(['show'])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/could not be installed \(npm ended with 3\)/),
    });
    expect(launch(['show'], environment('/nowhere'))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/npm was not found: install Node\.js with npm/),
    });
    rmSync(join(root, 'package-lock.json'));
    expect(launch(['show'])).toMatchObject({ code: 1, err: expect.stringMatching(/^package-lock\.json is missing in/) });
  });

  test('ends the way the command ends', () => {
    install();
    expect(launch(['show', '5']).code).toBe(5);
    expect(launch(['die']).code).toBe(137);
  });

  test('passes signals on to the command', async () => {
    install();
    const { child, lines } = await start(['wait']);
    child.kill('SIGTERM');
    expect((await lines.next()).value).toBe('got SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(7);
  });

  test('tells the command when it is killed itself', async () => {
    install();
    const proof = join(root, 'proof');
    const { child } = await start(['wait', proof]);
    child.kill('SIGKILL');
    await expect.poll(() => (existsSync(proof) ? readFileSync(proof, 'utf8') : ''), { timeout: 5_000 }).toBe('launcher gone');
  });
});
