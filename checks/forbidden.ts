import type { ESTree } from 'vite';
import { calleeChain, type Finding, isScript, isTest, isWeb, lineOf, literal, parse, type SourceFile, walk } from './source.ts';

/** Where a pattern is right, with the reason. Paths are prefixes. */
interface Allowed {
  readonly clock: readonly string[];
  readonly date: readonly string[];
  readonly random: readonly string[];
  readonly shell: readonly string[];
  readonly print: readonly string[];
}
const allowed: Allowed = {
  // The database's clock and the server process that runs beside it; conversions between Temporal and what libraries want.
  // The log's witness and verifier work where there is no database.
  clock: ['kernel/db/', 'kernel/audit/log/', 'kernel/values/', 'apps/cli/', 'bench/', 'checks/', 'bin/'],
  // X.509, PDF and spreadsheet libraries take Date objects: made there from an instant somebody passed in.
  date: ['kernel/access/credential.ts', 'kernel/sign/', 'kernel/print/', 'kernel/files/'],
  random: ['bench/'],
  // npm is a .cmd file on Windows, which Node starts through a shell only; its arguments are constants.
  shell: ['bin/'],
  // What a person runs in a terminal and reads there.
  print: ['apps/cli/', 'bin/', 'bench/', 'seeds/', 'checks/', 'e2e/'],
};

const testRoots = new Set(['test', 'it', 'describe', 'suite', 'bench']);
const skipping = new Set(['only', 'skip', 'todo', 'fails', 'fixme']);
const conditional = new Set(['skipIf', 'runIf']);
const shells = new Set(['exec', 'execSync']);
const bypass = /^(?:skip_?audit|override_?access|ignore_?permissions)$/i;

function starts(path: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => path.startsWith(prefix));
}

/**
 * Patterns that must not occur, found in the syntax tree so that comments and texts do not count: `bypass-flag`, `skipped-test`,
 * `random`, `bare-clock`, `bare-date`, `eval`, `shell`, `any-type`, `double-cast`, `console`, `ts-suppression`, `unfinished`.
 */
export function forbiddenPatterns(files: readonly SourceFile[]): Finding[] {
  return files.filter((file) => isScript(file.path)).flatMap((file) => [...inTree(file), ...inComments(file)]);
}

function inTree(file: SourceFile): Finding[] {
  const findings: Finding[] = [];
  walk(file, (node, around) => {
    const rule = ruleOf(node, around, file);
    if (!rule) return;
    const line = lineOf(file.text, node.start);
    findings.push({
      rule,
      path: file.path,
      line,
      detail: file.text.slice(node.start, node.end).replace(/\s+/g, ' ').slice(0, 60),
    });
  });
  return findings;
}

function ruleOf(node: ESTree.Node, around: readonly ESTree.Node[], file: SourceFile): string | undefined {
  switch (node.type) {
    case 'Identifier':
      return bypass.test(node.name) ? 'bypass-flag' : undefined;
    case 'NewExpression':
    case 'CallExpression':
      return callRule(node, file);
    case 'ImportDeclaration':
      return /^(?:node:)?child_process$/.test(node.source.value) && importsShell(node) ? 'shell' : undefined;
    case 'Property':
      return calleeChain(node.key)[0] === 'shell' &&
        !(node.value.type === 'Literal' && node.value.value === false) &&
        isSpawnOption(around) &&
        !starts(file.path, allowed.shell)
        ? 'shell'
        : undefined;
    case 'TSAnyKeyword':
      return hasReason(file, node, /biome-ignore lint\/suspicious\/noExplicitAny: \S/) ? undefined : 'any-type';
    case 'TSAsExpression':
      return node.expression.type === 'TSAsExpression' && node.expression.typeAnnotation.type === 'TSUnknownKeyword'
        ? 'double-cast'
        : undefined;
    default:
      return undefined;
  }
}

