import { UserError } from '../user-error.ts';

/** Where the bracket opened at `open` is closed; brackets inside texts do not occur in the lists edited here. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '[') depth += 1;
    if (text[at] === ']') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/**
 * Adds a name at the end of the list that `start` ends with (its `[` included). Undefined when there is no such list.
 * @throws UserError when the name stands in it already
 */
export function addToList(text: string, start: RegExp, name: string): string | undefined {
  const match = start.exec(text);
  if (!match) return undefined;
  const open = match.index + match[0].length - 1;
  const close = closing(text, open);
  if (close < 0) return undefined;
  const inside = text.slice(open + 1, close);
  if (new RegExp(`\\b${name}\\b`).test(inside)) throw new UserError(`${name} stands in the list already.`);
  const kept = inside.trimEnd();
  const separator = kept.trim() === '' ? '' : kept.endsWith(',') ? ' ' : ', ';
  return `${text.slice(0, open + 1)}${kept}${separator}${name}${inside.slice(kept.length)}${text.slice(close)}`;
}

/** Adds an import after the others; the formatter puts it in its place. */
export function addImport(text: string, line: string): string {
  const last = [...text.matchAll(/^import [\s\S]*?;$/gm)].at(-1);
  if (!last) return `${line}\n\n${text}`;
  const end = last.index + last[0].length;
  return `${text.slice(0, end)}\n${line}${text.slice(end)}`;
}

/** Import and name in one step, or the sentence that tells what to write by hand. */
export function register(
  text: string,
  path: string,
  entry: { readonly importLine: string; readonly list: RegExp; readonly name: string },
): string {
  const listed = addToList(text, entry.list, entry.name);
  if (listed === undefined)
    throw new UserError(`${path} has another shape than expected: add ${entry.name} to it by hand, with ${entry.importLine}`);
  return addImport(listed, entry.importLine);
}
