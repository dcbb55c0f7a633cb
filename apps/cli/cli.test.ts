import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { commands } from './commands/table.ts';
import { dataFolder, root } from './place.ts';
import { expectFree, portFrom } from './port.ts';
import { signInTable } from './sign-ins.ts';
import { findProgram, packagesOf, provideTools, tools } from './tools.ts';
import { countTests } from './vitest-result.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-cli-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

function plumbline(...args: string[]): { code: number | null; out: string; err: string } {
  const env = { PATH: process.env.PATH ?? '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'apps/cli/main.ts'), ...args], {
    cwd: '/',
    env,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe('the command line', () => {
  test('lists its commands and explains each', () => {
    const help = plumbline();
    expect(help.code).toBe(0);
    for (const [name, { summary }] of Object.entries(commands)) {
      expect(help.out).toContain(`${name.padEnd(8)}${summary}`);
      expect(plumbline('help', name).out).toContain(`plumbline ${name}`);
    }
    expect(plumbline('start', '--help').out).toContain('--port');
  });

  test('refuses an unknown command, an unknown option and an unknown step', () => {
    expect(plumbline('fly')).toMatchObject({ code: 2, err: expect.stringMatching(/^There is no command "fly"\./) });
    expect(plumbline('start', '--fast')).toMatchObject({ code: 2, err: expect.stringMatching(/Unknown option '--fast'/) });
    expect(plumbline('test', '--only', 'luck')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^There is no step "luck": choose among lint,/),
    });
  });

  test('says that the port is taken before anything is started', async () => {
    const blocker = createServer().listen({ port: 0, host: 'localhost' });
    await once(blocker, 'listening');
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(expectFree(port, 'localhost')).rejects.toThrow(`Port ${port} is already used by another program`);
    blocker.close();
    await once(blocker, 'close');
    await expect(expectFree(port, 'localhost')).resolves.toBeUndefined();
  });

  test('reads ports and folders from options', () => {
    expect(portFrom('3000', 8080)).toBe(3000);
    expect(portFrom(undefined, 8080)).toBe(8080);
    for (const wrong of ['0', '65536', '80a', '-1', '1.5']) expect(() => portFrom(wrong, 8080)).toThrow(/is not a port number/);
    expect(dataFolder('/srv/data')).toBe('/srv/data');
    expect(dataFolder(undefined)).toBe(process.env.PLUMBLINE_DATA ?? join(root, '.data'));
  });

  test('prints the people of the demo company in columns', () => {
    const table = signInTable([{ username: 'quality.manager', password: 'secret', role: 'Quality manager' }]);
    expect(table).toBe('\n  User name        Password  Role\n  quality.manager  secret    Quality manager\n');
    expect(signInTable([])).toBe('');
  });
});

describe('system tools', () => {
  test('are found by any of their names along PATH, when they can be run', async () => {
    await mkdir(join(folder, 'a'));
    await mkdir(join(folder, 'b'));
    await writeFile(join(folder, 'a/chromium'), '');
    await chmod(join(folder, 'a/chromium'), 0o644);
    await writeFile(join(folder, 'b/chromium-browser'), '');
    await chmod(join(folder, 'b/chromium-browser'), 0o755);
    const path = `${join(folder, 'a')}:${join(folder, 'b')}`;
    expect(findProgram(['chromium', 'chromium-browser'], path)).toBe(join(folder, 'b/chromium-browser'));
    expect(findProgram(['qpdf'], path)).toBeUndefined();
  });

  /** An operating system without tools whose apt-get notes how it is called and "installs" Chromium. */
  async function bareSystem(): Promise<{ calls(): Promise<string> }> {
    const script = `#!/bin/sh\necho "$@" >> ${folder}/calls\nprintf '#!/bin/sh' > ${folder}/chromium\n/bin/chmod +x ${folder}/chromium\n`;
    await writeFile(join(folder, 'apt-get'), script, { mode: 0o755 });
    vi.stubEnv('PATH', folder);
    return { calls: () => readFile(join(folder, 'calls'), 'utf8').catch(() => '') };
  }

  const chromium = tools.filter(({ step }) => step === 'journeys');
  const isRoot = process.getuid?.() === 0;

  // Only root may install; the next test says what happens for everybody else.
  test.runIf(isRoot)('are installed by root on Debian when they are missing', async () => {
    const { calls } = await bareSystem();
    expect(provideTools(chromium)).toEqual([]);
    expect(await calls()).toBe('update -q\ninstall -q -y --no-install-recommends chromium fonts-liberation\n');
  });

  // The other half of the test above.
  test.runIf(!isRoot)('are only named to an ordinary user', async () => {
    const { calls } = await bareSystem();
    expect(provideTools(chromium)).toEqual(chromium);
    expect(await calls()).toBe('');
  });

  test('name each Debian package once', () => {
    const packages = packagesOf(tools);
    expect(packages).toEqual([...new Set(packages)]);
    expect(packages).toContain('fonts-liberation');
  });
});

describe('counting tests', () => {
  const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((name) => ({ status: name })) });

  async function count(report: unknown) {
    const path = join(folder, 'report.json');
    await writeFile(path, typeof report === 'string' ? report : JSON.stringify(report));
    return await countTests(path);
  }

  test('takes the numbers of the report', async () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [file('failed', 'passed', 'failed'), file('passed', 'passed')],
    };
    expect(await count(report)).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  test('counts a file that could not be loaded as a failure', async () => {
    const report = {
      numPassedTests: 1,
      numFailedTests: 0,
      numPendingTests: 0,
      testResults: [file('failed'), file('passed', 'passed')],
    };
    expect(await count(report)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test('counts a run without a readable report as a failure', async () => {
    expect(await count('{"numPassedTests": 3')).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(await countTests(join(folder, 'nothing.json'))).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
