import { type ChildProcess, spawn } from 'node:child_process';
import { root } from './place.ts';

/** Programs running right now, so that ending this process can end them. */
const running = new Set<ChildProcess>();

/**
 * Runs a program with this Node.js in the project folder, its output going to ours.
 * @returns its exit code; 128 when a signal ended it.
 */
export async function runProgram(args: string[], options: { env?: Record<string, string> } = {}): Promise<number> {
  return await new Promise((resolve, reject) => {
    const child = startProgram(args, options);
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 128));
  });
}

/** Starts a program with this Node.js in the project folder and returns the process. */
export function startProgram(args: string[], options: { env?: Record<string, string> } = {}): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...options.env },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Passes a signal to every program that is still running. */
export function stopPrograms(signal: NodeJS.Signals): void {
  for (const child of running) child.kill(signal);
}

process.once('exit', () => stopPrograms('SIGTERM'));
