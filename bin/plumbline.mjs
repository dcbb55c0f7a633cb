#!/usr/bin/env node
// The launcher. Plain JavaScript for Node.js 18 and later: it installs the packages when they are missing or do not match
// package-lock.json, then runs the command with the Node.js version the project is pinned to.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installIfStale } from './install.mjs';
import { LauncherError, pinnedNode } from './runtime.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

try {
  await installIfStale(root);
  await runCommand(pinnedNode(root), process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LauncherError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

/** Runs the command line with the pinned Node.js and ends the way it ends. */
function runCommand(node, args) {
  const child = spawn(node, [join(root, 'apps/cli/main.ts'), ...args], {
    // The extra channel tells the command when this process is gone, however it died.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: [dirname(node), process.env.PATH].filter(Boolean).join(delimiter) },
  });
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
  return new Promise((_resolve, reject) => {
    child.on('error', (error) =>
      reject(new LauncherError(`The Node.js program ${node} cannot be run here (${error.code ?? error.message}).`)),
    );
    child.on('exit', (code, signal) => {
      // A shell reports a process that a signal ended as 128 + the signal's number.
      process.exit(signal === null ? code : 128 + (constants.signals[signal] ?? 0));
    });
  });
}
