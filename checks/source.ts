import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ESTree, parseSync } from 'vite';

/** One file of the repository: path relative to the root with forward slashes, and its text. Scanners never touch the disk. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One violation. `rule` is the stable name used in the baseline and asserted by the planted tests; `line` counts from 1. */
export interface Finding {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly detail: string;
}

/** A scanner is pure: the same files give the same findings. */
export type Scanner = (files: readonly SourceFile[]) => Finding[];

/** Absolute path of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const textFile =
  /(?:\.(?:ts|tsx|mts|js|mjs|cjs|css|html|sql|json|md|yml|yaml|toml|conf|txt|sh|py|svg|service|container|tpl)|(?:^|\/)(?:[A-Z][A-Za-z]*|\.[a-z]+rc|\.gitignore))$/;

let cached: readonly SourceFile[] | undefined;

/**
 * Every text file git tracks or would track (untracked and not ignored). Read once per process.
 * Throws when git is missing or the folder is not a checkout: a check over nothing would pass.
 */
export function repository(): readonly SourceFile[] {
  if (cached) return cached;
  // safe.directory: a clone owned by another user (root runs the tests of a mounted checkout) must not turn into an empty list.
  const out = execFileSync('git', ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const paths = [...new Set(out.split('\0'))].filter((path) => textFile.test(path)).sort();
  cached = paths.flatMap((path) => {
    const full = join(root, path);
    return existsSync(full) && statSync(full).isFile() ? [{ path, text: readFileSync(full, 'utf8') }] : [];
  });
  if (cached.length === 0) throw new Error(`git lists no files under ${root}`);
  return cached;
}

/** A one-file tree for planting a violation. */
export function plant(path: string, text: string): SourceFile[] {
  return [{ path, text }];
}

/** Rule names of the findings, in order: what a planted test compares. */
export function rulesOf(findings: readonly Finding[]): string[] {
  return findings.map((finding) => finding.rule);
}

export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** True for files the parser understands. Declaration files hold no behaviour and are left out. */
export function isScript(path: string): boolean {
  return /\.(?:ts|tsx|mts|js|mjs|cjs)$/.test(path) && !path.endsWith('.d.ts');
}

/** Unit test, scenario, browser journey, or what only they use. */
export function isTest(path: string): boolean {
  return (
    /\.(?:test|scenario|journey|spec)\.tsx?$/.test(path) ||
    path.startsWith('e2e/') ||
    path.startsWith('kernel/testing/') ||
    /(?:-fixture\.ts|\/fixtures\/)/.test(path)
  );
}

/** Code that runs in the browser. */
export function isWeb(path: string): boolean {
  return /^(?:kernel|apps|modules\/[^/]+)\/web\//.test(path);
}

export interface Parsed {
  readonly program: ESTree.Program;
  readonly comments: readonly { readonly value: string; readonly start: number }[];
}

const parsed = new WeakMap<SourceFile, Parsed>();

/**
 * Syntax tree of a script, parsed by Oxc (through Vite) once per file object.
 * Throws on a syntax error, because a file that cannot be read must not count as clean.
 */
export function parse(file: SourceFile): Parsed {
  const known = parsed.get(file);
  if (known) return known;
  const result = parseSync(file.path, file.text);
  const [error] = result.errors;
  if (error) throw new Error(`${file.path}: ${error.message}`);
  const value: Parsed = { program: result.program, comments: result.comments };
  parsed.set(file, value);
  return value;
}

function isNode(value: unknown): value is ESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Calls `enter` for every node of a script, outermost first, with the nodes around it (nearest last). */
export function walk(file: SourceFile, enter: (node: ESTree.Node, around: readonly ESTree.Node[]) => void): void {
  walkNode(parse(file).program, enter);
}

/** The same from one node down. */
export function walkNode(from: ESTree.Node, enter: (node: ESTree.Node, around: readonly ESTree.Node[]) => void): void {
  const around: ESTree.Node[] = [];
  const step = (node: ESTree.Node) => {
    enter(node, around);
    around.push(node);
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) step(child);
    }
    around.pop();
  };
  step(from);
}

/** `a.b.c(…)` → `['a', 'b', 'c']`; anything computed or called in between ends the chain with ''. */
export function calleeChain(node: ESTree.Node): string[] {
  if (node.type === 'Identifier') return [node.name];
  if (node.type === 'ThisExpression') return ['this'];
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier' && !node.computed) {
    return [...calleeChain(node.object), node.property.name];
  }
  if (node.type === 'CallExpression') return [...calleeChain(node.callee), '()'];
  return [''];
}

/** Text of a string literal or of a template without expressions; undefined otherwise. */
export function literal(node: ESTree.Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}
