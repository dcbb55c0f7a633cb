import { posix } from 'node:path';
import type { SourceFile } from './source.ts';

/** Where a file stands in the layout of docs and ARCHITECTURE: what decides who may import it. */
export type Place =
  | { readonly area: 'kernel'; readonly part: string; readonly facts: boolean; readonly door: boolean }
  | {
      readonly area: 'module';
      readonly module: string;
      readonly half: 'module' | 'records' | 'api' | 'server' | 'web' | 'other';
      readonly door: boolean;
    }
  | { readonly area: 'composition' }
  | { readonly area: 'apps'; readonly part: string }
  | { readonly area: 'other'; readonly part: string };

/** The place of a repository path. `door` says whether the file may be imported from outside its kernel part or module. */
export function placeOf(path: string): Place {
  const [top = '', second = '', third = '', ...rest] = path.split('/');
  if (top === 'kernel') {
    // A kernel part may be a module too (people, tasks, files): its definition and records are facts, as in modules/.
    const facts = (third === 'module.ts' && rest.length === 0) || (third === 'records' && second !== 'web' && rest.length > 0);
    return {
      area: 'kernel',
      part: second,
      facts: facts && !path.endsWith('.test.ts'),
      door: /^index\.tsx?$/.test(third) && rest.length === 0,
    };
  }
  if (top === 'modules') {
    if (!third) return { area: 'composition' };
    if (third === 'module.ts') return { area: 'module', module: second, half: 'module', door: true };
    if (third === 'records') return { area: 'module', module: second, half: 'records', door: !path.endsWith('.test.ts') };
    if (third === 'api.ts') return { area: 'module', module: second, half: 'api', door: true };
    if (third === 'server') return { area: 'module', module: second, half: 'server', door: false };
    if (third === 'web') return { area: 'module', module: second, half: 'web', door: /^public\.tsx?$/.test(rest[0] ?? '') };
    return { area: 'module', module: second, half: 'other', door: false };
  }
  if (top === 'apps') return { area: 'apps', part: second };
  return { area: 'other', part: top };
}

/** What an import specifier means: a file of this repository, a Node built-in, a package, or a `#` name nobody declared. */
export type Target =
  | { readonly kind: 'file'; readonly path: string; readonly relative: boolean }
  | { readonly kind: 'node' }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'unknown' };

export type Doors = Readonly<Record<string, string>>;

/** Resolves a specifier as Node does for package.json "imports"; packages are named by their first one or two parts. */
export function resolve(from: string, specifier: string, doors: Doors): Target {
  const bare = specifier.replace(/[?].*$/, '');
  if (bare.startsWith('.')) return { kind: 'file', path: posix.normalize(posix.join(posix.dirname(from), bare)), relative: true };
  if (bare.startsWith('#')) {
    const exact = doors[bare];
    if (exact) return { kind: 'file', path: posix.normalize(exact), relative: false };
    for (const [pattern, target] of Object.entries(doors)) {
      const [head = '', tail] = pattern.split('*');
      if (tail === undefined || !bare.startsWith(head) || !bare.endsWith(tail)) continue;
      const star = bare.slice(head.length, bare.length - tail.length);
      return { kind: 'file', path: posix.normalize(target.replace('*', star)), relative: false };
    }
    return { kind: 'unknown' };
  }
  if (bare.startsWith('node:')) return { kind: 'node' };
  const [scope = '', name] = bare.split('/');
  return { kind: 'package', name: bare.startsWith('@') && name ? `${scope}/${name}` : scope };
}

/** The parts of package.json the checks read. */
export interface Manifest {
  readonly imports?: Doors;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export function manifestOf(files: readonly SourceFile[]): Manifest {
  const file = files.find((candidate) => candidate.path === 'package.json');
  return file ? JSON.parse(file.text) : {};
}

/**
 * Modules bottom to top when the tree has no modules/index.ts (planted trees). The real order is read from modules/index.ts;
 * `_example` may use every module and nobody may use it.
 */
export const designOrder: readonly string[] = (
  'org edms trm suppliers items inventory qrm audits lims configurator purchasing sales orders ' +
  'production inspection shipping service maintenance finance hr reports'
).split(' ');
