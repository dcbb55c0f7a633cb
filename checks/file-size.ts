import type { Finding, SourceFile } from './source.ts';

/** A file somebody has to read: code and styles. Drafted or data-like files are left out, since splitting them helps nobody. */
const counted = /\.(?:ts|tsx|mts|js|mjs|cjs|css|sql|sh|py)$/;
const excluded = /(?:^|\/)(?:locales|migrations|vendor)\/|\.generated\.|^docs\/|\.d\.ts$/;

export const warnAbove = 300;
export const failAbove = 500;

/** Files longer than people read in one go: `large` above 300 lines, `too-large` above 500. Only the latter fails. */
export function largeFiles(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => counted.test(file.path) && !excluded.test(file.path))
    .map((file) => ({ path: file.path, lines: file.text.split('\n').length - (file.text.endsWith('\n') ? 1 : 0) }))
    .filter(({ lines }) => lines > warnAbove)
    .map(({ path, lines }) => ({
      rule: lines > failAbove ? 'too-large' : 'large',
      path,
      line: lines,
      detail: lines > failAbove ? `more than ${failAbove} lines` : `more than ${warnAbove} lines`,
    }));
}
