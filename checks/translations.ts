import type { ESTree } from 'vite';
import { keyName } from './rule-ids.ts';
import { calleeChain, type Finding, isScript, isTest, lineOf, literal, type SourceFile, walk } from './source.ts';

const localeFile = /^(.*\blocales\/)(en|fr)((?:\/.*)?\.(?:json|ts))$/;

/** Text of every key of a locale file, nested keys joined by dots. */
export function textsOf(file: SourceFile): Map<string, string> {
  const texts = new Map<string, string>();
  if (file.path.endsWith('.json')) flatten(JSON.parse(file.text), '', texts);
  else {
    let outermost: ESTree.ObjectExpression | undefined;
    walk(file, (node) => {
      if (node.type === 'ObjectExpression' && (!outermost || node.end - node.start > outermost.end - outermost.start))
        outermost = node;
    });
    if (outermost) flattenNode(outermost, '', texts);
  }
  return texts;
}

function flatten(value: unknown, prefix: string, texts: Map<string, string>): void {
  if (typeof value === 'string') texts.set(prefix, value);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, prefix ? `${prefix}.${key}` : key, texts);
  }
}

function flattenNode(object: ESTree.ObjectExpression, prefix: string, texts: Map<string, string>): void {
  for (const property of object.properties) {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    if (property.type !== 'Property' || name === undefined) continue;
    const key = prefix ? `${prefix}.${name}` : name;
    if (property.value.type === 'ObjectExpression') flattenNode(property.value, key, texts);
    else {
      const text = literal(property.value);
      if (text !== undefined) texts.set(key, text);
    }
  }
}

/** Names in `{name}` and `{{name}}`, sorted. */
export function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{?\s*(\w+)[^}]*\}\}?/g)].map((match) => match[1] ?? ''))].sort();
}

/** French has other plural forms than English, so keys are compared without i18next's plural ending. */
function singular(key: string): string {
  return key.replace(/_(?:zero|one|two|few|many|other)$/, '');
}

function byKey(texts: ReadonlyMap<string, string>): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const [key, text] of texts) {
    const set = names.get(singular(key)) ?? new Set<string>();
    for (const name of placeholders(text)) set.add(name);
    names.set(singular(key), set);
  }
  return names;
}

/** Locale files beside each other must have the same keys with the same placeholders, and no empty text. */
function localeViolations(files: readonly SourceFile[]): Finding[] {
  const pairs = new Map<string, Map<string, SourceFile>>();
  for (const file of files) {
    const [, folder, language, rest] = localeFile.exec(file.path) ?? [];
    if (!folder || !language) continue;
    const key = `${folder}*${rest}`;
    pairs.set(key, (pairs.get(key) ?? new Map<string, SourceFile>()).set(language, file));
  }
  return [...pairs.values()].flatMap((pair) => {
    const [en, fr] = [pair.get('en'), pair.get('fr')];
    return [...compare(en, fr), ...compare(fr, en, false)];
  });
}

function compare(file: SourceFile | undefined, other: SourceFile | undefined, withPlaceholders = true): Finding[] {
  if (!file) return [];
  const texts = textsOf(file);
  const theirs = other ? byKey(textsOf(other)) : new Map<string, Set<string>>();
  const findings: Finding[] = [];
  const add = (rule: string, detail: string) => findings.push({ rule, path: file.path, line: 1, detail });
  for (const [key, text] of texts) if (!text.trim()) add('translation-empty', key);
  for (const [key, names] of byKey(texts)) {
    const matching = theirs.get(key);
    if (!matching) add('translation-missing', key);
    else if (withPlaceholders && [...names].sort().join() !== [...matching].sort().join()) add('translation-placeholders', key);
  }
  return findings;
}

/** Labels written beside the code, `{ en: '…', fr: '…' }`: neither empty, same placeholders. */
function labelViolations(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => isScript(file.path) && !isTest(file.path))
    .flatMap((file) => {
      const findings: Finding[] = [];
      walk(file, (node) => {
        if (node.type !== 'ObjectExpression') return;
        const texts = new Map<string, string>();
        for (const property of node.properties) {
          const text = property.type === 'Property' ? literal(property.value) : undefined;
          if (property.type === 'Property' && text !== undefined) texts.set(keyName(property) ?? '', text);
        }
        const [en, fr] = [texts.get('en'), texts.get('fr')];
        if (en === undefined || fr === undefined) return;
        const add = (rule: string) =>
          findings.push({ rule, path: file.path, line: lineOf(file.text, node.start), detail: en || fr });
        if (!en.trim() || !fr.trim()) add('translation-empty');
        if (placeholders(en).join() !== placeholders(fr).join()) add('translation-placeholders');
      });
      return findings;
    });
}

/** Literal keys asked for in the web application: `t('a.b')`, `<Trans i18nKey="a.b">`, and the beginning of `` t(`a.${b}`) ``. */
function usedKeyViolations(files: readonly SourceFile[]): Finding[] {
  const known = new Set(
    files.filter((file) => localeFile.exec(file.path)?.[2] === 'en').flatMap((file) => [...textsOf(file).keys()].map(singular)),
  );
  const isKnown = (key: string) => known.has(singular(key.replace(/^\w+:/, '')));
  const startsOne = (head: string) => [...known].some((key) => key.startsWith(head));
  return files
    .filter((file) => /\.tsx?$/.test(file.path) && isScript(file.path) && !isTest(file.path) && /(?:^|\/)web\//.test(file.path))
    .flatMap((file) => {
      const findings: Finding[] = [];
      const add = (node: ESTree.Node, key: string) =>
        findings.push({ rule: 'translation-unknown-key', path: file.path, line: lineOf(file.text, node.start), detail: key });
      walk(file, (node) => {
        if (node.type === 'CallExpression' && calleeChain(node.callee).at(-1) === 't') {
          const [argument] = node.arguments;
          const key = literal(argument);
          const head =
            argument?.type === 'TemplateLiteral' && argument.expressions.length > 0
              ? argument.quasis[0]?.value.cooked
              : undefined;
          if (key !== undefined && !isKnown(key)) add(node, key);
          if (head && !startsOne(head)) add(node, `${head}…`);
        }
        if (node.type === 'JSXAttribute' && node.name.type === 'JSXIdentifier' && node.name.name === 'i18nKey') {
          const key = node.value ? literal(node.value) : undefined;
          if (key !== undefined && !isKnown(key)) add(node, key);
        }
      });
      return findings;
    });
}

/** Everything a reader of either language could miss: keys, placeholders, empty texts, keys nobody wrote. */
export function translationViolations(files: readonly SourceFile[]): Finding[] {
  return [...localeViolations(files), ...labelViolations(files), ...usedKeyViolations(files)];
}
