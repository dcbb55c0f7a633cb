import type { ESTree } from 'vite';
import { propertyOf } from './rule-ids.ts';
import { calleeChain, type Finding, isScript, isTest, lineOf, literal, type SourceFile, walk } from './source.ts';

/** A statement that changes rows. `$` stands where a template had an expression. */
const write =
  /\b(?:insert\s+into|delete\s+from|merge\s+into|truncate(?:\s+table)?|update\s+(?:only\s+)?["\w.$]+(?:\s+(?:as\s+)?\w+)?\s+set)\s/i;
const builderWrites = new Set(['insertInto', 'updateTable', 'deleteFrom', 'replaceInto', 'mergeInto']);

/** The beginning of a statement, strict enough that a sentence is not one. */
const statement = new RegExp(
  '^\\s*(?:--[^\\n]*\\n\\s*)*(?:' +
    [
      'select\\s[\\s\\S]*(?:\\sfrom\\s|\\()',
      'insert\\s+into\\s',
      'update\\s+["\\w.$]+(?:\\s+\\w+)?\\s+set\\s',
      'delete\\s+from\\s',
      'merge\\s+into\\s',
      'with\\s+(?:recursive\\s+)?["\\w$]+(?:\\s*\\([^)]*\\))?\\s+as\\s',
      '(?:create|alter|drop)\\s+(?:or\\s+replace\\s+)?(?:unique\\s+|event\\s+|materialized\\s+)?(?:table|index|function|trigger|role|user|schema|policy|view|sequence|database|type|extension|domain)\\s',
      '(?:grant|revoke)\\s[\\s\\S]*\\son\\s',
      'truncate\\s',
      'set\\s+(?:local\\s+|session\\s+)?["\\w.$]+\\s*(?:=|to)\\s',
      'comment\\s+on\\s',
      'copy\\s+["\\w.$]+\\s',
      'lock\\s+table\\s',
    ].join('|') +
    ')',
  'i',
);

/** Functions that make a value or a name safe to stand in SQL text. */
const quoting = new Set([
  'escapeLiteral',
  'escapeIdentifier',
  'quoted',
  'quoteIdentifier',
  'quoteLiteral',
  'tableName',
  'columnSql',
  'setContext',
]);

/**
 * Kernel files that write SQL text from record definitions: names in them come from checked-in code, never from a request.
 * Lists, filters and searches are not among them, since their columns are chosen by the reader.
 */
const generators: readonly string[] = [
  'kernel/db/',
  'kernel/testing/',
  'kernel/records/statements.ts',
  'kernel/records/read.ts',
  'kernel/records/write.ts',
  // Cursors take no parameters for their names, which are constants there.
  'kernel/audit/verify/session.ts',
];

/** Members of a record's prepared statements (kernel/records/statements.ts): text made once from the definition. */
const prepared = new Set(['table', 'select', 'selectSecret']);

const areas = /^(?:kernel|modules|apps|seeds)\//;

/**
 * C14 in the code: `sql-write` (rows changed outside the kernel, by text or query builder), `sql-interpolated` (an expression
 * inside SQL text that is not a parameter) and `sql-raw` (text passed off as a parameterised query).
 */
export function sqlViolations(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => isScript(file.path) && areas.test(file.path) && !isTest(file.path) && !/(?:^|\/)web\//.test(file.path))
    .flatMap((file) => {
      const findings: Finding[] = [];
      walk(file, (node, around) => {
        const rule = ruleOf(file.path, node, around.at(-1));
        if (!rule) return;
        const detail = file.text.slice(node.start, node.end).replace(/\s+/g, ' ').slice(0, 60);
        findings.push({ rule, path: file.path, line: lineOf(file.text, node.start), detail });
      });
      return findings;
    });
}

function ruleOf(path: string, node: ESTree.Node, parent: ESTree.Node | undefined): string | undefined {
  const inKernel = path.startsWith('kernel/');
  const generates = generators.some((prefix) => path.startsWith(prefix));
  const text = sqlText(node);
  if (text !== undefined) {
    if (!inKernel && write.test(text)) return 'sql-write';
    const tagged = parent?.type === 'TaggedTemplateExpression' && calleeChain(parent.tag).at(-1) === 'sql';
    return !tagged && !generates && isInterpolated(node, parent) && (statement.test(text) || isQueried(node, parent))
      ? 'sql-interpolated'
      : undefined;
  }
  if (node.type === 'CallExpression') {
    const name = calleeChain(node.callee);
    if (!inKernel && builderWrites.has(name.at(-1) ?? '')) return 'sql-write';
    if (name.at(-1) === 'raw' && name.at(-2) === 'sql') return 'sql-raw';
  }
  if (node.type === 'ObjectExpression' && !generates) {
    const parts = propertyOf(node, 'parts');
    if (node.properties.length !== 2 || !parts || !propertyOf(node, 'values')) return undefined;
    const isKnown = parts.type === 'ArrayExpression' && parts.elements.every((part) => part !== null && isQuoted(part));
    return isKnown ? undefined : 'sql-raw';
  }
  return undefined;
}

/** Text of a literal or template, or the leading literal of a concatenation. */
function sqlText(node: ESTree.Node): string | undefined {
  if (node.type === 'TemplateLiteral') return node.quasis.map((quasi) => quasi.value.raw).join('$');
  return node.type === 'Literal' ? literal(node) : undefined;
}

function isInterpolated(node: ESTree.Node, parent: ESTree.Node | undefined): boolean {
  if (node.type === 'TemplateLiteral') return node.expressions.some((expression) => !isQuoted(expression));
  return (
    parent?.type === 'BinaryExpression' && parent.operator === '+' && parent.left === node && literal(parent.right) === undefined
  );
}

/** Quoted by a known function, or one of a few texts written right there. */
function isQuoted(expression: ESTree.Node): boolean {
  if (literal(expression) !== undefined) return true;
  if (expression.type === 'ConditionalExpression') return isQuoted(expression.consequent) && isQuoted(expression.alternate);
  if (expression.type === 'MemberExpression') return prepared.has(calleeChain(expression).at(-1) ?? '');
  return expression.type === 'CallExpression' && quoting.has(calleeChain(expression.callee).at(-1) ?? '');
}

function isQueried(node: ESTree.Node, parent: ESTree.Node | undefined): boolean {
  return parent?.type === 'CallExpression' && parent.arguments[0] === node && calleeChain(parent.callee).at(-1) === 'query';
}
