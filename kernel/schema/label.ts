/** Languages of the interface. English and French are complete; the others fall back to English until they are. */
export type Language = 'en' | 'fr';
export const languages: readonly Language[] = ['en', 'fr'];

/** A text in every complete language: leaving one out does not compile. */
export type Label = Readonly<Record<Language, string>>;

/** The text of a label in one language, with `{name}` placeholders filled from `params`. */
export function textOf(label: Label, language: Language = 'en', params: Readonly<Record<string, unknown>> = {}): string {
  return label[language].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? showParam(params[name], language) : whole,
  );
}

/** A label among the values is said in the reader's language. */
function showParam(value: unknown, language: Language): string {
  if (Array.isArray(value)) return value.map((v) => showParam(v, language)).join(', ');
  if (isLabel(value)) return value[language];
  if (value !== null && typeof value === 'object')
    return Object.values(value)
      .map((v) => showParam(v, language))
      .join(' ');
  return String(value ?? '');
}

const isLabel = (value: unknown): value is Label =>
  typeof value === 'object' && value !== null && languages.every((l) => typeof (value as Label)[l] === 'string');
