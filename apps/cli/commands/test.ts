import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runProgram, stopPrograms } from '../program.ts';
import { packagesOf, provideTools, tools } from '../tools.ts';
import { UserError } from '../user-error.ts';
import { type Counts, countTests } from '../vitest-result.ts';
import { buildWeb } from '../web-build.ts';

/** How a step ended; steps that run tests also say how many. */
interface Outcome {
  ok: boolean;
  counts?: Counts;
}

interface Step {
  name: string;
  title: string;
  run(filters: string[], folder: string): Promise<Outcome>;
}

const steps: Step[] = [
  program('lint', 'Format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']),
  program('types-server', 'Types of the server', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.server.json']),
  program('types-web', 'Types of the web application', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.web.json']),
  vitest('tests', 'Unit tests, checks and scenarios'),
  { name: 'build', title: 'Build of the web application', run: build },
  vitest('journeys', 'Browser journeys'),
];

/** `plumbline test`: every check and test in order, all of them even when one fails, and a summary at the end. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { only: { type: 'string', multiple: true } },
  });
  const chosen = chooseSteps(values.only ?? []);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt(signal));
  provide(chosen);
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-results-'));
  try {
    const results: { step: Step; outcome: Outcome; seconds: number }[] = [];
    for (const step of chosen) {
      process.stdout.write(`\n=== ${step.title}\n`);
      const from = performance.now();
      const outcome = await step.run(positionals, folder);
      results.push({ step, outcome, seconds: (performance.now() - from) / 1000 });
    }
    process.stdout.write('\n=== Summary\n');
    for (const { step, outcome, seconds } of results) process.stdout.write(`${summaryLine(step, outcome, seconds)}\n`);
    const sum = (key: keyof Counts) => results.reduce((total, { outcome }) => total + (outcome.counts?.[key] ?? 0), 0);
    process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
    return results.every(({ outcome }) => outcome.ok) ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function chooseSteps(only: string[]): Step[] {
  const unknown = only.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    throw new UserError(`There is no step "${unknown}": choose among ${steps.map(({ name }) => name).join(', ')}.`);
  }
  return only.length === 0 ? steps : steps.filter(({ name }) => only.includes(name));
}

function provide(chosen: Step[]): void {
  const wanted = tools.filter((tool) => chosen.some(({ name }) => name === tool.step));
  if (wanted.length === 0) return;
  process.stdout.write('=== System tools\n');
  const missing = provideTools(wanted);
  if (missing.length === 0) return;
  const named = missing.map((tool) => `${tool.names[0]} (${tool.neededFor})`).join(', ');
  throw new UserError(
    `These tests cannot run without ${named}: install them, on Debian with apt-get install ${packagesOf(missing).join(' ')}.`,
  );
}

function interrupt(signal: NodeJS.Signals): void {
  stopPrograms(signal);
  process.exit(130);
}

function program(name: string, title: string, args: string[]): Step {
  return { name, title, run: async () => ({ ok: (await runProgram(args)) === 0 }) };
}

function vitest(name: string, title: string): Step {
  const run = async (filters: string[], folder: string): Promise<Outcome> => {
    const file = join(folder, `${name}.json`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const code = await runProgram(['node_modules/vitest/vitest.mjs', 'run', '--project', name, ...reporters, ...filters]);
    const counts = await countTests(file);
    // A run can fail without a failed test: nothing was found to run, or an error came after the last test.
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    return { ok: counts.failed === 0, counts };
  };
  return { name, title, run };
}

async function build(): Promise<Outcome> {
  try {
    await buildWeb({ force: true, quiet: false });
    return { ok: true };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return { ok: false };
  }
}

function summaryLine(step: Step, { ok, counts }: Outcome, seconds: number): string {
  const tests = counts === undefined ? '' : `  ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
  return `${ok ? 'ok    ' : 'FAILED'}  ${step.title.padEnd(34)}${seconds.toFixed(1).padStart(7)} s${tests}`;
}
