import type { ESTree } from 'vite';
import { calleeChain, type Finding, isScript, isTest, lineOf, literal, type SourceFile, walk } from './source.ts';

/** Calls whose object argument declares rules by id: `defineRules({ 'document.submit.no-file': { … } })`. */
const declaring: Readonly<Record<string, number>> = { defineRules: 0 };

/** Calls that name a rule by a literal id, with the position of that argument. Declared rule objects are checked by the compiler. */
const naming: Readonly<Record<string, number>> = { rule: 1, refuse: 0, AppError: 0, expectRule: 1, ruleNamed: 0 };

const form = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

interface Declared {
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly spec: ESTree.Node;
}

/** Name of an object literal's property: identifier or string key. */
export function keyName(property: ESTree.ObjectProperty): string | undefined {
  return property.key.type === 'Identifier' && !property.computed ? property.key.name : literal(property.key);
}

/** Value of a property of an object literal. */
export function propertyOf(object: ESTree.Node, name: string): ESTree.Node | undefined {
  if (object.type !== 'ObjectExpression') return undefined;
  for (const property of object.properties) if (property.type === 'Property' && keyName(property) === name) return property.value;
  return undefined;
}

function calls(file: SourceFile, names: Readonly<Record<string, number>>, found: (argument: ESTree.Node) => void): void {
  walk(file, (node) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return;
    const position = names[calleeChain(node.callee).at(-1) ?? ''];
    const argument = position === undefined ? undefined : node.arguments[position];
    if (argument) found(argument);
  });
}

/** Every rule the product declares, with the place of its declaration. */
export function declaredRules(files: readonly SourceFile[]): Declared[] {
  const found: Declared[] = [];
  // Tests declare rules of their own to try the kernel with; those are not refusals of the product.
  for (const file of files.filter((candidate) => isScript(candidate.path) && !isTest(candidate.path))) {
    calls(file, declaring, (argument) => {
      const object =
        argument.type === 'TSSatisfiesExpression' || argument.type === 'TSAsExpression' ? argument.expression : argument;
      if (object.type !== 'ObjectExpression') return;
      for (const property of object.properties) {
        const id = property.type === 'Property' ? keyName(property) : undefined;
        if (property.type === 'Property' && id !== undefined) {
          found.push({ id, path: file.path, line: lineOf(file.text, property.start), spec: property.value });
        }
      }
    });
  }
  return found;
}

/**
 * C10 over the declarations: `rule-id-form`, `rule-id-duplicate`, `rule-id-untranslated` (a missing, empty or copied French text),
 * `rule-id-unused` (declared, never refused with) and `rule-id-undeclared` (a literal id nobody declares).
 */
export function ruleIdViolations(files: readonly SourceFile[]): Finding[] {
  const declared = declaredRules(files);
  const known = new Set(declared.map(({ id }) => id));
  const mentions = mentioned(files, known);
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const { id, path, line, spec } of declared) {
    const add = (rule: string) => findings.push({ rule, path, line, detail: id });
    if (!form.test(id)) add('rule-id-form');
    if (seen.has(id)) add('rule-id-duplicate');
    seen.add(id);
    if (!isTranslated(spec) || !isTranslated(propertyOf(spec, 'way'))) add('rule-id-untranslated');
    if (!mentions.has(id)) add('rule-id-unused');
  }
  return [...findings, ...undeclared(files, known)];
}

function isTranslated(label: ESTree.Node | undefined): boolean {
  if (label?.type !== 'ObjectExpression') return true;
  const [en, fr] = [propertyOf(label, 'en'), propertyOf(label, 'fr')];
  // Texts built elsewhere are strings by type; only what is written here can be read here.
  if ((en && literal(en) === undefined) || (fr && literal(fr) === undefined)) return true;
  return Boolean(literal(en)?.trim()) && Boolean(literal(fr)?.trim()) && literal(en) !== literal(fr);
}

/** The ids that stand as a string in shipped code anywhere but as the key of their declaration. */
function mentioned(files: readonly SourceFile[], ids: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  for (const file of files.filter((candidate) => isScript(candidate.path) && !isTest(candidate.path))) {
    walk(file, (node, around) => {
      const text = literal(node);
      const parent = around.at(-1);
      if (text !== undefined && ids.has(text) && !(parent?.type === 'Property' && parent.key === node)) found.add(text);
    });
  }
  return found;
}

function undeclared(files: readonly SourceFile[], known: ReadonlySet<string>): Finding[] {
  const findings: Finding[] = [];
  for (const file of files.filter((candidate) => isScript(candidate.path) && !candidate.path.startsWith('checks/'))) {
    calls(file, naming, (argument) => {
      const id = literal(argument);
      if (id === undefined || known.has(id) || (isTest(file.path) && declaresItself(file, id))) return;
      findings.push({
        rule: form.test(id) ? 'rule-id-undeclared' : 'rule-id-form',
        path: file.path,
        line: lineOf(file.text, argument.start),
        detail: id,
      });
    });
  }
  return findings;
}

function declaresItself(file: SourceFile, id: string): boolean {
  let found = false;
  calls(file, declaring, (argument) => {
    if (propertyOf(argument, id)) found = true;
  });
  return found;
}

/** Rules no test, scenario or journey names (C10). Reported beside requirement coverage. */
export function untestedRules(files: readonly SourceFile[]): string[] {
  const tests = files.filter((file) => isTest(file.path)).map((file) => file.text);
  return declaredRules(files)
    .map(({ id }) => id)
    .filter((id) => !tests.some((text) => text.includes(id)));
}
