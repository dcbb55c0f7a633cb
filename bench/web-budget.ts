import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Budgets of design section 7, in kB of gzipped JavaScript (1 kB = 1 000 bytes). */
const FIRST_LOAD = 250;
const ROUTE = 60;

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly isEntry?: boolean;
}

const dist = fileURLToPath(new URL('../dist/web', import.meta.url));
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Readonly<Record<string, Chunk>>;

/** Every chunk that `keys` load without a further request from their own code. */
function closure(keys: readonly string[], seen: Set<string> = new Set()): Set<string> {
  for (const key of keys) {
    if (seen.has(key)) continue;
    seen.add(key);
    closure(manifest[key]?.imports ?? [], seen);
  }
  return seen;
}

function size(keys: Iterable<string>): number {
  let bytes = 0;
  for (const key of keys) {
    const file = manifest[key]?.file ?? '';
    if (file.endsWith('.js')) bytes += gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
  }
  return bytes / 1000;
}

const entry = Object.keys(manifest).filter((key) => manifest[key]?.isEntry);
/** The page people land on: the entry, the frame and the inbox. The definitions follow beside it and hold nothing up. */
const landing = closure([...entry, 'pages/AppFrame.tsx', 'pages/InboxPage.tsx']);
const first = size(landing);
const definitions = size([...closure(['definitions.ts'])].filter((key) => !landing.has(key)));
const lines = [
  `first load ${first.toFixed(1)} kB of ${FIRST_LOAD}`,
  `definitions, loaded beside it ${definitions.toFixed(1)} kB`,
];
let isOver = first > FIRST_LOAD;
for (const page of Object.keys(manifest).filter(
  (key) => /(^pages|screens\/(?:List|Record)Page|modules\/.*\/web)\b/.test(key) && key.endsWith('.tsx'),
)) {
  const shared = closure([...landing, 'definitions.ts']);
  const more = size([...closure([page])].filter((key) => !shared.has(key)));
  lines.push(`${page} ${more.toFixed(1)} kB of ${ROUTE}`);
  isOver ||= more > ROUTE;
}
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = isOver ? 1 : 0;