function callRule(node: ESTree.CallExpression | ESTree.NewExpression, file: SourceFile): string | undefined {
  const chain = calleeChain(node.callee);
  const [first = '', second = ''] = chain.filter((name) => name !== 'globalThis' && name !== 'window');
  const path = file.path;
  if (first === 'eval' || first === 'Function') return 'eval';
  if (first === 'Math' && second === 'random') return isTest(path) || starts(path, allowed.random) ? undefined : 'random';
  if (first === 'Date') return dateRule(node, second, path);
  if (first === 'console' && second !== 'warn' && second !== 'error')
    return isTest(path) || starts(path, allowed.print) ? undefined : 'console';
  if (testRoots.has(first) && isTest(path)) {
    if (chain.some((name) => skipping.has(name))) return 'skipped-test';
    if (conditional.has(chain.at(-1) ?? '') && !isExplained(first, node, file)) return 'skipped-test';
  }
  return undefined;
}

function dateRule(node: ESTree.CallExpression | ESTree.NewExpression, member: string, path: string): string | undefined {
  if (isTest(path) || isWeb(path) || starts(path, allowed.clock)) return undefined;
  if (member === 'now' || (member === '' && node.arguments.length === 0)) return 'bare-clock';
  return member === '' && !starts(path, allowed.date) ? 'bare-date' : undefined;
}

/** A comment on the same line or the one above that says why: a conditional test what a machine may lack, an `any` what it stands for. */
function hasReason(file: SourceFile, node: ESTree.Node, form = /\S/): boolean {
  const line = lineOf(file.text, node.start);
  return parse(file).comments.some((comment) => {
    const ends = lineOf(file.text, comment.start) + comment.value.split('\n').length - 1;
    return form.test(comment.value) && (ends === line || ends === line - 1);
  });
}

/** A group's title names its condition ("started by root"); a single test needs the comment. A constant condition explains nothing. */
function isExplained(kind: string, node: ESTree.CallExpression | ESTree.NewExpression, file: SourceFile): boolean {
  if (node.arguments[0]?.type === 'Literal') return false;
  return kind === 'describe' || hasReason(file, node);
}

function importsShell(node: ESTree.ImportDeclaration): boolean {
  return node.specifiers.some(
    (specifier) =>
      specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier' && shells.has(specifier.imported.name),
  );
}

/** `shell` as an option of a call that starts a process, not as a word of the domain. */
function isSpawnOption(around: readonly ESTree.Node[]): boolean {
  const call = around.at(-2);
  return call?.type === 'CallExpression' && /^(?:spawn|execFile|fork)/.test(calleeChain(call.callee).at(-1) ?? '');
}

function inComments(file: SourceFile): Finding[] {
  return parse(file).comments.flatMap((comment) => {
    // A test may prove that something does not compile, and says what.
    const proves = isTest(file.path) && /@ts-expect-error \S/.test(comment.value);
    const rule =
      /@ts-(?:ignore|expect-error|nocheck)/.test(comment.value) && !proves
        ? 'ts-suppression'
        : /\b(?:TODO|FIXME|XXX|HACK)\b|\bnot (?:yet )?implemented\b/.test(comment.value)
          ? 'unfinished'
          : undefined;
    return rule
      ? [{ rule, path: file.path, line: lineOf(file.text, comment.start), detail: comment.value.trim().slice(0, 60) }]
      : [];
  });
}

/** An error message that admits a missing feature is unfinished work too; kept apart because it lives in strings. */
export function unfinishedTexts(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => isScript(file.path) && !isTest(file.path) && !file.path.startsWith('checks/'))
    .flatMap((file) => {
      const findings: Finding[] = [];
      walk(file, (node) => {
        const text = literal(node);
        if (text && /\bnot (?:yet )?implemented\b/i.test(text)) {
          findings.push({ rule: 'unfinished', path: file.path, line: lineOf(file.text, node.start), detail: text.slice(0, 60) });
        }
      });
      return findings;
    });
}
