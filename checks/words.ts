import { createHash } from 'node:crypto';
import { type Finding, lineOf, type SourceFile } from './source.ts';

/**
 * Words and two-word phrases that belong to the tools and places of writing, not to the product, as the first 16 digits of the
 * SHA-256 of their lower case: listed as they are, they would stand in this very file. `fingerprint` makes a new one.
 */
const foreign = new Set(
  (
    '053ea4804ef1bb33 31a85e22a24a7a4f 3ea125d0bff386e6 442e56863b7e9cf8 487b91042c7cf27a 549eb0447cc9d1d1 5eff592cc497fccb ' +
    '60965168ce762e94 7d3194f79e645c42 94a168d2da574b00 a4d76a4d59584d6f c5f9d8f01eaaecc5 c70eca6b0f88f44d c857d09db23e6822 ' +
    'cdcbb68a3444fdd6 e3f27b59e163ed12 e748f8750672ca8b ee662f0a4316976d f4264a0b3e121983'
  ).split(' '),
);

export function fingerprint(phrase: string): string {
  return createHash('sha256').update(phrase.toLowerCase()).digest('hex').slice(0, 16);
}

const prints = new Map<string, string>();
function printOf(phrase: string): string {
  const known = prints.get(phrase);
  if (known) return known;
  const print = fingerprint(phrase);
  prints.set(phrase, print);
  return print;
}

/** Words and pairs of neighbouring words that are in `list`: `foreign-word`. */
export function foreignWords(files: readonly SourceFile[], list: ReadonlySet<string> = foreign): Finding[] {
  return files
    .filter((file) => file.path !== 'package-lock.json')
    .flatMap((file) => {
      const findings: Finding[] = [];
      let before = '';
      for (const match of file.text.matchAll(/[\p{L}][\p{L}\d]*/gu)) {
        const word = match[0].toLowerCase();
        for (const phrase of [word, `${before} ${word}`]) {
          if (list.has(printOf(phrase)))
            findings.push({ rule: 'foreign-word', path: file.path, line: lineOf(file.text, match.index), detail: phrase });
        }
        before = word;
      }
      return findings;
    });
}

/** Folders that exist on somebody's machine: `/home/ann/…`, `C:\Users\…`, `/tmp/x`. In containers and units such paths are ours. */
const machinePath = /(?<![\w.$})*\]/-])(?:\/(?:work|root|tmp|home\/\w+|Users\/\w+|private)\/[\w.]|[A-Z]:\\Users\\)/g;
const ownsItsPaths = /^(?:deploy|checks)\/|(?:^|\/)(?:Containerfile|Dockerfile)$/;

/** Absolute paths of one machine in tracked files: `machine-path`. */
export function machinePaths(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => !ownsItsPaths.test(file.path))
    .flatMap((file) =>
      [...file.text.matchAll(machinePath)].map((match) => ({
        rule: 'machine-path',
        path: file.path,
        line: lineOf(file.text, match.index),
        detail: file.text.slice(match.index, match.index + 40).split(/[\s'"`)]/)[0] ?? '',
      })),
    );
}

/** A lock file that names the registry it was written with sends every installation there: `registry-host`. Integrity hashes stay. */
export function registryHosts(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => /(?:^|\/)(?:package-lock\.json|\.npmrc)$/.test(file.path))
    .flatMap((file) =>
      [...file.text.matchAll(/"resolved":\s*"([^"]*)"|^\s*(?:@[\w-]+:)?registry\s*=.*$/gm)].map((match) => ({
        rule: 'registry-host',
        path: file.path,
        line: lineOf(file.text, match.index),
        detail: match[1] ?? match[0].trim(),
      })),
    );
}
