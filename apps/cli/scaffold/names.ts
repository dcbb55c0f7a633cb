import { UserError } from '../user-error.ts';

const part = '[a-z][a-z0-9]*';
const forms = {
  module: new RegExp(`^${part}$`),
  record: new RegExp(`^${part}(-${part})*$`),
  verb: new RegExp(`^${part}(-${part})*$`),
} as const;
const said = {
  module: 'a module id is one lower-case word, such as "training"',
  record: 'a record name is lower-case words joined by hyphens, such as "note-line"',
  verb: 'a verb is lower-case words joined by hyphens, such as "copy" or "send-back"',
} as const;

/** The name if it has the form of its kind (C19). @throws UserError */
export function checkName(kind: keyof typeof forms, name: string): string {
  if (!forms[kind].test(name)) throw new UserError(`"${name}" cannot be used: ${said[kind]}.`);
  return name;
}

/** `note-line` → `NoteLine`: name of a record definition. */
export const pascal = (name: string): string => name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
/** `copy-note` → `copyNote`. */
export const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
/** `note-line` → `Note line`: the English label until somebody writes a better one. */
export const words = (name: string): string => {
  const text = name.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
/** English plural of a label, good enough for a first draft. */
export const plural = (label: string): string => (/(s|x|ch)$/.test(label) ? `${label}es` : label.replace(/y$/, 'ie').concat('s'));
/** A text as a single-quoted TypeScript literal. */
export const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A label in both languages as source text. */
export const labelSource = (label: Label): string => `{ en: ${quote(label.en)}, fr: ${quote(label.fr)} }`;
export interface Label {
  readonly en: string;
  readonly fr: string;
}
