import { type Finding, isTest, lineOf, literal, type SourceFile, walk } from './source.ts';

/** A colour written as itself instead of by token: hex of 3, 4, 6 or 8 digits, or a colour function with numbers in it. */
const raw =
  /(?<![\w&/])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![\w-])|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(\s*[\d.]/gi;

/** Paper has no theme: documents drawn on the server name their own ink. Browser code has tokens. */
function isStyled(path: string): boolean {
  return (
    (path.endsWith('.css') || path.endsWith('.tsx') || (path.endsWith('.ts') && /(?:^|\/)web\//.test(path))) &&
    !path.startsWith('kernel/web/theme/') &&
    !isTest(path)
  );
}

/** Raw colours outside kernel/web/theme: `raw-colour`. One place for colours is what makes the dark scheme and the contrast test true. */
export function rawColours(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => isStyled(file.path))
    .flatMap((file) => (file.path.endsWith('.css') ? inCss(file) : inScript(file)));
}

function inCss(file: SourceFile): Finding[] {
  // Blanked rather than removed, so that line numbers stay true. Selectors keep their `#id`; the value side is after a colon.
  const text = file.text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  return [...text.matchAll(/:([^;{}]*)[;}]/g)].flatMap((declaration) =>
    [...(declaration[1] ?? '').matchAll(raw)].map((match) => finding(file, declaration.index + 1 + match.index, match[0])),
  );
}

function inScript(file: SourceFile): Finding[] {
  const found: Finding[] = [];
  walk(file, (node, around) => {
    const parent = around.at(-1)?.type;
    if (parent === 'ImportDeclaration' || parent === 'ImportExpression') return;
    const text = node.type === 'TemplateElement' ? node.value.raw : node.type === 'Literal' ? literal(node) : undefined;
    for (const match of text?.matchAll(raw) ?? []) found.push(finding(file, node.start, match[0]));
  });
  return found;
}

function finding(file: SourceFile, offset: number, colour: string): Finding {
  return { rule: 'raw-colour', path: file.path, line: lineOf(file.text, offset), detail: colour };
}
