import type { ESTree } from 'vite';
import { calleeChain, type Finding, isTest, lineOf, literal, type SourceFile, walk, walkNode } from './source.ts';

const testNames = new Set(['test', 'it', 'scenario', 'journey']);
const groupNames = new Set(['describe', 'suite']);
/** `test.each(table)` only prepares; the call of its result is the test. */
const preparing = new Set(['each', 'for', 'skipIf', 'runIf', 'extend']);
const id = '[A-Z][A-Z0-9]+(?:-[A-Za-z0-9]+)+';
const headId = new RegExp(`^${id}(?![\\w-])`);

export interface TestCase {
  readonly title: string;
  /** Titles of the groups around it, outermost first. */
  readonly groups: readonly string[];
  readonly line: number;
  readonly asserts: boolean;
}

/** True for files whose titles trace to the requirement register: module scenarios and browser journeys. */
export function tracesRequirements(path: string): boolean {
  return /(?:^e2e|\/scenarios)\/.*\.tsx?$|\.(?:scenario|journey)(?:\.test)?\.tsx?$/.test(path);
}

/** Every test of a file with its title and whether anything in it can fail an expectation. */
export function testsOf(file: SourceFile): TestCase[] {
  const asserting = assertingFunctions(file);
  const found: TestCase[] = [];
  walk(file, (node, around) => {
    if (node.type !== 'CallExpression' || !isNamed(node, testNames)) return;
    const title = titleOf(node);
    const body = node.arguments.find((argument) => isFunction(argument) || argument.type === 'Identifier');
    if (title === undefined || !body) return;
    const groups = around.flatMap((outer) =>
      outer.type === 'CallExpression' && isNamed(outer, groupNames) ? [titleOf(outer) ?? ''] : [],
    );
    const asserts = body.type === 'Identifier' ? asserting.has(body.name) : expects(body, asserting);
    found.push({ title, groups, line: lineOf(file.text, node.start), asserts });
  });
  return found;
}

function isNamed(node: ESTree.CallExpression, names: ReadonlySet<string>): boolean {
  const chain = calleeChain(node.callee);
  return names.has(chain[0] ?? '') && !preparing.has(chain.at(-1) ?? '');
}

function titleOf(node: ESTree.CallExpression): string | undefined {
  const [first] = node.arguments;
  return first?.type === 'TemplateLiteral' ? first.quasis.map((quasi) => quasi.value.cooked ?? '').join('…') : literal(first);
}

function isFunction(node: ESTree.Node): boolean {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration';
}

function expects(body: ESTree.Node, asserting: ReadonlySet<string>): boolean {
  let found = false;
  walkNode(body, (node) => {
    if (node.type !== 'CallExpression') return;
    const chain = calleeChain(node.callee);
    if (chain.some((name) => /^(?:expect|assert)/.test(name)) || asserting.has(chain[0] ?? '')) found = true;
  });
  return found;
}

/** Names of the file's own functions that expect something, directly or through each other. */
function assertingFunctions(file: SourceFile): Set<string> {
  const functions = new Map<string, ESTree.Node>();
  walk(file, (node) => {
    if (node.type === 'FunctionDeclaration' && node.id) functions.set(node.id.name, node);
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init && isFunction(node.init))
      functions.set(node.id.name, node.init);
  });
  const asserting = new Set<string>();
  for (let before = -1; before !== asserting.size; ) {
    before = asserting.size;
    for (const [name, body] of functions) if (expects(body, asserting)) asserting.add(name);
  }
  return asserting;
}

/** C18: `test-without-expectation` anywhere, `title-without-requirement` in scenarios and journeys. */
export function testShapeViolations(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => isTest(file.path) && /\.tsx?$/.test(file.path))
    .flatMap((file) =>
      testsOf(file).flatMap((test) => {
        const findings: Finding[] = [];
        const add = (rule: string) => findings.push({ rule, path: file.path, line: test.line, detail: test.title });
        if (!test.asserts) add('test-without-expectation');
        if (tracesRequirements(file.path) && ![...test.groups, test.title].some((title) => headId.test(title)))
          add('title-without-requirement');
        return findings;
      }),
    );
}

const nextId = new RegExp(`^(?:[\\s,;/+&]|and\\b)*(${id})(?![\\w-])`);

/** Requirement ids at the head of a title: `EDMS-03, EDMS-04 a draft …` → both. */
export function idsAtHead(title: string): string[] {
  const ids: string[] = [];
  for (let rest = title; ; ) {
    const match = nextId.exec(rest);
    if (!match?.[1] || (ids.length === 0 && match.index + match[0].length !== match[1].length)) return ids;
    ids.push(match[1]);
    rest = rest.slice(match[0].length);
  }
}
